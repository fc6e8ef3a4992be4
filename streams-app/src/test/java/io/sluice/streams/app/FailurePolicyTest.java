package io.sluice.streams.app;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

/** Which failures of a stream thread are answered by another thread, and which stop the application. */
class FailurePolicyTest {
    private final AtomicLong nanos = new AtomicLong(-5);
    private final Counts counts = new Counts(() -> 0);
    private final FailurePolicy policy = new FailurePolicy(2, nanos::get, counts);

    @Test
    void aFailureThatMayPassReplacesTheThread() {
        assertThat(policy.handle(new StreamsException("a broker is away", new TimeoutException("no answer"))))
                .isEqualTo(REPLACE_THREAD);

        assertThat(counts.replacedThreads.sum()).isEqualTo(1);
        assertThat(policy.stopped()).isNotDone();
    }

    @Test
    void tooManyFailuresWithinAnHourStopTheApplicationWithTheLastAsReason() {
        policy.handle(new IllegalStateException("first"));
        nanos.addAndGet(Duration.ofMinutes(59).toNanos());
        policy.handle(new IllegalStateException("second"));

        assertThat(policy.handle(new IllegalStateException("third"))).isEqualTo(SHUTDOWN_CLIENT);

        assertThat(policy.stopped())
                .isCompletedWithValueMatching(
                        reason -> reason.contains("more than 2 stream threads failed within an hour")
                                && reason.contains("failure.replacements")
                                && reason.contains("third"));
        assertThat(counts.replacedThreads.sum()).isEqualTo(2);
    }

    @Test
    void failuresOfMoreThanAnHourAgoDoNotCount() {
        for (int i = 0; i < 10; i++) {
            assertThat(policy.handle(new IllegalStateException("now and then"))).isEqualTo(REPLACE_THREAD);
            nanos.addAndGet(Duration.ofMinutes(31).toNanos());
        }
    }

    @Test
    void whatTryingAgainCannotMendStopsAtOnce() {
        for (Throwable hopeless : new Throwable[] {
            new TopicAuthorizationException("trades"),
            new SaslAuthenticationException("wrong password"),
            new NoClassDefFoundError("org/rocksdb/RocksDB")
        }) {
            FailurePolicy one = new FailurePolicy(2, nanos::get, counts);
            assertThat(one.handle(new StreamsException("a task failed", new StreamsException(hopeless))))
                    .as("%s", hopeless)
                    .isEqualTo(SHUTDOWN_CLIENT);
            assertThat(one.stopped())
                    .isCompletedWithValueMatching(reason ->
                            reason.contains("trying again cannot mend") && reason.contains(hopeless.getMessage()));
        }
    }

    @Test
    void noReplacementsAtAllMeansThatTheFirstFailureStops() {
        assertThat(new FailurePolicy(0, nanos::get, counts).handle(new IllegalStateException("first")))
                .isEqualTo(SHUTDOWN_CLIENT);
    }
}
