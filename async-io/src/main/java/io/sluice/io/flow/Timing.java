package io.sluice.io.flow;

import io.sluice.io.vfs.Vfs;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What flow control needs of the outside: a monotonic clock in nanoseconds, a timer and randomness.
 *
 * <p>The clock and the timer are called from any thread. The timer completes its future on a thread of its own, and
 * whatever a wait or a retry in this package does when its time comes begins there. Each user of the randomness takes a
 * lock of its own around it.
 */
public record Timing(LongSupplier nanoTime, Function<Duration, CompletableFuture<Void>> timer, RandomGenerator random) {

    public static Timing of(Vfs vfs) {
        return new Timing(vfs::nanoTime, vfs::after, vfs.random());
    }

    long now() {
        return nanoTime.getAsLong();
    }

    CompletableFuture<Void> after(Duration delay) {
        return timer.apply(delay);
    }
}
