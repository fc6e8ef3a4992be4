/** How much may be under way at once, how fast, on which threads, and what happens when it fails. */
package io.sluice.io.flow;
