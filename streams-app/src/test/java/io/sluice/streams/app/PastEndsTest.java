package io.sluice.streams.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Rows that keep coming, a hundred each second: at the end is who has committed what was there a moment ago. */
class PastEndsTest {
    private static final TopicPartition PARTITION = new TopicPartition("t", 0);

    private final PastEnds ends = new PastEnds(Duration.ofSeconds(5));

    private long at(int second) {
        return ends.at(
                        Map.of(PARTITION, 100L * second),
                        Duration.ofSeconds(second).toNanos())
                .get(PARTITION);
    }

    @Test
    void theOldestCountUntilTheyAreAMomentOld() {
        assertThat(at(10)).as("nothing older is known").isEqualTo(1_000);
        assertThat(at(11)).isEqualTo(1_000);
        assertThat(at(14)).isEqualTo(1_000);
        assertThat(at(15)).isEqualTo(1_000);
        assertThat(at(16)).isEqualTo(1_100);
        assertThat(at(18)).as("there are none of second 13").isEqualTo(1_100);
        assertThat(at(33)).as("nobody could ask for a while").isEqualTo(1_800);
    }

    @Test
    void whatCameWhileNobodyCouldAskIsABacklog() {
        long unused = at(10);
        assertThat(at(26)).isEqualTo(2_600);
        assertThat(at(31)).isEqualTo(2_600);
    }

    @Test
    void noMoreAreKeptThanAreNeeded() {
        for (int second = 0; second < 1_000; second++) {
            long unused = at(second);
            assertThat(ends.size()).isLessThanOrEqualTo(6);
        }
    }
}
