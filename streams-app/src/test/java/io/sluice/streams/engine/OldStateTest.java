package io.sluice.streams.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.streams.aggregate.Aggregates;
import io.sluice.streams.window.Level;
import io.sluice.streams.window.TimeScale;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is old goes: windows that were kept long enough, and keys that were quiet long enough. */
class OldStateTest {
    private static final int KEEP = 1_000;
    private static final int WINDOW = 10;

    private static Plan plan(Optional<Duration> forget) {
        return new Plan(
                TestPlans.SCHEMA,
                new KeyColumns(TestPlans.SCHEMA, List.of("symbol")),
                0,
                List.of(),
                Aggregates.parse("ohlcv(price, quantity), count() as n", TestPlans.SCHEMA, 0),
                TestPlans.levels(Duration.ZERO, Level.Emit.FINAL, 0, "a=tumbling 10ms", "b=tumbling 100ms of a"),
                TimeScale.MILLIS,
                true,
                forget,
                KEEP);
    }

    @Test
    void windowsAreKeptForTheirTimeAndNotMuchLonger() {
        EngineRun engine = new EngineRun(plan(Optional.empty()));
        int most = 0;
        for (int i = 0; i < 2_000; i++) {
            feed(engine, i, i * (long) WINDOW);
            most = Math.max(most, engine.stores.windows.size());
        }
        // Of both levels, and an eighth more, as they are removed in pieces.
        int kept = KEEP / WINDOW + KEEP / (10 * WINDOW);
        assertThat(most).as("windows kept at any time").isBetween(kept, kept * 5 / 4 + 4);

        int results = engine.results.size();
        feed(engine, 2_000, 19_980 - KEEP + 2 * WINDOW);
        assertThat(engine.results.subList(results, engine.results.size()))
                .as("a window that is kept is corrected")
                .anySatisfy(result -> {
                    assertThat(result.level()).isEqualTo("a");
                    assertThat(result.revision()).isEqualTo(1);
                });
        results = engine.results.size();
        feed(engine, 2_001, 5_000);
        assertThat(engine.results).as("one that is gone is not").hasSize(results);
        assertThat(engine.late.get(engine.late.size() - 1).corrected()).isFalse();
    }

    @Test
    void aKeyThatIsQuietForLongIsForgottenWithAllItsWindows() {
        Duration forget = TestPlans.IDLE.multipliedBy(3);
        EngineRun engine = new EngineRun(plan(Optional.of(forget)));
        for (int i = 0; i < 50; i++) {
            feed(engine, i, i * (long) WINDOW);
        }
        assertThat(engine.stores.windows).isNotEmpty();

        pass(engine, TestPlans.IDLE);
        assertThat(engine.results.stream().filter(result -> result.level().equals("b")))
                .as("quiet: its windows close")
                .hasSize(5);
        assertThat(engine.stores.states).as("but what was emitted is known").hasSize(1);
        pass(engine, forget);

        assertThat(engine.stores.states).isEmpty();
        assertThat(engine.stores.windows).isEmpty();
        assertThat(engine.windows().keysWaitedFor()).isZero();
    }

    private static void feed(EngineRun engine, int record, long time) {
        engine.fold(Origin.ofPartition("t", 0, record), time + ",k,1.00,1\n", 0).forEach(engine::accept);
    }

    private static void pass(EngineRun engine, Duration time) {
        for (int i = 0; i < 10; i++) {
            engine.accept(PartialAggregates.upstream(0, 1, true, time.toMillis() / 10, 0));
        }
    }
}
