package io.sluice.io.flow;

import static io.sluice.io.flow.Failures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The breaker as the callers of {@link Resilience} meet it. */
class BreakerTest {
    private final VirtualTime time = new VirtualTime();
    private final Timing timing = time.timing();
    private final IoMetrics metrics = new IoMetrics(timing);
    private final Resilience resilience = new Resilience(
            "/data", RetrySettings.NONE, new BreakerSettings(4, 50, Duration.ofSeconds(10), 2), timing, metrics);
    private final Tries tries = new Tries(resilience, timing);

    private static Path file(int number) {
        return Path.of("/data", number + ".log");
    }

    private CompletableFuture<String> read(int number, Callable<String> call) {
        return tries.call(Operation.READ, file(number), call);
    }

    private static String stale() throws IOException {
        throw new IOException("Stale file handle");
    }

    private CompletableFuture<String> fail(int number) {
        return read(number, BreakerTest::stale);
    }

    private CompletableFuture<String> succeed(int number) {
        return read(number, () -> "content");
    }

    /** An attempt under way. */
    private Attempts probe(int number) {
        Attempts attempts = resilience.attempts(Operation.READ, file(number));
        assertThat(attempts.begin()).isEmpty();
        return attempts;
    }

    private void open() {
        for (int number = 0; number < 4; number++) {
            assertThat(fail(number)).isCompletedExceptionally();
        }
        assertThat(resilience.breakerState()).isEqualTo("OPEN");
    }

    @Test
    void manyFailingFilesOpenItAndNothingIsTriedForAWhile() {
        open();
        List<String> tried = new ArrayList<>();

        CompletableFuture<String> refused = tries.call(Operation.READ, file(9), () -> {
            tried.add("tried");
            return "content";
        });

        assertThat(failureOf(refused))
                .isInstanceOf(BreakerOpenException.class)
                .hasMessage("/data/9.log: not tried, because 50 % or more of the last 4 attempts under /data failed;"
                        + " after PT10S it is asked again");
        assertThat(tried).isEmpty();
    }

    @Test
    void fewerThanAWindowOfAttemptsDoNotOpenIt() {
        assertThat(fail(0)).isCompletedExceptionally();
        assertThat(fail(1)).isCompletedExceptionally();

        assertThat(fail(2)).isCompletedExceptionally();

        assertThat(resilience.breakerState()).isEqualTo("CLOSED");
    }

    @Test
    void theSameFileCountsOnce() {
        for (int i = 0; i < 100; i++) {
            assertThat(fail(0)).isCompletedExceptionally();
        }

        assertThat(succeed(1)).isCompleted();

        assertThat(resilience.breakerState()).isEqualTo("CLOSED");
    }

    @Test
    void aFileThatRecoveredCountsAgain() {
        assertThat(fail(0)).isCompletedExceptionally();
        assertThat(succeed(0)).isCompleted();
        assertThat(succeed(1)).isCompleted();

        assertThat(fail(0)).isCompletedExceptionally();

        assertThat(resilience.breakerState()).isEqualTo("OPEN");
    }

    @Test
    void aFileThatOpensButCannotBeReadCountsOnceHoweverOftenItIsOpened() {
        for (int i = 0; i < 100; i++) {
            CompletableFuture<String> opened = tries.call(Operation.OPEN, file(0), () -> "handle");
            assertThat(opened).isCompleted();
            assertThat(fail(0)).isCompletedExceptionally();
        }

        assertThat(succeed(1)).isCompleted();

        assertThat(resilience.breakerState()).isEqualTo("CLOSED");
    }

    @Test
    void aFileOnWhichEverythingFailsCountsOnce() {
        for (Operation operation : Operation.values()) {
            CompletableFuture<String> failed = tries.call(operation, file(0), BreakerTest::stale);
            assertThat(failed).isCompletedExceptionally();
        }
        assertThat(succeed(1)).isCompleted();
        assertThat(succeed(2)).isCompleted();

        assertThat(succeed(3)).isCompleted();

        assertThat(resilience.breakerState()).isEqualTo("CLOSED");
    }

    @Test
    void errorsOfTheRequestAreAnswersToo() {
        for (int number = 0; number < 100; number++) {
            CompletableFuture<String> missing = read(number, () -> {
                throw new NoSuchFileException("x");
            });
            assertThat(missing).isCompletedExceptionally();
        }

        assertThat(resilience.breakerState()).isEqualTo("CLOSED");
    }

    @Test
    void afterAWhileSomeAttemptsAreLetThroughAndTheirSuccessClosesIt() {
        open();

        time.advance(Duration.ofSeconds(10).plusNanos(1));

        Attempts first = probe(0);
        assertThat(resilience.breakerState()).isEqualTo("HALF_OPEN");
        Attempts second = probe(1);
        assertThat(failureOf(succeed(2))).isInstanceOf(BreakerOpenException.class);
        first.answered();
        second.answered();
        assertThat(resilience.breakerState()).isEqualTo("CLOSED");
        assertThat(succeed(2)).isCompleted();
    }

    @Test
    void itStaysOpenForTheWholeTime() {
        open();

        time.advance(Duration.ofSeconds(10));

        assertThat(failureOf(succeed(9))).isInstanceOf(BreakerOpenException.class);
    }

    @Test
    void aFailingProbeOpensItAgainAlsoOnAFileKnownToFail() {
        open();
        time.advance(Duration.ofSeconds(10).plusNanos(1));

        assertThat(fail(0)).isCompletedExceptionally();
        assertThat(fail(1)).isCompletedExceptionally();

        assertThat(resilience.breakerState()).isEqualTo("OPEN");
        assertThat(failureOf(succeed(2))).isInstanceOf(BreakerOpenException.class);
    }

    @Test
    void aProbeThatIsGivenUpMakesRoomForAnother() {
        open();
        time.advance(Duration.ofSeconds(10).plusNanos(1));
        Attempts first = probe(0);
        Attempts second = probe(1);

        first.undecided();
        second.undecided();

        assertThat(succeed(2)).isCompleted();
        assertThat(succeed(3)).isCompleted();
        assertThat(resilience.breakerState()).isEqualTo("CLOSED");
    }

    @Test
    void afterItClosedFilesThatFailCountAnew() {
        open();
        time.advance(Duration.ofSeconds(10).plusNanos(1));
        assertThat(succeed(8)).isCompleted();
        assertThat(succeed(9)).isCompleted();
        assertThat(resilience.breakerState()).isEqualTo("CLOSED");

        open();

        assertThat(failureOf(succeed(9))).isInstanceOf(BreakerOpenException.class);
    }

    @Test
    void itsStateIsInTheMetrics() {
        metrics.watch(resilience);
        assertThat(metrics.values()).containsEntry("breaker./data.state", 0);

        open();

        assertThat(metrics.snapshot().breakers()).containsEntry("/data", "OPEN");
        assertThat(metrics.values()).containsEntry("breaker./data.state", 2);
    }

    @Test
    void itHasNoThreadsOfItsOwn() {
        open();

        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().contains("CircuitBreaker"));
    }
}
