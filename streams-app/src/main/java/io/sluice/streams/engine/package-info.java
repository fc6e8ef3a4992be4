/**
 * Rows into windows: {@link io.sluice.streams.engine.PartialAggregates} folds the rows of a record, {@link
 * io.sluice.streams.engine.WindowedAggregates} merges what was folded, by key, and decides what closes and what is late.
 * The rules are in {@code docs/windows.md}; nothing here talks to a broker.
 */
package io.sluice.streams.engine;
