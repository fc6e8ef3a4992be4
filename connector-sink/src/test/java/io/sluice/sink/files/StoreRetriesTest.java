package io.sluice.sink.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sink.store.targets.UnclearOutcomeException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StoreRetriesTest {
    private final IOException down = new FileSystemException("/lake", null, "Input/output error");
    private static final Duration RETRY_FOR = Duration.ofMinutes(10);
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private long now;
    private final StoreRetries retries = new StoreRetries(
            new WriterSettings("test", null, null, WriterSettings.Tombstones.SKIP, false, RETRY_FOR, FIRST, LONGEST),
            () -> now,
            new Random(1));

    private void pass(Duration time) {
        now += time.toNanos();
    }

    @Test
    void threeFailuresThatAreFarApartAreNoStoreThatIsDownAndAFourthOneIs() {
        for (int failure = 0; failure < 3; failure++) {
            assertThat(retries.failed(down)).as("failure %s", failure).isPresent();
            pass(RETRY_FOR.multipliedBy(2));
        }

        assertThat(retries.failed(down)).isEmpty();
    }

    @Test
    void anyNumberOfFailuresIsWaitedForWithinTheTimeAndNoneBehindIt() {
        Duration pause = Duration.ofSeconds(10);
        for (Duration passed = Duration.ZERO; passed.compareTo(RETRY_FOR) <= 0; passed = passed.plus(pause)) {
            assertThat(retries.failed(down)).as("after %s", passed).isPresent();
            pass(pause);
        }

        assertThat(retries.failed(down)).isEmpty();
    }

    @Test
    void aSuccessBeginsTheTimeAndTheCountAnew() {
        for (int failure = 0; failure < 3; failure++) {
            assertThat(retries.failed(down)).isPresent();
        }
        pass(RETRY_FOR.multipliedBy(2));
        retries.succeeded();

        for (int failure = 0; failure < 4; failure++) {
            assertThat(retries.failed(down)).as("failure %s", failure).isPresent();
        }
    }

    @Test
    void pausesGrowUpToTheLongest() {
        List<Duration> pauses = new ArrayList<>();
        for (int failure = 0; failure < 40; failure++) {
            pauses.add(retries.failed(down).orElseThrow());
        }

        assertThat(pauses.get(0)).isBetween(FIRST.dividedBy(2), FIRST);
        assertThat(pauses.get(3)).isBetween(FIRST.multipliedBy(4), FIRST.multipliedBy(8));
        assertThat(pauses.subList(10, 40))
                .allSatisfy(pause -> assertThat(pause).isBetween(LONGEST.dividedBy(2), LONGEST));
    }

    @Test
    void whatCannotPassIsNotTriedAgainAndAnUnclearOutcomeIs() {
        assertThat(retries.failed(new AccessDeniedException("/lake"))).isEmpty();
        assertThat(retries.failed(new UnclearOutcomeException("entry 3", down))).isPresent();
    }
}
