package io.sluice.source.tail;

import java.util.List;

/**
 * Records of one turn, in the order of their file.
 *
 * @param charge what they count against the budget
 * @param isMarkers whether they only carry state, and are to reach nobody
 */
public record ReadyBatch<R>(List<R> records, long charge, boolean isMarkers) {

    public ReadyBatch {
        records = List.copyOf(records);
    }
}
