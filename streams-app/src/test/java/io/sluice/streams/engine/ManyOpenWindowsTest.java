package io.sluice.streams.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.streams.window.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Files that run far ahead of another leave many windows open, more than a key's state has room for. */
class ManyOpenWindowsTest {
    @Test
    void windowsThatWaitForAFileThatIsBehindAreAllThereInTheEnd() {
        Plan plan = TestPlans.plan(
                TestPlans.levels(Duration.ZERO, Level.Emit.FINAL, 0, "a=tumbling 10ms", "b=tumbling 100ms of a"),
                false,
                0);
        for (long seed = 1; seed <= 40; seed++) {
            Random random = new Random(seed);
            EngineRun engine = new EngineRun(plan);
            int files = 5;
            int chunks = 30;
            List<Integer> order = new ArrayList<>();
            for (int file = 0; file < files; file++) {
                for (int chunk = 0; chunk < chunks; chunk++) {
                    order.add(file);
                }
            }
            Collections.shuffle(order, random);
            int[] next = new int[files];
            int largest = 0;
            for (int file : order) {
                StringBuilder csv = new StringBuilder();
                for (int row = 0; row < 10; row++) {
                    csv.append(file * 10_000 + next[file] * 100 + row * 10).append(",k,1.00,1\n");
                }
                engine.fold(Origin.ofFile("t", 0, next[file], "f" + file), csv.toString(), next[file] * 1_000L)
                        .forEach(engine::accept);
                next[file]++;
                if (next[file] == chunks) {
                    engine.accept(PartialAggregates.inputEnded(("f:f" + file).getBytes(StandardCharsets.UTF_8)));
                }
                largest = Math.max(largest, engine.stores.windows.size());
                if (random.nextInt(10) == 0) {
                    engine.commit();
                    engine.crash();
                }
            }
            for (int i = 0; i < 20; i++) {
                engine.accept(PartialAggregates.upstream(0, 1, true, 10, 0));
            }
            assertThat(engine.late).isEmpty();
            assertThat(engine.results.stream()
                            .filter(result -> result.level().equals("a"))
                            .map(EngineRun.Result::start)
                            .collect(Collectors.toSet()))
                    .as("windows of seed %d", seed)
                    .hasSize(files * chunks * 10);
            assertThat(engine.results).hasSize(files * chunks * 11);
            assertThat(largest).as("windows kept apart").isGreaterThan(100);
            assertThat(engine.stores.windows).isEmpty();
        }
    }

    @Test
    void windowsThatCloseWithTheRecordThatBroughtThemAreNotKeptApart() {
        Plan plan = TestPlans.plan(
                TestPlans.levels(Duration.ZERO, Level.Emit.FINAL, 0, "a=tumbling 10ms", "b=tumbling 100ms of a"),
                false,
                0);
        EngineRun engine = new EngineRun(plan);
        int windows = 10 * OpenWindows.MOST_IN_STATE;
        StringBuilder csv = new StringBuilder();
        for (int i = 0; i <= windows; i++) {
            csv.append(10 * i).append(",k,1.00,1\n");
        }

        engine.fold(Origin.ofFile("t", 0, 0, "f"), csv.toString(), 0).forEach(engine::accept);

        assertThat(engine.results).hasSize(windows + windows / 10);
        assertThat(engine.stores.windowsWritten).isZero();
    }
}
