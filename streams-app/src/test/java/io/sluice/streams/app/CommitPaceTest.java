package io.sluice.streams.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class CommitPaceTest {
    private final AtomicLong nanos = new AtomicLong(7);
    private final CommitPace.OfThreads paces =
            new CommitPace.OfThreads(new CommitPace.Limits(Duration.ofMillis(500), Duration.ofSeconds(5)), nanos::get);
    private final AtomicLong parts = new AtomicLong();
    private final AtomicLong states = new AtomicLong();
    private final CommitPace pace = paces.join(parts::get);

    private boolean isDueAfter(long millis) {
        nanos.addAndGet(Duration.ofMillis(millis).toNanos());
        return pace.isDue();
    }

    private boolean isDueAtWorkAfter(long millis) {
        pace.works();
        return isDueAfter(millis);
    }

    @Test
    void withFewKeysItIsTimeAfterEachInterval() {
        parts.set(1_000);
        assertThat(isDueAtWorkAfter(499)).isFalse();
        assertThat(isDueAtWorkAfter(1)).isTrue();
        pace.committed();
        assertThat(isDueAtWorkAfter(100)).isFalse();
    }

    @Test
    void withManyKeysItIsPutOffUntilItIsATenthOfTheTime() {
        assertThat(paces.join(states::get)).as("of the same thread").isSameAs(pace);
        parts.set(20_000);
        states.set(30_000);
        assertThat(isDueAtWorkAfter(1_900)).as("50,000 at 4 us are 200 ms").isFalse();
        assertThat(isDueAtWorkAfter(100)).isTrue();
    }

    @Test
    void withAnyNumberOfKeysItIsNotPutOffForLongerThanTheMost() {
        parts.set(1_000_000_000);
        assertThat(isDueAtWorkAfter(4_999)).isFalse();
        assertThat(isDueAtWorkAfter(1)).isTrue();
    }

    @Test
    void whenNothingMoreComesNothingIsPutOff() {
        parts.set(1_000_000_000);
        assertThat(isDueAtWorkAfter(1_000)).isFalse();
        assertThat(isDueAfter(99)).isFalse();
        assertThat(isDueAfter(1)).isTrue();
    }

    @Test
    void whereNothingWasDoneThereIsNothingToCommit() {
        assertThat(isDueAfter(60_000)).isFalse();
        assertThat(isDueAtWorkAfter(1)).isTrue();
        pace.committed();
        assertThat(isDueAfter(60_000)).isFalse();
    }

    @Test
    void aTaskThatHasLeftCountsNoMore() {
        LongSupplier other = () -> 1_000_000;
        CommitPace same = paces.join(other);
        assertThat(isDueAtWorkAfter(500)).isFalse();
        paces.leave(same, other);
        assertThat(isDueAtWorkAfter(1)).isTrue();
    }
}
