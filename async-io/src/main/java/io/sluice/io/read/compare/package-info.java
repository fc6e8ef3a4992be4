/** Four ways to read a tree of files, doing the same work, side by side. */
package io.sluice.io.read.compare;
