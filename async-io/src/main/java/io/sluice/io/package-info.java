/** Files without blocking the caller. */
package io.sluice.io;
