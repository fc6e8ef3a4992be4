/**
 * Locks with SQLite's five levels on a file that exists only to be locked: between the threads of a process and between
 * the processes of a machine. {@link io.sluice.io.lock.LevelLocks} opens them.
 */
package io.sluice.io.lock;
