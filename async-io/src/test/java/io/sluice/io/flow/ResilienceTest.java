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
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ResilienceTest {
    private static final Path FILE = Path.of("/data/a.log");
    private static final RetrySettings EXACT =
            new RetrySettings(4, Duration.ofMillis(100), 2, Duration.ofMillis(300), 0);

    private final VirtualTime time = new VirtualTime();
    private final Timing timing = time.timing(7);
    private final IoMetrics metrics = new IoMetrics(timing);

    private Tries tries(RetrySettings settings) {
        return new Tries(new Resilience("/data", settings, BreakerSettings.DEFAULT, timing, metrics), timing);
    }

    private static FileSystemException broken() {
        return new FileSystemException(FILE.toString(), null, "Input/output error");
    }

    /** Answers as it is told. */
    private static final class Script implements Callable<String> {
        private final Deque<Callable<String>> answers = new ArrayDeque<>();
        private int started;

        Script fails(Exception error) {
            answers.add(() -> {
                throw error;
            });
            return this;
        }

        Script answers(String value) {
            answers.add(() -> value);
            return this;
        }

        @Override
        public String call() throws Exception {
            started++;
            return answers.remove().call();
        }
    }

    @Test
    void whatWorksIsDoneOnceAndAtOnce() {
        Script script = new Script().answers("content");

        CompletableFuture<String> result = tries(EXACT).call(Operation.READ, FILE, script);

        assertThat(result).isCompletedWithValue("content");
        assertThat(time.delays()).isEmpty();
    }

    @Test
    void anErrorThatPassesIsWaitedOutLongerEachTime() {
        Script script =
                new Script().fails(broken()).fails(broken()).fails(broken()).answers("content");
        CompletableFuture<String> result = tries(EXACT).call(Operation.READ, FILE, script);
        assertThat(script.started).isEqualTo(1);

        time.advance(Duration.ofMillis(99));
        assertThat(script.started).isEqualTo(1);
        time.advance(Duration.ofMillis(1));
        assertThat(script.started).isEqualTo(2);
        time.advance(Duration.ofMillis(500));

        assertThat(result).isCompletedWithValue("content");
        assertThat(time.delays())
                .containsExactly(Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(300));
        assertThat(metrics.snapshot().retries()).containsEntry(Operation.READ, 3L);
    }

    @Test
    void jitterChangesEachDelayByItsShareAsTheSeedSays() {
        RetrySettings settings = new RetrySettings(4, Duration.ofSeconds(1), 2, Duration.ofSeconds(60), 0.5);
        Script script =
                new Script().fails(broken()).fails(broken()).fails(broken()).answers("content");
        CompletableFuture<String> result = tries(settings).call(Operation.READ, FILE, script);

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

        CompletableFuture<String> result = tries(EXACT).call(Operation.READ, FILE, script);

        assertThat(failureOf(result)).isSameAs(missing).hasNoSuppressedExceptions();
        assertThat(time.delays()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {"SYNC", "SYNC_DIRECTORY", "PUBLISH", "WRITE", "MOVE"})
    void anIoErrorOfASyncOrAChangeIsNotRetried(Operation operation) {
        Script script = new Script().fails(broken());

        CompletableFuture<String> result = tries(EXACT).call(operation, FILE, script);

        assertThat(result).isCompletedExceptionally();
        assertThat(time.delays()).isEmpty();
    }

    @Test
    void theFinalFailureIsTheLastErrorAndListsTheOthers() {
        IOException first = broken();
        IOException second = new IOException("Stale file handle");
        IOException third = broken();
        IOException last = broken();
        Script script = new Script().fails(first).fails(second).fails(third).fails(last);
        CompletableFuture<String> result = tries(EXACT).call(Operation.READ, FILE, script);

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
        RetrySettings many = new RetrySettings(50, Duration.ofMillis(1), 1, Duration.ofMillis(1), 0);
        Tries tries = tries(many);
        IOException same = broken();
        for (int call = 0; call < 20; call++) {
            Script script = new Script();
            for (int attempt = 0; attempt < 50; attempt++) {
                script.fails(same);
            }
            CompletableFuture<String> result = tries.call(Operation.READ, FILE, script);
            time.advance(Duration.ofSeconds(1));
            assertThat(result).isCompletedExceptionally();
        }

        assertThat(same.getSuppressed()).hasSizeLessThanOrEqualTo(8);
        assertThat(same.getSuppressed()[0])
                .hasMessage("read /data/a.log failed in 50 attempts, the first 8 of them listed");
        assertThat(same.getSuppressed()[0].getSuppressed()).hasSize(8);
    }

    @Test
    void oneFailingFileDoesNotDisturbAnother() {
        Tries tries = tries(EXACT);
        List<CompletableFuture<String>> bad = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            bad.add(tries.call(
                    Operation.READ,
                    FILE,
                    new Script().fails(broken()).fails(broken()).fails(broken()).fails(broken())));
            time.advance(Duration.ofSeconds(1));
        }

        CompletableFuture<String> good =
                tries.call(Operation.READ, Path.of("/data/b.log"), new Script().answers("content"));

        assertThat(bad).allMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(tries.resilience().breakerState()).isEqualTo("CLOSED");
        assertThat(good).isCompletedWithValue("content");
    }

    @Test
    void settingsAreChecked() {
        assertThatThrownBy(() -> new RetrySettings(0, Duration.ofMillis(1), 1, Duration.ofMillis(1), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("retry.attempts is 0: it must be from 1 to 100");
        assertThatThrownBy(() -> new RetrySettings(1, Duration.ofSeconds(2), 1, Duration.ofSeconds(1), 0))
                .hasMessage("retry.longest.delay is PT1S: it must be at least PT2S");
        assertThatThrownBy(() -> new RetrySettings(1, Duration.ofSeconds(1), 1, Duration.ofSeconds(1), Double.NaN))
                .hasMessageStartingWith("retry.jitter is NaN");
        assertThatThrownBy(() -> new BreakerSettings(0, 50, Duration.ofSeconds(1), 1))
                .hasMessageStartingWith("breaker.window");
    }
}
