package io.sluice.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AppendLogTest {

    private record Line(int key, long time, long appended) {}

    @Test
    void whatItSaysIsWhatLookingAtEveryLineSays() {
        for (int seed = 1; seed <= 60; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int keys = random.nextInt(1, 6);
            AppendLog log = new AppendLog(keys);
            List<Line> lines = new ArrayList<>();
            long until = 1_000;
            for (int append = 0; append < 12; append++) {
                int count = random.nextInt(1, 9);
                long after = until;
                until += random.nextInt(0, 40);
                log.add(count, after, until, until + 5);
                for (int i = 0; i < count; i++) {
                    lines.add(new Line(lines.size() % keys, TradeBlock.timeOf(i, count, after, until), until + 5));
                }
            }
            for (long time = 990; time < until + 10; time++) {
                long wanted = time;
                for (int key = 0; key < keys; key++) {
                    int of = key;
                    assertThat(log.appendedFrom(wanted, of))
                            .as("seed %d, key %d, time %d", seed, of, wanted)
                            .isEqualTo(lines.stream()
                                    .filter(line -> line.key == of && line.time >= wanted)
                                    .mapToLong(Line::appended)
                                    .findFirst());
                }
                OptionalLong first = lines.stream()
                        .filter(line -> line.time == wanted)
                        .mapToLong(Line::appended)
                        .findFirst();
                if (first.isPresent()) {
                    assertThat(log.appended(wanted))
                            .as("seed %d, time %d", seed, wanted)
                            .isEqualTo(first);
                }
            }
        }
    }

    @Test
    void aTimeBeforeTheFirstAppendOrAfterTheLastWasNotAppended() {
        AppendLog log = new AppendLog(1);
        log.add(4, 100, 200, 210);

        assertThat(log.appended(99)).isEmpty();
        assertThat(log.appended(101)).hasValue(210);
        assertThat(log.appended(201)).isEmpty();
        assertThat(log.appendedFrom(201, 0)).isEmpty();
    }
}
