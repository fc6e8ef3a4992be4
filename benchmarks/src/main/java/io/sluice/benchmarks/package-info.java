/** Contenders side by side in one run; results are committed. */
package io.sluice.benchmarks;
