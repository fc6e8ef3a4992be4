/** Topics into Parquet: staged, committed, published exactly once. So far {@code parquet} and the design of {@code store}. */
package io.sluice.sink;
