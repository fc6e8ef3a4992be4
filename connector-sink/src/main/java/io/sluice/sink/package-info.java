/** Topics into Parquet: staged, committed, published exactly once. Not built yet. */
package io.sluice.sink;
