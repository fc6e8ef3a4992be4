package io.sluice.streams.engine;

import io.sluice.record.RowSchema;
import io.sluice.streams.aggregate.Aggregates;
import io.sluice.streams.window.Levels;
import io.sluice.streams.window.TimeScale;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is aggregated, by what, over which windows. Immutable, free to share.
 *
 * @param schema of the rows
 * @param keys the columns that make up a key
 * @param time the index of the event-time column
 * @param sequence the indexes of the columns that order rows of one time
 * @param aggregates what is computed
 * @param levels the windows
 * @param scale the unit of event time
 * @param corrections whether late rows correct windows that are kept
 * @param forget after what quiet time a key without open windows is forgotten; empty for never
 * @param keep how long, in event time behind a key's newest closed window, closed windows are kept; 0 for not at all
 */
public record Plan(
        RowSchema schema,
        KeyColumns keys,
        int time,
        List<Integer> sequence,
        Aggregates aggregates,
        Levels levels,
        TimeScale scale,
        boolean corrections,
        Optional<Duration> forget,
        long keep) {
    public Plan {
        sequence = List.copyOf(sequence);
        if (corrections && keep <= 0) {
            throw new IllegalArgumentException("corrections need closed windows to be kept");
        }
    }
}
