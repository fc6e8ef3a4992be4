/**
 * The calls Sluice makes to a file system, one by one and blocking. {@link io.sluice.io.vfs.Vfs} is the seam: the real
 * file system below it in production, an in-memory or a failing one in tests, and the same asynchronous code above it.
 */
package io.sluice.io.vfs;
