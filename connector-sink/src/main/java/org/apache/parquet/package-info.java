/** One class that parquet-java keeps to its own package: see {@link org.apache.parquet.PlainReadOptions}. */
package org.apache.parquet;
