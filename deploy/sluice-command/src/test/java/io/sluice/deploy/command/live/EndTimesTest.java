package io.sluice.deploy.command.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Since when records wait to be committed. */
class EndTimesTest {
    private static final TopicPartition PARTITION = new TopicPartition("t", 0);

    @Test
    void aRecordIsAsOldAsTheFirstEndBehindIt() {
        EndTimes times = new EndTimes();
        assertThat(times.age(0, 0)).isNull();
        times.add(1_000, 11);
        times.add(2_000, 21);
        times.add(3_000, 21);
        times.add(4_000, 31);

        assertThat(times.age(5_000, 0)).isEqualTo(4_000);
        // The offset of the transaction's mark is nobody's record.
        assertThat(times.age(5_000, 10)).isEqualTo(3_000);
        assertThat(times.age(5_000, 20)).isEqualTo(1_000);
        assertThat(times.age(5_000, 30)).isZero();
        assertThat(times.age(5_000, 31)).isZero();
    }

    @Test
    void ofManyEndsTheOldestIsKept() {
        EndTimes times = new EndTimes();
        for (int i = 0; i < 100_000; i++) {
            times.add(i * 1_000L, 10L * (i + 1));
        }

        assertThat(times.age(100_000_000L, 0)).isEqualTo(100_000_000L);
        assertThat(times.age(100_000_000L, 999_995)).isLessThanOrEqualTo(1_000);
    }

    @Test
    void aTableIsBehindByWhatItHasNotCommitted() {
        Commits commits = new Commits();
        commits.add(1_000, Map.of(PARTITION, 11L));
        TableTail.Sight table =
                new TableTail.Sight("t", new TableTail.Content(4, 4, 1), Map.of(PARTITION, 4L), List.of(), List.of());

        Commits.Behind behind = commits.of(3_000, table, 6L);
        assertThat(behind.records()).isEqualTo(6);
        assertThat(behind.oldestMillis()).isEqualTo(2_000);
        assertThat(behind.partitions().get(0).oldestUncommittedAgeMillis()).isEqualTo(2_000);

        // All that is there is read, and nothing of it is left: what stands at the end was aborted.
        assertThat(commits.of(7_000, table, 0L).records()).isZero();
        assertThat(commits.of(7_000, table, 0L).oldestMillis()).isZero();
        assertThat(commits.of(7_000, null, 0L)).isEqualTo(Commits.Behind.UNKNOWN);
        assertThat(new Commits().of(7_000, table, 0L).records()).isNull();
    }

    @Test
    void aRateIsOfTheLastSecondsAndBeginsAnewWithTheCount() {
        Rate rate = new Rate();
        assertThat(rate.add(0, 100)).isNull();
        assertThat(rate.add(1_000, 110)).isEqualTo(10);
        assertThat(rate.add(2_000, 130)).isEqualTo(15);
        for (int i = 3; i < 10; i++) {
            assertThat(rate.add(i * 1_000L, 130)).isNotNull();
        }
        assertThat(rate.add(10_000, 130)).isZero();
        assertThat(rate.add(11_000, 5)).isNull();
        assertThat(rate.add(12_000, 6)).isEqualTo(1);
        assertThat(rate.add(13_000, null)).isNull();
    }
}
