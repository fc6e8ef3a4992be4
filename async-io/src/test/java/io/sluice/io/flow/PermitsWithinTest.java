package io.sluice.io.flow;

import static io.sluice.io.flow.Failures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class PermitsWithinTest {
    private final Permits permits = new Permits("write", new PermitLimits(1, 100, 1), new VirtualTime().timing());
    private final CompletableFuture<String> operation = new CompletableFuture<>();

    @Test
    void thePermitIsHeldUntilTheOperationEndsAndIsBackWhenTheResultArrives() {
        CompletableFuture<String> result = permits.within(10, () -> operation);
        assertThat(permits.use().bytes()).isEqualTo(10);
        CompletableFuture<Long> inUseAtResult =
                result.thenApply(value -> permits.use().bytes());

        operation.complete("done");

        assertThat(result).isCompletedWithValue("done");
        assertThat(inUseAtResult).isCompletedWithValue(0L);
    }

    @Test
    void aFailedOperationReturnsThePermit() {
        CompletableFuture<String> result = permits.within(10, () -> operation);

        operation.completeExceptionally(new IOException("gone"));

        assertThat(failureOf(result)).hasMessage("gone");
        assertThat(permits.use().operations()).isZero();
    }

    @Test
    void anOperationThatCannotEvenStartReturnsThePermit() {
        CompletableFuture<String> result = permits.within(10, () -> {
            throw new IllegalStateException("no");
        });

        assertThat(failureOf(result)).hasMessage("no");
        assertThat(permits.use().operations()).isZero();
    }

    @Test
    void cancellingAWaitingResultNeverStartsTheOperation() {
        Permit held = permits.acquire(10).join();
        List<String> started = new ArrayList<>();
        CompletableFuture<String> result = permits.within(10, () -> {
            started.add("started");
            return operation;
        });

        result.cancel(false);

        assertThat(permits.use().waiters()).isZero();
        held.close();
        assertThat(started).isEmpty();
        assertThat(permits.use().operations()).isZero();
    }

    @Test
    void cancellingARunningOperationLetsItEndAndHandsItsValueOver() {
        List<String> unclaimed = new ArrayList<>();
        CompletableFuture<String> result = permits.within(10, () -> operation, unclaimed::add);

        result.cancel(false);

        assertThat(permits.use().operations()).isEqualTo(1);
        operation.complete("a handle");
        assertThat(unclaimed).containsExactly("a handle");
        assertThat(permits.use().operations()).isZero();
    }

    @Test
    void aRefusalIsTheResult() {
        permits.acquire(10).join();
        CompletableFuture<String> waiting = permits.within(10, () -> operation);

        CompletableFuture<String> refused = permits.within(10, () -> operation);

        assertThat(waiting).isNotDone();
        assertThat(failureOf(refused)).isInstanceOf(RejectedExecutionException.class);
    }
}
