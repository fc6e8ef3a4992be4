/** Topics into Parquet: staged, committed, published exactly once. So far {@code store} and {@code parquet}. */
package io.sluice.sink;
