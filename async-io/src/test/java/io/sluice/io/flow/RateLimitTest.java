package io.sluice.io.flow;

import static io.sluice.io.flow.Failures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitTest {
    private static final long NO_LIMIT = RateLimits.UNLIMITED;
    private static final Duration BURST = Duration.ofMillis(100);

    private final VirtualTime time = new VirtualTime();

    private RateLimit limit(long operations, long bytes, int waiters) {
        return new RateLimit("read", new RateLimits(operations, bytes, BURST, waiters), time.timing());
    }

    private RateLimit limit(long operations, long bytes) {
        return limit(operations, bytes, 1000);
    }

    @Test
    void withoutLimitsNothingWaits() {
        RateLimit none = new RateLimit("read", RateLimits.NONE, time.timing());

        assertThat(none.acquire(Long.MAX_VALUE)).isCompleted();

        assertThat(time.delays()).isEmpty();
    }

    @Test
    void aBurstPassesAtOnceAndThenOneByOne() {
        RateLimit limit = limit(100, NO_LIMIT);
        for (int i = 0; i < 10; i++) {
            assertThat(limit.acquire(0)).as("request %d", i).isCompleted();
        }
        CompletableFuture<Void> eleventh = limit.acquire(0);
        CompletableFuture<Void> twelfth = limit.acquire(0);

        time.advance(Duration.ofMillis(10));

        assertThat(eleventh).isCompleted();
        assertThat(twelfth).isNotDone();
        time.advance(Duration.ofNanos(9_999_999));
        assertThat(twelfth).isNotDone();
        time.advance(Duration.ofNanos(1));
        assertThat(twelfth).isCompleted();
    }

    @Test
    void bytesAreLimitedAsWell() {
        RateLimit limit = limit(NO_LIMIT, 1000);
        assertThat(limit.acquire(100)).isCompleted();
        CompletableFuture<Void> next = limit.acquire(50);

        time.advance(Duration.ofMillis(49));

        assertThat(next).isNotDone();
        time.advance(Duration.ofMillis(1));
        assertThat(next).isCompleted();
    }

    @Test
    void theSlowerOfBothLimitsDecides() {
        RateLimit limit = limit(10, 1000);
        assertThat(limit.acquire(10)).isCompleted();
        CompletableFuture<Void> next = limit.acquire(10);

        time.advance(Duration.ofMillis(99));

        assertThat(next).isNotDone();
        time.advance(Duration.ofMillis(1));
        assertThat(next).isCompleted();
    }

    @Test
    void aRequestLargerThanABurstPassesAndThoseBehindItPay() {
        RateLimit limit = limit(NO_LIMIT, 1000);

        assertThat(limit.acquire(1100)).isCompleted();

        CompletableFuture<Void> next = limit.acquire(1);
        time.advance(Duration.ofSeconds(1));
        assertThat(next).isNotDone();
        time.advance(Duration.ofMillis(1));
        assertThat(next).isCompleted();
    }

    @Test
    void aLargeRequestIsNotOvertaken() {
        RateLimit limit = limit(NO_LIMIT, 1000);
        limit.acquire(100).join();
        CompletableFuture<Void> large = limit.acquire(80);
        CompletableFuture<Void> small = limit.acquire(1);

        time.advance(Duration.ofMillis(79));

        assertThat(small).isNotDone();
        time.advance(Duration.ofMillis(2));
        assertThat(large).isCompleted();
        assertThat(small).isCompleted();
    }

    @Test
    void aCancelledRequestCostsNothing() {
        RateLimit limit = limit(NO_LIMIT, 1000);
        limit.acquire(100).join();
        CompletableFuture<Void> large = limit.acquire(100);
        CompletableFuture<Void> small = limit.acquire(10);

        large.cancel(false);

        assertThat(limit.waiters()).isEqualTo(1);
        time.advance(Duration.ofMillis(10));
        assertThat(small).isCompleted();
        assertThat(time.pending()).isZero();
    }

    @Test
    void aGrantThatComesTooLateIsGivenBack() {
        RateLimit limit = limit(20, 1000);
        limit.acquire(100).join();
        List<CompletableFuture<Void>> second = new ArrayList<>();
        var unused = limit.acquire(80).thenRun(() -> second.get(0).cancel(false));
        second.add(limit.acquire(80));
        time.advance(Duration.ofMillis(50));

        // Both are granted in one go, and the first cancels the second before it hears of it.
        limit.set(new RateLimits(20, NO_LIMIT, BURST, 10));

        assertThat(second.get(0)).isCancelled();
        assertThat(limit.acquire(0)).isCompleted();
        assertThat(limit.acquire(0)).isNotDone();
    }

    @Test
    void noMoreThanABurstIsSavedUp() {
        RateLimit limit = limit(100, NO_LIMIT);

        time.advance(Duration.ofHours(1));

        for (int i = 0; i < 10; i++) {
            assertThat(limit.acquire(0)).as("request %d", i).isCompleted();
        }
        assertThat(limit.acquire(0)).isNotDone();
    }

    @Test
    void cancellingTheLastWaiterFreesTheTimer() {
        RateLimit limit = limit(NO_LIMIT, 1000);
        limit.acquire(100).join();
        CompletableFuture<Void> waiter = limit.acquire(100);
        assertThat(time.pending()).isEqualTo(1);

        waiter.cancel(false);

        assertThat(time.pending()).isZero();
        assertThat(limit.waiters()).isZero();
    }

    @Test
    void aRaisedLimitShortensTheWait() {
        RateLimit limit = limit(NO_LIMIT, 100);
        limit.acquire(10).join();
        CompletableFuture<Void> waiter = limit.acquire(10);
        time.advance(Duration.ofMillis(50));
        assertThat(waiter).isNotDone();

        limit.set(new RateLimits(NO_LIMIT, 1000, BURST, 1000));

        time.advance(Duration.ofMillis(4));
        assertThat(waiter).isNotDone();
        time.advance(Duration.ofMillis(1));
        assertThat(waiter).isCompleted();
    }

    @Test
    void aLoweredLimitLengthensTheWait() {
        RateLimit limit = limit(NO_LIMIT, 1000);
        limit.acquire(100).join();
        CompletableFuture<Void> waiter = limit.acquire(10);
        time.advance(Duration.ofMillis(5));

        limit.set(new RateLimits(NO_LIMIT, 100, BURST, 1000));

        time.advance(Duration.ofMillis(49));
        assertThat(waiter).isNotDone();
        time.advance(Duration.ofMillis(1));
        assertThat(waiter).isCompleted();
    }

    @Test
    void aLimitTakenAwayLetsAllGo() {
        RateLimit limit = limit(1, NO_LIMIT);
        limit.acquire(0).join();
        List<CompletableFuture<Void>> waiting = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            waiting.add(limit.acquire(0));
        }

        limit.set(RateLimits.NONE);

        assertThat(waiting).allMatch(CompletableFuture::isDone);
        assertThat(time.pending()).isZero();
        assertThat(limit.acquire(0)).isCompleted();
    }

    @Test
    void aLimitSetLaterBegins() {
        RateLimit limit = new RateLimit("read", RateLimits.NONE, time.timing());
        limit.acquire(1_000_000).join();
        time.advance(Duration.ofDays(1));

        limit.set(new RateLimits(NO_LIMIT, 1000, BURST, 10));

        assertThat(limit.acquire(100)).isCompleted();
        assertThat(limit.acquire(100)).isNotDone();
    }

    @Test
    void moreWaitersThanAllowedAreRefused() {
        RateLimit limit = limit(1, NO_LIMIT, 1);
        limit.acquire(0).join();
        CompletableFuture<Void> waiting = limit.acquire(0);

        CompletableFuture<Void> refused = limit.acquire(0);

        assertThat(waiting).isNotDone();
        assertThat(failureOf(refused))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("1 requests wait already");
    }

    @Test
    void closingRefusesThoseWhoWait() {
        RateLimit limit = limit(1, NO_LIMIT);
        limit.acquire(0).join();
        CompletableFuture<Void> waiter = limit.acquire(0);

        limit.close();

        assertThat(failureOf(waiter)).hasMessage("the read rate limit is closed");
        assertThat(time.pending()).isZero();
    }

    @Test
    void aLongChainOfWaitersDoesNotOverflowTheStack() {
        RateLimit limit = limit(1, NO_LIMIT, 20_000);
        limit.acquire(0).join();
        int[] passed = new int[1];
        CompletableFuture<?> last = null;
        for (int i = 0; i < 20_000; i++) {
            last = limit.acquire(0).thenRun(() -> passed[0]++);
        }

        limit.set(RateLimits.NONE);

        assertThat(last).isCompleted();
        assertThat(passed[0]).isEqualTo(20_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void overAnySpanNoMorePassesThanTheRateAndTheBurst(long seed) {
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        long bytesPerSecond = 10_000;
        RateLimit limit = limit(NO_LIMIT, bytesPerSecond, 100_000);
        long begun = time.now();
        long[] passed = new long[1];
        double[] worst = {Double.NEGATIVE_INFINITY};
        List<Integer> order = new ArrayList<>();
        List<Integer> expected = new ArrayList<>();

        for (int i = 0; i < 5_000; i++) {
            int number = i;
            long bytes = random.nextLong(200);
            CompletableFuture<Void> acquired = limit.acquire(bytes);
            var unused = acquired.thenRun(() -> {
                passed[0] += bytes;
                order.add(number);
                double allowed = 1000 + bytesPerSecond * ((time.now() - begun) / 1e9);
                worst[0] = Math.max(worst[0], passed[0] - allowed);
            });
            if (random.nextInt(10) == 0 && acquired.cancel(false)) {
                continue;
            }
            expected.add(number);
            time.advance(Duration.ofMillis(random.nextInt(20)));
        }
        time.advance(Duration.ofMinutes(5));

        assertThat(worst[0]).isLessThanOrEqualTo(1e-3).isGreaterThan(-1000);
        assertThat(order).isEqualTo(expected);
        assertThat(limit.waiters()).isZero();
    }
}
