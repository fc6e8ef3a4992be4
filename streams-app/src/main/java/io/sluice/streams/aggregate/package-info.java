/**
 * Aggregates as mergeable values: {@code add} a row, {@code merge} another value, in any order, with the same result
 * (double sums, variances of doubles and sketches within stated bounds). No Kafka here.
 */
package io.sluice.streams.aggregate;
