package io.sluice.streams.engine;

import io.sluice.record.RowSchema;
import io.sluice.streams.aggregate.Aggregates;
import io.sluice.streams.window.Level;
import io.sluice.streams.window.LevelDeclaration;
import io.sluice.streams.window.Levels;
import io.sluice.streams.window.TimeScale;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plans for tests. */
final class TestPlans {
    static final RowSchema SCHEMA =
            RowSchema.parse("ts timestamp_millis?, symbol string?, price decimal(18,2)?, quantity long");
    static final Duration IDLE = Duration.ofMillis(100);

    private TestPlans() {}

    static Levels levels(Duration grace, Level.Emit emit, int gaps, String... declared) {
        List<Level> levels = new ArrayList<>();
        for (String text : declared) {
            String[] parts = text.split("=");
            levels.add(new LevelDeclaration(
                            parts[0],
                            parts[1],
                            grace,
                            Optional.of(IDLE),
                            emit,
                            parts[1].startsWith("tumbling") ? gaps : 0)
                    .level(levels, TimeScale.MILLIS));
        }
        return new Levels(levels);
    }

    static Plan plan(Levels levels, boolean corrections, long keep) {
        return new Plan(
                SCHEMA,
                new KeyColumns(SCHEMA, List.of("symbol")),
                0,
                List.of(),
                Aggregates.parse("ohlcv(price, quantity), count() as n", SCHEMA, 0),
                levels,
                TimeScale.MILLIS,
                corrections,
                Optional.empty(),
                keep);
    }
}
