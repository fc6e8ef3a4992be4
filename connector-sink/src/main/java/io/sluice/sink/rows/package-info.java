/**
 * What is in a record, as rows of Parquet: {@link io.sluice.sink.rows.RecordRows} makes rows of a record, {@link
 * io.sluice.sink.rows.RowShape} says what columns they have, {@link io.sluice.sink.rows.RowSupport} writes them.
 *
 * <p>A {@link io.sluice.sink.rows.Type} is what a column holds, wherever that is known from: a schema of Connect, a declared
 * row schema, or the values themselves. Two of them have a union, onto which rows of both can be written, or are incompatible.
 *
 * <p>Everything belongs to one thread at a time, that of the partition whose records it reads.
 */
package io.sluice.sink.rows;
