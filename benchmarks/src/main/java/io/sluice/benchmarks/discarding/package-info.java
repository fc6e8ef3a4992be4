/** A sink that discards, as a plugin of its own. */
package io.sluice.benchmarks.discarding;
