package io.sluice.streams.engine;

import io.sluice.streams.aggregate.AggregateValues;
import io.sluice.streams.window.Level;
import org.apache.kafka.common.utils.Bytes;

/**
 * Rows that came after their window was emitted. Valid during the call only.
 *
 * @param level the window's level
 * @param key the key
 * @param start of the window
 * @param end of the window
 * @param values what the late rows add up to
 * @param watermark what the key's inputs have passed
 * @param corrected whether the window was corrected, so that the rows are in its next revision
 * @param reason why not, or why they are late
 */
public record LatePart(
        Level level,
        Bytes key,
        long start,
        long end,
        AggregateValues values,
        long watermark,
        boolean corrected,
        String reason) {}
