package io.sluice.io.vfs;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.SyncFailedException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;

/**
 * Lets calls fail as a {@link FaultPlan} says, and lists the calls it saw, so that a test can let each of them fail in
 * turn:
 *
 * <pre>{@code
 * long calls = callsOf(new FaultyVfs(MemoryVfs.create(), FaultPlan.none()));
 * for (long n = 1; n <= calls; n++) {
 *     MemoryVfs memory = MemoryVfs.create();
 *     FaultyVfs faulty = new FaultyVfs(memory, FaultPlan.at(n, Fault.CRASH));
 *     ... // do it, expect it to fail
 *     for (long seed = 0; seed < 20; seed++) {
 *         check(memory.afterCrash(Survival.seeded(seed)));
 *     }
 * }
 * }</pre>
 *
 * <p>Calls are numbered from 1 in the order in which they arrive. Safe from any thread; with several, that order and
 * so the outcome is the threads' own. Faults happen on the calling thread.
 */
public final class FaultyVfs extends ForwardingVfs {

    /** Enough for every test that looks at single calls. Later ones are counted and not listed. */
    private static final int MOST_LISTED = 100_000;

    private final FaultPlan plan;
    private final List<VfsOperation> operations = new ArrayList<>();
    private final List<String> injected = new ArrayList<>();
    private final long[] seenByRule;
    private final CountDownLatch released = new CountDownLatch(1);
    private final CompletableFuture<VfsOperation> hanging = new CompletableFuture<>();
    private long seen;
    private String crash;

    public FaultyVfs(Vfs below, FaultPlan plan) {
        super(below);
        this.plan = plan;
        this.seenByRule = new long[plan.rules().size()];
    }

    public FaultPlan plan() {
        return plan;
    }

    /** The calls so far. */
    public synchronized long count() {
        return seen;
    }

    /** The calls so far in their order, those from the 100,000th on left out. */
    public synchronized List<VfsOperation> operations() {
        return List.copyOf(operations);
    }

    /** What was done to which call, as text, such as {@code #17 EIO: WRITE /a 10 bytes at 0}. */
    public synchronized List<String> injected() {
        return List.copyOf(injected);
    }

    public synchronized boolean crashed() {
        return crash != null;
    }

    /** Completes, on the thread that hangs, with the first call that a {@link Fault#HANG} has caught. */
    public CompletableFuture<VfsOperation> hanging() {
        return hanging.copy();
    }

    /** Lets go of every call that hangs, now and later. */
    public void release() {
        released.countDown();
    }

    @Override
    protected <T> T around(VfsOperation operation, Call<T> call) throws IOException {
        Fault fault = next(operation);
        if (fault == null) {
            return call.make(Long.MAX_VALUE);
        }
        switch (fault) {
            case EIO, ENOSPC -> {
                if (operation.call().releases()) {
                    call.make(Long.MAX_VALUE);
                }
                if (operation.call() == VfsCall.FORCE
                        && ForwardingFile.undermost(operation.handle()) instanceof MemoryFile file) {
                    file.failForce();
                }
                throw failure(fault, operation);
            }
            case SHORT -> {
                return call.make(shorter(operation));
            }
            case DELAY -> await(operation);
            case HANG -> hang(operation);
            case REPLY_LOST -> {
                drop(call.make(Long.MAX_VALUE));
                throw failure(fault, operation);
            }
            case CRASH -> throw crashNow(operation, "before ");
            case CRASH_AFTER -> {
                drop(call.make(Long.MAX_VALUE));
                throw crashNow(operation, "after ");
            }
        }
        return call.make(Long.MAX_VALUE);
    }

    private synchronized Fault next(VfsOperation operation) throws CrashedException {
        if (crash != null) {
            throw new CrashedException("the process crashed " + crash + " (" + plan + ")");
        }
        seen++;
        if (operations.size() < MOST_LISTED) {
            operations.add(operation);
        }
        Fault decided = null;
        for (int i = 0; i < seenByRule.length; i++) {
            FaultPlan.Rule rule = plan.rules().get(i);
            if (rule.calls().contains(operation.call())) {
                // Every rule counts all of its calls, also those that another one has decided.
                Fault fault = rule.decide(++seenByRule[i], operation);
                decided = decided == null ? fault : decided;
            }
        }
        if (decided != null && injected.size() < MOST_LISTED) {
            injected.add("#" + seen + " " + decided + ": " + operation);
        }
        return decided;
    }

    private IOException failure(Fault fault, VfsOperation operation) {
        String reason = fault == Fault.ENOSPC ? "No space left on device" : "Input/output error";
        FileSystemException failure = new FileSystemException(
                operation.path().toString(),
                operation.other() == null ? null : operation.other().toString(),
                reason + " (" + fault + " injected into " + operation + " by " + plan + ")");
        if (!operation.call().syncs()) {
            return failure;
        }
        SyncFailedException unsynced = new SyncFailedException(failure.getMessage());
        unsynced.initCause(failure);
        return unsynced;
    }

    private synchronized CrashedException crashNow(VfsOperation operation, String when) {
        crash = when + operation;
        return new CrashedException("the process crashes " + crash + " (" + plan + ")");
    }

    /** Between one byte and one less than asked for, from the position and length, so that it replays. */
    private static long shorter(VfsOperation operation) {
        return 1 + new SplittableRandom(operation.position() * 31 + operation.bytes()).nextLong(operation.bytes() - 1);
    }

    /** What the caller never gets it cannot close either. */
    private static void drop(Object result) throws IOException {
        try {
            if (result instanceof AutoCloseable handle) {
                handle.close();
            } else if (result instanceof Optional<?> mapping
                    && mapping.isPresent()
                    && mapping.get() instanceof VfsFile.Mapping handle) {
                handle.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while closing " + result);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void await(VfsOperation operation) throws InterruptedIOException {
        try {
            below().after(plan.delay()).get();
        } catch (InterruptedException e) {
            throw interrupted(operation);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the timer of the delay failed", e);
        }
    }

    private void hang(VfsOperation operation) throws InterruptedIOException {
        hanging.complete(operation);
        try {
            released.await();
        } catch (InterruptedException e) {
            throw interrupted(operation);
        }
    }

    private static InterruptedIOException interrupted(VfsOperation operation) {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted while a fault held up " + operation);
    }
}
