package io.sluice.streams.engine;

import io.sluice.streams.aggregate.AggregateValues;
import io.sluice.streams.window.Level;
import org.apache.kafka.common.utils.Bytes;

/**
 * What is emitted of a window. Valid during the call only, as the values go on changing.
 *
 * @param level the window's level
 * @param key the key
 * @param start of the window; of a session, its first row's time
 * @param end of the window, exclusive; of a session, its last row's time
 * @param values what its rows add up to
 * @param isFinal whether the window is closed
 * @param revision 0 for the first final result, then one more for each correction
 * @param gap whether it stands for a window without rows
 */
public record Bar(
        Level level,
        Bytes key,
        long start,
        long end,
        AggregateValues values,
        boolean isFinal,
        int revision,
        boolean gap) {}
