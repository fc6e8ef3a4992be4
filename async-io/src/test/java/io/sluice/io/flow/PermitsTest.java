package io.sluice.io.flow;

import static io.sluice.io.flow.Failures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class PermitsTest {
    private final VirtualTime time = new VirtualTime();
    private final Permits permits = permits(2, 100, 10);

    private Permits permits(int operations, long bytes, int waiters) {
        return new Permits("read", new PermitLimits(operations, bytes, waiters), time.timing());
    }

    @Test
    void whatFitsIsGrantedAtOnce() {
        CompletableFuture<Permit> acquired = permits.acquire(60);

        assertThat(acquired).isCompleted();
        assertThat(acquired.join().bytes()).isEqualTo(60);
        assertThat(permits.use().operations()).isEqualTo(1);
        assertThat(permits.use().bytes()).isEqualTo(60);
    }

    @Test
    void tooManyOperationsWaitEvenWithoutBytes() {
        Permit first = permits.acquire(0).join();
        permits.acquire(0).join();
        CompletableFuture<Permit> third = permits.acquire(0);
        assertThat(third).isNotDone();

        first.close();

        assertThat(third).isCompleted();
    }

    @Test
    void tooManyBytesWaitEvenWithOperationsToSpare() {
        Permit first = permits.acquire(60).join();
        CompletableFuture<Permit> second = permits.acquire(41);
        assertThat(second).isNotDone();

        first.close();

        assertThat(second).isCompleted();
    }

    @Test
    void waitersAreServedInTheOrderTheyCame() {
        Permits one = permits(1, 100, 10);
        List<Integer> order = new ArrayList<>();
        Permit held = one.acquire(1).join();
        List<CompletableFuture<Void>> waiting = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            int number = i;
            waiting.add(one.acquire(1).thenAccept(permit -> {
                order.add(number);
                permit.close();
            }));
        }

        held.close();

        assertThat(waiting).allMatch(CompletableFuture::isDone);
        assertThat(order).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void aLargeRequestIsNotOvertakenBySmallOnes() {
        Permits many = permits(10, 100, 10);
        Permit held = many.acquire(50).join();
        CompletableFuture<Permit> large = many.acquire(80);
        CompletableFuture<Permit> small = many.acquire(1);
        assertThat(small).isNotDone();
        assertThat(many.tryAcquire(1)).isEmpty();

        held.close();

        assertThat(large).isCompleted();
        assertThat(small).isCompleted();
    }

    @Test
    void thoseBehindALargeRequestGoOnWhenItIsCancelled() {
        Permits many = permits(10, 100, 10);
        many.acquire(50).join();
        CompletableFuture<Permit> large = many.acquire(80);
        CompletableFuture<Permit> small = many.acquire(20);
        CompletableFuture<Permit> next = many.acquire(30);

        assertThat(large.cancel(false)).isTrue();

        assertThat(small).isCompleted();
        assertThat(next).isCompleted();
        assertThat(many.use().bytes()).isEqualTo(100);
        assertThat(many.use().waiters()).isZero();
    }

    @Test
    void aCancelledWaiterLeavesTheLineAtOnce() {
        Permit first = permits.acquire(100).join();
        CompletableFuture<Permit> waiter = permits.acquire(100);

        waiter.cancel(true);

        assertThat(permits.use().waiters()).isZero();
        first.close();
        assertThat(permits.use().operations()).isZero();
    }

    @Test
    void cancellingWhatWasGrantedSaysFalseAndLeavesThePermitOut() {
        CompletableFuture<Permit> granted = permits.acquire(10);

        assertThat(granted.cancel(true)).isFalse();

        assertThat(permits.use().operations()).isEqualTo(1);
        granted.join().close();
        assertThat(permits.use().operations()).isZero();
    }

    @Test
    void aGrantThatComesTooLateGoesBack() {
        Permit held = permits.acquire(100).join();
        List<CompletableFuture<Permit>> second = new ArrayList<>();
        CompletableFuture<Boolean> first =
                permits.acquire(10).thenApply(permit -> second.get(0).cancel(false));
        second.add(permits.acquire(20));

        // Both are granted in one go, and the first cancels the second before it hears of it.
        held.close();

        assertThat(first).isCompletedWithValue(true);
        assertThat(permits.use().bytes()).isEqualTo(10);
    }

    @Test
    void aWaiterThatFailsInAnyOtherWayLeavesTheLineToo() {
        permits.acquire(100).join();
        CompletableFuture<Permit> waiter = permits.acquire(100);

        waiter.completeExceptionally(new TimeoutException("of the caller's own"));

        assertThat(permits.use().waiters()).isZero();
    }

    @Test
    void aWaitEndsInTimeAndSaysWhatIsInUse() {
        permits.acquire(70).join();
        CompletableFuture<Permit> waiter = permits.acquire(40, Duration.ofSeconds(5));
        time.advance(Duration.ofMillis(4_999));
        assertThat(waiter).isNotDone();

        time.advance(Duration.ofMillis(1));

        assertThat(failureOf(waiter))
                .isInstanceOf(TimeoutException.class)
                .hasMessage("no read permit for 40 bytes within PT5S: 1 of 2 operations and 70 of 100 bytes are in use,"
                        + " 1 of 10 waiters wait");
        assertThat(permits.use().waiters()).isZero();
    }

    @Test
    void aGrantFreesTheTimer() {
        Permit held = permits.acquire(70).join();
        CompletableFuture<Permit> waiter = permits.acquire(40, Duration.ofSeconds(5));
        assertThat(time.pending()).isEqualTo(1);

        held.close();

        assertThat(waiter).isCompleted();
        assertThat(time.pending()).isZero();
    }

    @Test
    void moreWaitersThanAllowedAreRefused() {
        Permits few = permits(1, 100, 1);
        few.acquire(10).join();
        CompletableFuture<Permit> waiting = few.acquire(10);

        CompletableFuture<Permit> refused = few.acquire(20);

        assertThat(waiting).isNotDone();
        assertThat(failureOf(refused))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("no read permit for 20 bytes, and no room to wait for one")
                .hasMessageContaining("1 of 1 waiters wait");
    }

    @Test
    void aRequestThatCanNeverBeGrantedIsRefused() {
        assertThat(failureOf(permits.acquire(101)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("101 bytes can never be granted: the limit is 100 bytes");
        assertThat(permits.tryAcquire(101)).isEmpty();
        assertThatThrownBy(() -> permits.tryAcquire(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(failureOf(permits.acquire(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tryingNeverWaits() {
        assertThat(permits.tryAcquire(100)).isPresent();

        assertThat(permits.tryAcquire(1)).isEmpty();
        assertThat(permits.use().waiters()).isZero();
    }

    @Test
    void aPermitGoesBackOnce() {
        Permit permit = permits.acquire(10).join();
        permits.acquire(10).join();

        permit.close();
        permit.close();

        assertThat(permits.use().operations()).isEqualTo(1);
        assertThat(permits.use().bytes()).isEqualTo(10);
    }

    @Test
    void raisedLimitsLetWaitersGo() {
        permits.acquire(100).join();
        CompletableFuture<Permit> waiter = permits.acquire(50);

        permits.resize(new PermitLimits(2, 150, 10));

        assertThat(waiter).isCompleted();
    }

    @Test
    void loweredLimitsHoldFromTheNextRequestOn() {
        Permit first = permits.acquire(50).join();
        Permit second = permits.acquire(50).join();

        permits.resize(new PermitLimits(1, 60, 10));

        CompletableFuture<Permit> waiter = permits.acquire(20);
        first.close();
        assertThat(waiter).isNotDone();
        second.close();
        assertThat(waiter).isCompleted();
    }

    @Test
    void loweredLimitsRefuseWhoCanNeverBeServedAndServeThoseBehind() {
        Permits many = permits(10, 100, 10);
        many.acquire(30).join();
        CompletableFuture<Permit> large = many.acquire(90);
        CompletableFuture<Permit> small = many.acquire(20);

        many.resize(new PermitLimits(10, 50, 10));

        assertThat(failureOf(large)).isInstanceOf(IllegalArgumentException.class);
        assertThat(small).isCompleted();
        assertThat(many.use().waiters()).isZero();
    }

    @Test
    void closingRefusesThoseWhoWaitAndThoseWhoCome() {
        Permit held = permits.acquire(100).join();
        CompletableFuture<Permit> waiter = permits.acquire(1);

        permits.close();

        assertThat(failureOf(waiter)).isInstanceOf(RejectedExecutionException.class);
        assertThat(failureOf(permits.acquire(1))).hasMessage("no read permit: they are closed");
        assertThat(permits.tryAcquire(0)).isEmpty();
        held.close();
        assertThat(permits.use().bytes()).isZero();
    }

    @Test
    void thePeakIsRemembered() {
        permits.acquire(30).join().close();
        permits.acquire(20).join();

        PermitUse use = permits.use();

        assertThat(use.peakBytes()).isEqualTo(30);
        assertThat(use.peakOperations()).isEqualTo(1);
        assertThat(use.bytes()).isEqualTo(20);
    }

    @Test
    void twentyThousandWaitersThatCompleteOneAnotherDoNotOverflowTheStack() {
        Permits one = permits(1, 100, 20_000);
        Permit held = one.acquire(1).join();
        int[] served = new int[1];
        List<CompletableFuture<Void>> chain = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            chain.add(one.acquire(1).thenAccept(permit -> {
                served[0]++;
                permit.close();
            }));
        }

        held.close();

        assertThat(served[0]).isEqualTo(20_000);
        assertThat(chain).noneMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(one.use().operations()).isZero();
    }

    @Test
    void aChainThatAlternatesBetweenTwoPermitsDoesNotOverflowTheStackEither() {
        Permits reads = permits(1, 100, 20_000);
        Permits writes = permits(1, 100, 20_000);
        Permit read = reads.acquire(1).join();
        Permit write = writes.acquire(1).join();
        int[] served = new int[1];
        List<CompletableFuture<?>> chain = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            chain.add(reads.acquire(1).thenAcceptBoth(writes.acquire(1), (r, w) -> {
                served[0]++;
                w.close();
                r.close();
            }));
        }
        write.close();

        read.close();

        assertThat(served[0]).isEqualTo(20_000);
        assertThat(chain).noneMatch(CompletableFuture::isCompletedExceptionally);
    }

    @Test
    void theHolderOfTheThreadIsNotInsideTheLockWhenDependantsRun()
            throws InterruptedException, ExecutionException, TimeoutException {
        Permit held = permits.acquire(100).join();
        CompletableFuture<PermitUse> seenByAnother = permits.acquire(100)
                .thenApply(permit -> CompletableFuture.supplyAsync(permits::use)
                        .orTimeout(60, TimeUnit.SECONDS)
                        .join());

        held.close();

        assertThat(seenByAnother.get(60, TimeUnit.SECONDS).operations()).isEqualTo(1);
    }
}
