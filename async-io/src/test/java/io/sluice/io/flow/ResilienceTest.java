package io.sluice.io.flow;

import static io.sluice.io.flow.Failures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ResilienceTest {
    private static final Path FILE = Path.of("/data/a.log");
    private static final Duration NO_LIMIT = Duration.ZERO;
    private static final RetrySettings EXACT =
            new RetrySettings(4, Duration.ofMillis(100), 2, Duration.ofMillis(300), 0, NO_LIMIT, NO_LIMIT);

    private final VirtualTime time = new VirtualTime();
    private final Timing timing = time.timing(7);
    private final IoMetrics metrics = new IoMetrics(timing);

    private Resilience resilience(RetrySettings settings) {
        return new Resilience("/data", settings, BreakerSettings.DEFAULT, timing, metrics);
    }

    private static FileSystemException broken() {
        return new FileSystemException(FILE.toString(), null, "Input/output error");
    }

    /** Answers as it is told, and notes what became of its attempts. */
    private static final class Script implements Attempt<String> {
        private final Deque<CompletableFuture<String>> answers = new ArrayDeque<>();
        private final List<CompletionStage<String>> started = new ArrayList<>();
        private final List<CompletionStage<String>> abandoned = new ArrayList<>();
        private final List<String> discarded = new ArrayList<>();

        Script fails(Throwable error) {
            answers.add(CompletableFuture.failedFuture(error));
            return this;
        }

        Script answers(String value) {
            answers.add(CompletableFuture.completedFuture(value));
            return this;
        }

        Script hangs() {
            answers.add(new CompletableFuture<>());
            return this;
        }

        CompletableFuture<String> last() {
            return answers.getLast();
        }

        @Override
        public CompletionStage<String> start() {
            CompletableFuture<String> answer = answers.remove();
            started.add(answer);
            return answer;
        }

        @Override
        public void abandon(CompletionStage<String> stage) {
            abandoned.add(stage);
        }

        @Override
        public void discard(String value) {
            discarded.add(value);
        }
    }

    @Test
    void whatWorksIsDoneOnceAndAtOnce() {
        Script script = new Script().answers("content");

        CompletableFuture<String> result = resilience(EXACT).call(Operation.READ, FILE, script);

        assertThat(result).isCompletedWithValue("content");
        assertThat(time.delays()).isEmpty();
    }

    @Test
    void anErrorThatPassesIsWaitedOutLongerEachTime() {
        Script script =
                new Script().fails(broken()).fails(broken()).fails(broken()).answers("content");
        CompletableFuture<String> result = resilience(EXACT).call(Operation.READ, FILE, script);
        assertThat(script.started).hasSize(1);

        time.advance(Duration.ofMillis(99));
        assertThat(script.started).hasSize(1);
        time.advance(Duration.ofMillis(1));
        assertThat(script.started).hasSize(2);
        time.advance(Duration.ofMillis(500));

        assertThat(result).isCompletedWithValue("content");
        assertThat(time.delays())
                .containsExactly(Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(300));
        assertThat(metrics.snapshot().retries()).containsEntry(Operation.READ, 3L);
    }

    @Test
    void jitterChangesEachDelayByItsShareAsTheSeedSays() {
        RetrySettings settings =
                new RetrySettings(4, Duration.ofSeconds(1), 2, Duration.ofSeconds(60), 0.5, NO_LIMIT, NO_LIMIT);
        Script script =
                new Script().fails(broken()).fails(broken()).fails(broken()).answers("content");
        CompletableFuture<String> result = resilience(settings).call(Operation.READ, FILE, script);

        time.advance(Duration.ofSeconds(60));

        assertThat(result).isCompletedWithValue("content");
        Random seeded = new Random(7);
        List<Duration> expected = new ArrayList<>();
        for (long base : new long[] {1000, 2000, 4000}) {
            expected.add(Duration.ofMillis(Math.round(base * (0.5 + seeded.nextDouble()))));
        }
        assertThat(time.delays()).isEqualTo(expected).doesNotHaveDuplicates();
    }

    @Test
    void anErrorThatCannotPassIsGivenBackAtOnce() {
        NoSuchFileException missing = new NoSuchFileException(FILE.toString());
        Script script = new Script().fails(new CompletionException(missing));

        CompletableFuture<String> result = resilience(EXACT).call(Operation.READ, FILE, script);

        assertThat(failureOf(result)).isSameAs(missing).hasNoSuppressedExceptions();
        assertThat(time.delays()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {"SYNC", "SYNC_DIRECTORY", "PUBLISH", "WRITE", "MOVE"})
    void anIoErrorOfASyncOrAChangeIsNotRetried(Operation operation) {
        Script script = new Script().fails(broken());

        CompletableFuture<String> result = resilience(EXACT).call(operation, FILE, script);

        assertThat(result).isCompletedExceptionally();
        assertThat(time.delays()).isEmpty();
    }

    @Test
    void anAttemptThatThrowsInsteadOfFailingIsTreatedAlike() {
        int[] calls = new int[1];
        CompletableFuture<String> result = resilience(EXACT).call(Operation.READ, FILE, () -> {
            if (calls[0]++ == 0) {
                throw new java.io.UncheckedIOException(broken());
            }
            return CompletableFuture.completedFuture("content");
        });

        time.advance(Duration.ofMillis(100));

        assertThat(result).isCompletedWithValue("content");
    }

    @Test
    void theFinalFailureIsTheLastErrorAndListsTheOthers() {
        IOException first = broken();
        IOException second = new IOException("Stale file handle");
        IOException third = broken();
        IOException last = broken();
        Script script = new Script().fails(first).fails(second).fails(third).fails(last);
        CompletableFuture<String> result = resilience(EXACT).call(Operation.READ, FILE, script);

        time.advance(Duration.ofSeconds(1));

        Throwable error = failureOf(result);
        assertThat(error).isSameAs(last);
        assertThat(error.getSuppressed()).hasSize(1);
        assertThat(error.getSuppressed()[0])
                .isInstanceOf(EarlierAttempts.class)
                .hasMessage("read /data/a.log failed in 4 attempts");
        assertThat(error.getSuppressed()[0].getSuppressed()).containsExactly(first, second, third);
    }

    @Test
    void theListOfErrorsIsBoundedAlsoWhenOneExceptionObjectIsUsedAgainAndAgain() {
        RetrySettings many =
                new RetrySettings(50, Duration.ofMillis(1), 1, Duration.ofMillis(1), 0, NO_LIMIT, NO_LIMIT);
        Resilience resilience = resilience(many);
        IOException same = broken();
        for (int call = 0; call < 20; call++) {
            CompletableFuture<String> result =
                    resilience.call(Operation.READ, FILE, () -> CompletableFuture.failedFuture(same));
            time.advance(Duration.ofSeconds(1));
            assertThat(result).isCompletedExceptionally();
        }

        assertThat(same.getSuppressed()).hasSizeLessThanOrEqualTo(8);
        assertThat(same.getSuppressed()[0])
                .hasMessage("read /data/a.log failed in 50 attempts, the first 8 of them listed");
        assertThat(same.getSuppressed()[0].getSuppressed()).hasSize(8);
    }

    @Test
    void anAttemptOverItsLimitIsTriedAgainAndItsLateValueHandedOver() {
        Resilience resilience = resilience(EXACT.withLimits(Duration.ofSeconds(1), NO_LIMIT));
        Script script = new Script().hangs();
        CompletableFuture<String> slow = script.last();
        script.answers("content");
        CompletableFuture<String> result = resilience.call(Operation.READ, FILE, script);

        time.advance(Duration.ofMillis(1100));

        assertThat(result).isCompletedWithValue("content");
        assertThat(script.abandoned).containsExactly(slow);
        slow.complete("late");
        assertThat(script.discarded).containsExactly("late");
        assertThat(time.pending()).isZero();
    }

    @Test
    void aWriteOverItsLimitIsNotTriedAgainBecauseItIsStillUnderWay() {
        Resilience resilience = resilience(EXACT.withLimits(Duration.ofSeconds(1), NO_LIMIT));
        Script script = new Script().hangs();
        CompletableFuture<String> result = resilience.call(Operation.WRITE, FILE, script);

        time.advance(Duration.ofSeconds(1));

        assertThat(failureOf(result))
                .isInstanceOf(TimeoutException.class)
                .hasMessage("write /data/a.log: no answer in time in attempt 1 (PT1S for an attempt);"
                        + " it goes on underneath and its result will be dropped");
    }

    @Test
    void theTotalLimitEndsTheAttemptUnderWay() {
        Resilience resilience = resilience(EXACT.withLimits(Duration.ofSeconds(1), Duration.ofMillis(1500)));
        Script script = new Script().hangs().hangs();
        CompletableFuture<String> result = resilience.call(Operation.READ, FILE, script);

        time.advance(Duration.ofMillis(1499));
        assertThat(result).isNotDone();
        assertThat(script.started).hasSize(2);
        time.advance(Duration.ofMillis(1));

        assertThat(result).isCompletedExceptionally();
        assertThat(time.pending()).isZero();
    }

    @Test
    void aRetryThatWouldComeAfterTheTotalLimitIsNotWaitedFor() {
        Resilience resilience = resilience(EXACT.withLimits(NO_LIMIT, Duration.ofMillis(250)));
        Script script = new Script().fails(broken()).fails(broken());
        CompletableFuture<String> result = resilience.call(Operation.READ, FILE, script);

        time.advance(Duration.ofMillis(100));

        assertThat(failureOf(result)).isInstanceOf(FileSystemException.class);
        assertThat(script.started).hasSize(2);
    }

    @Test
    void callsUnderWayShareOneTimerAndEachKeepsItsOwnTime() {
        Resilience resilience = resilience(EXACT.withLimits(Duration.ofSeconds(1), NO_LIMIT));
        List<Script> scripts = new ArrayList<>();
        List<CompletableFuture<String>> results = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Script script = new Script().hangs();
            scripts.add(script);
            results.add(resilience.call(Operation.WRITE, FILE, script));
            time.advance(Duration.ofMillis(50));
        }
        assertThat(time.pending()).isEqualTo(1);
        // The fourth and the first answer in time, the others do not.
        scripts.get(3).started.get(0).toCompletableFuture().complete("content");
        scripts.get(0).started.get(0).toCompletableFuture().complete("content");

        time.advance(Duration.ofMillis(549));

        assertThat(results.stream().filter(CompletableFuture::isDone)).hasSize(2);
        int done = 2;
        for (int expired : new int[] {1, 2, 4, 5, 6, 7, 8, 9}) {
            time.advance(Duration.ofMillis(1));
            assertThat(results.get(expired)).as("call %d", expired).isCompletedExceptionally();
            assertThat(results.stream().filter(CompletableFuture::isDone)).hasSize(++done);
            time.advance(Duration.ofMillis(expired == 2 ? 99 : 49));
        }
        assertThat(results.get(0)).isCompletedWithValue("content");
        assertThat(results.get(3)).isCompletedWithValue("content");
        assertThat(time.pending()).isZero();
    }

    @Test
    void cancellingWhileAnAttemptRunsAbandonsItAndHandsItsValueOver() {
        Resilience resilience = resilience(EXACT.withLimits(Duration.ofSeconds(1), NO_LIMIT));
        Script script = new Script().hangs();
        CompletableFuture<String> running = script.last();
        CompletableFuture<String> result = resilience.call(Operation.READ, FILE, script);

        result.cancel(false);

        assertThat(script.abandoned).containsExactly(running);
        running.complete("a handle");
        assertThat(script.discarded).containsExactly("a handle");
        time.advance(Duration.ofSeconds(10));
        assertThat(script.started).hasSize(1);
    }

    @Test
    void anAttemptThatBreaksWhenItIsAbandonedDoesNotKeepOthersFromExpiring() {
        Resilience resilience = resilience(EXACT.withLimits(Duration.ofSeconds(1), NO_LIMIT));
        CompletableFuture<String> first = resilience.call(Operation.WRITE, FILE, new Attempt<>() {
            @Override
            public CompletionStage<String> start() {
                return new CompletableFuture<>();
            }

            @Override
            public void abandon(CompletionStage<String> stage) {
                throw new IllegalStateException("this is meant to be in the log");
            }
        });
        CompletableFuture<String> second = resilience.call(Operation.WRITE, FILE, new Script().hangs());

        time.advance(Duration.ofSeconds(1));

        assertThat(failureOf(first)).isInstanceOf(TimeoutException.class);
        assertThat(failureOf(second)).isInstanceOf(TimeoutException.class);
    }

    @Test
    void cancellingBetweenAttemptsEndsThem() {
        Script script = new Script().fails(broken()).answers("never asked for");
        CompletableFuture<String> result = resilience(EXACT).call(Operation.READ, FILE, script);
        assertThat(time.pending()).isEqualTo(1);

        result.cancel(false);

        assertThat(time.pending()).isZero();
        time.advance(Duration.ofSeconds(10));
        assertThat(script.started).hasSize(1);
        assertThat(script.discarded).isEmpty();
    }

    @Test
    void aTimerThatIsClosedFailsTheCallWithItsLastError() {
        Timing dead = new Timing(
                time::now, delay -> CompletableFuture.failedFuture(new IllegalStateException("closed")), new Random(1));
        Resilience resilience = new Resilience("/data", EXACT, BreakerSettings.DEFAULT, dead, metrics);

        CompletableFuture<String> result = resilience.call(Operation.READ, FILE, new Script().fails(broken()));

        assertThat(failureOf(result)).hasMessageContaining("Input/output error");
    }

    @Test
    void oneFailingFileDoesNotDisturbAnother() {
        Resilience resilience = resilience(EXACT);
        List<CompletableFuture<String>> bad = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            bad.add(resilience.call(Operation.READ, FILE, () -> CompletableFuture.failedFuture(broken())));
            time.advance(Duration.ofSeconds(1));
        }

        CompletableFuture<String> good =
                resilience.call(Operation.READ, Path.of("/data/b.log"), new Script().answers("content"));

        assertThat(bad).allMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(resilience.breakerState()).isEqualTo("CLOSED");
        assertThat(good).isCompletedWithValue("content");
    }

    @Test
    void settingsAreChecked() {
        assertThatThrownBy(() ->
                        new RetrySettings(0, Duration.ofMillis(1), 1, Duration.ofMillis(1), 0, NO_LIMIT, NO_LIMIT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("retry.attempts is 0: it must be from 1 to 100");
        assertThatThrownBy(() ->
                        new RetrySettings(1, Duration.ofSeconds(2), 1, Duration.ofSeconds(1), 0, NO_LIMIT, NO_LIMIT))
                .hasMessage("retry.longest.delay is PT1S: it must be at least PT2S");
        assertThatThrownBy(() -> new RetrySettings(
                        1, Duration.ofSeconds(1), 1, Duration.ofSeconds(1), Double.NaN, NO_LIMIT, NO_LIMIT))
                .hasMessageStartingWith("retry.jitter is NaN");
        assertThatThrownBy(() -> new BreakerSettings(0, 50, Duration.ofSeconds(1), 1))
                .hasMessageStartingWith("breaker.window");
    }
}
