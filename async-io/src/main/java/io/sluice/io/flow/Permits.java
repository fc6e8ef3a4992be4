package io.sluice.io.flow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Lets so many operations with so many bytes be under way at once, and makes the rest wait in the order they came: a large
 * request at the head of the line is not overtaken by small ones behind it, nor they by it. Reads and writes have an
 * instance each. All methods may be called from any thread and none blocks.
 *
 * <p>A request larger than the byte limit is refused with an {@link IllegalArgumentException}, because granting it would
 * put more bytes under way than configured: check chunk sizes against the limit when they are configured.
 *
 * <p><b>Threads.</b> A future that had to wait is completed on the thread that made room (which closed a permit,
 * cancelled a waiter or raised a limit), one that timed out on the timer's thread. Never under a lock, and never nested: a
 * dependant that closes its permit completes the next waiter after it has returned. Dependants must not block.
 *
 * <p><b>Cancelling</b> the future of {@code acquire}, or completing it in any other way, takes the request out of the
 * line. When {@code cancel} says false, the permit had been granted before and its holder must close it. This holds for
 * the future itself, not for stages derived from it: a derived stage that completes early drops the permit on the floor.
 * {@link #within} has no such trap.
 */
public final class Permits implements AutoCloseable {
    private final String name;
    private final Timing timing;
    private final Waiter.Owner<Permit> line = new Line();

    private final Object lock = new Object();

    // All below is guarded by the lock.
    private final WaitLine<Permit> waiting = new WaitLine<>();
    private PermitLimits limits;
    private int operations;
    private long bytes;
    private int peakOperations;
    private long peakBytes;
    private boolean closed;

    /** The name ("read", "write") appears in messages and metrics. */
    public Permits(String name, PermitLimits limits, Timing timing) {
        this.name = name;
        this.limits = limits;
        this.timing = timing;
    }

    public String name() {
        return name;
    }

    /** A permit for one operation with so many bytes, now or when it is this request's turn. */
    public CompletableFuture<Permit> acquire(long wanted) {
        Waiter<Permit> waiter;
        synchronized (lock) {
            Permit permit = takeIfFirst(wanted);
            if (permit != null) {
                return CompletableFuture.completedFuture(permit);
            }
            RuntimeException refusal = refusal(wanted);
            if (refusal != null) {
                return CompletableFuture.failedFuture(refusal);
            }
            waiter = new Waiter<>(line, wanted);
            waiting.add(waiter);
        }
        return waiter;
    }

    /** As {@link #acquire(long)}, but fails with a {@link TimeoutException} when the turn has not come in time. */
    public CompletableFuture<Permit> acquire(long wanted, Duration atMost) {
        CompletableFuture<Permit> acquired = acquire(wanted);
        if (!acquired.isDone()) {
            CompletableFuture<Void> timer = timing.after(atMost);
            var unused = acquired.whenComplete((permit, error) -> timer.cancel(false));
            var unusedToo = timer.thenRun(() -> acquired.completeExceptionally(new TimeoutException(
                    "no " + name + " permit for " + wanted + " bytes within " + atMost + ": " + describe())));
        }
        return acquired;
    }

    /** A permit if there is room for it now and nobody waits; the limit may be lower than the request, and raised later. */
    public Optional<Permit> tryAcquire(long wanted) {
        synchronized (lock) {
            Permit permit = takeIfFirst(wanted);
            if (permit != null) {
                return Optional.of(permit);
            }
            if (wanted < 0) {
                throw refusal(wanted);
            }
            return Optional.empty();
        }
    }

    /**
     * Runs an operation while holding a permit for it. The permit goes back when the operation's stage completes, also
     * when nobody waits for the result any more; then the result is completed, on the same thread. Cancelling the result
     * takes the request out of the line; once the operation runs, it runs to its end and its value is dropped.
     */
    public <T> CompletableFuture<T> within(long wanted, Supplier<? extends CompletionStage<T>> operation) {
        return within(wanted, operation, value -> {});
    }

    /** As {@link #within(long, Supplier)}; a value nobody waits for any more goes to {@code unclaimed}, which closes it. */
    public <T> CompletableFuture<T> within(
            long wanted, Supplier<? extends CompletionStage<T>> operation, Consumer<? super T> unclaimed) {
        CompletableFuture<T> result = new CompletableFuture<>();
        CompletableFuture<Permit> acquired = acquire(wanted);
        var unused = acquired.whenComplete((permit, refusal) -> {
            if (refusal != null) {
                result.completeExceptionally(refusal);
            } else {
                new PermittedOperation<>(operation, unclaimed, result).run(permit);
            }
        });
        if (!acquired.isDone()) {
            var unusedToo = result.whenComplete((value, error) -> acquired.cancel(false));
        }
        return result;
    }

    /**
     * Changes the limits. Permits that are out stay out, so less room takes effect as they come back; waiters for more
     * bytes than there can ever be now are refused; the number of waiters is checked for newcomers only.
     */
    public void resize(PermitLimits changed) {
        List<Runnable> steps = new ArrayList<>();
        synchronized (lock) {
            limits = changed;
            for (Waiter<Permit> waiter = waiting.first(); waiter != null; ) {
                Waiter<Permit> next = waiter.next;
                if (waiter.bytes > changed.bytes()) {
                    refuse(waiter, steps);
                }
                waiter = next;
            }
            grantInto(steps);
        }
        Trampoline.run(steps);
    }

    public PermitLimits limits() {
        synchronized (lock) {
            return limits;
        }
    }

    public PermitUse use() {
        synchronized (lock) {
            return new PermitUse(limits, operations, bytes, waiting.size(), peakOperations, peakBytes);
        }
    }

    /** Refuses those who wait and all who come later. Permits that are out may be returned after it. */
    @Override
    public void close() {
        List<Runnable> steps = new ArrayList<>();
        synchronized (lock) {
            closed = true;
            while (!waiting.isEmpty()) {
                refuse(waiting.first(), steps);
            }
        }
        Trampoline.run(steps);
    }

    void release(Permit permit) {
        List<Runnable> steps;
        synchronized (lock) {
            if (permit.returned) {
                return;
            }
            permit.returned = true;
            operations--;
            bytes -= permit.bytes();
            if (waiting.isEmpty()) {
                return;
            }
            steps = grantInto(new ArrayList<>(4));
        }
        Trampoline.run(steps);
    }

    /** Under the lock. */
    private Permit takeIfFirst(long wanted) {
        return wanted >= 0 && !closed && waiting.isEmpty() && fits(wanted) ? take(wanted) : null;
    }

    /** Under the lock. More may be out than fits after the limits were lowered. */
    private boolean fits(long wanted) {
        return operations < limits.operations() && wanted <= limits.bytes() - bytes;
    }

    /** Under the lock. */
    private Permit take(long wanted) {
        operations++;
        bytes += wanted;
        peakOperations = Math.max(peakOperations, operations);
        peakBytes = Math.max(peakBytes, bytes);
        return new Permit(this, wanted);
    }

    /** Under the lock: grants from the head of the line as long as it fits, and stops there. */
    private List<Runnable> grantInto(List<Runnable> steps) {
        for (Waiter<Permit> first = waiting.first(); first != null; first = waiting.first()) {
            if (!first.isDone()) {
                if (!fits(first.bytes)) {
                    break;
                }
                first.grant = take(first.bytes);
                steps.add(first);
            }
            waiting.remove(first);
        }
        return steps;
    }

    /** Under the lock. */
    private void refuse(Waiter<Permit> waiter, List<Runnable> steps) {
        waiting.remove(waiter);
        RuntimeException refusal = refusal(waiter.bytes);
        steps.add(() -> waiter.completeExceptionally(refusal));
    }

    /** Under the lock: why a request cannot even wait, or null if it can. */
    private RuntimeException refusal(long wanted) {
        if (wanted < 0) {
            return new IllegalArgumentException("a " + name + " permit for " + wanted + " bytes was asked for");
        }
        if (closed) {
            return new RejectedExecutionException("no " + name + " permit: they are closed");
        }
        if (wanted > limits.bytes()) {
            return new IllegalArgumentException("a " + name + " permit for " + wanted + " bytes can never be granted: "
                    + "the limit is " + limits.bytes() + " bytes; raise it or transfer in smaller pieces");
        }
        if (waiting.size() >= limits.waiters()) {
            return new RejectedExecutionException("no " + name + " permit for " + wanted + " bytes, and no room to "
                    + "wait for one: " + describe() + "; ask for less at once or allow more waiters");
        }
        return null;
    }

    private String describe() {
        PermitUse use = use();
        return use.operations() + " of " + use.limits().operations() + " operations and " + use.bytes() + " of "
                + use.limits().bytes() + " bytes are in use, " + use.waiters() + " of "
                + use.limits().waiters() + " waiters wait";
    }

    /** Kept apart, so that nobody else can make a waiter leave. */
    private final class Line implements Waiter.Owner<Permit> {
        @Override
        public void left(Waiter<Permit> waiter) {
            List<Runnable> steps;
            synchronized (lock) {
                if (!waiting.remove(waiter)) {
                    return;
                }
                // It may have been the large one at the head that the others waited behind.
                steps = grantInto(new ArrayList<>(0));
            }
            Trampoline.run(steps);
        }

        @Override
        public void unclaimed(Waiter<Permit> waiter) {
            waiter.grant.close();
        }
    }
}
