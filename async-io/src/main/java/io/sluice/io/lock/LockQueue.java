package io.sluice.io.lock;

import io.sluice.io.vfs.Vfs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The holders of one lock file in this process, taking turns. All calls on the lock file are made inside the turn, so two
 * holders of one process never trip over each other's passing locks. Waiting requests are tried in order whenever a holder
 * here gives something up, and after a growing, jittered delay for the sake of holders in other processes.
 *
 * <p>Threads: callers of the blocking methods, and one at a time of the I/O executor in {@link #serve}. The timer thread
 * only wakes that one. Futures are completed outside of the turn. There are never more waiters than open handles.
 */
final class LockQueue {
    /** A reader that passes the pending byte in another process can look like PENDING for a moment; so look again. */
    private static final int SIGHTINGS_OF_A_DEADLOCK = 3;

    private final Path path;
    private final Vfs vfs;
    private final Executor io;

    /** Held through every call on the lock file; taken for short, non-waiting calls only. */
    private final ReentrantLock turn = new ReentrantLock();

    private final WaitingLine waiters = new WaitingLine();

    /** Wake-ups not yet served; whoever raises it from 0 starts the server. */
    private final AtomicInteger wakeups = new AtomicInteger();

    private final Poll poll;

    LockQueue(Path path, Vfs vfs, Executor io) {
        this.path = path;
        this.vfs = vfs;
        this.io = io;
        this.poll = new Poll(vfs, () -> wake(false), this::timerLost);
    }

    Path path() {
        return path;
    }

    boolean tryNow(LevelLock lock, LockLevel wanted) throws IOException {
        turn.lock();
        try {
            requireIdle(lock);
            LockLevel from = lock.level();
            try {
                if (lock.ranges().climb(wanted).isEmpty()) {
                    return true;
                }
            } catch (IOException failure) {
                restore(lock, from, failure);
                throw failure;
            }
            lock.ranges().descend(from);
            return false;
        } finally {
            turn.unlock();
        }
    }

    CompletableFuture<LevelLock> enqueue(LevelLock lock, LockLevel wanted, Duration timeout) {
        Waiter waiter = new Waiter(lock, wanted, vfs.nanoTime(), timeout, this::wake);
        lock.begin(waiter);
        waiters.add(waiter);
        wake();
        return waiter;
    }

    void giveBack(LevelLock lock, LockLevel target) throws IOException {
        turn.lock();
        try {
            requireIdle(lock);
            lock.ranges().descend(target);
        } finally {
            turn.unlock();
            wakeIfAwaited();
        }
    }

    boolean reservedElsewhere(LevelLock lock) throws IOException {
        turn.lock();
        try {
            return lock.ranges().reservedElsewhere();
        } finally {
            turn.unlock();
        }
    }

    void close(LevelLock lock) throws IOException {
        Waiter interrupted = null;
        turn.lock();
        try {
            Waiter request = lock.request();
            if (request != null) {
                if (request.decide()) {
                    interrupted = request;
                }
                leave(request);
                if (waiters.isEmpty()) {
                    poll.drop();
                }
            }
            lock.ranges().close();
        } finally {
            turn.unlock();
            if (interrupted != null) {
                interrupted.fail(new IOException(
                        path + ": the lock was closed while it waited to become " + interrupted.wanted));
            }
            wakeIfAwaited();
        }
    }

    private void wakeIfAwaited() {
        if (!waiters.isEmpty()) {
            wake();
        }
    }

    /** Someone asked, gave back or withdrew: the next polls come at the shortest delay again. */
    private void wake() {
        wake(true);
    }

    private void wake(boolean changed) {
        // The lowest bit says whether anything changed since the last serving; each wake-up counts two.
        int before = wakeups.getAndUpdate(seen -> (seen + 2) | (changed ? 1 : 0));
        if (before != 0) {
            return;
        }
        try {
            io.execute(this::run);
        } catch (RejectedExecutionException shuttingDown) {
            wakeups.set(0);
            failAll(shuttingDown);
        }
    }

    /** On the I/O executor; one thread at a time. */
    private void run() {
        try {
            int seen;
            do {
                seen = wakeups.get();
                serve((seen & 1) != 0);
            } while (!wakeups.compareAndSet(seen, 0));
        } catch (RuntimeException broken) {
            // Such as the file system being closed. Those who wait are told; no one else is concerned.
            wakeups.set(0);
            failAll(broken);
        }
    }

    /** Tries every waiting request once, in order. */
    private void serve(boolean changed) {
        List<Runnable> endings = new ArrayList<>();
        turn.lock();
        try {
            undoWithdrawn();
            List<Waiter> ahead = new ArrayList<>();
            for (Waiter waiter : waiters.inTurn()) {
                if (!tryWaiter(waiter, ahead, endings)) {
                    ahead.add(waiter);
                }
            }
            poll.schedule(changed, ahead);
        } finally {
            turn.unlock();
            endings.forEach(Runnable::run);
        }
        if (!endings.isEmpty()) {
            // One that gave up has also given back, perhaps what one before it in this round was denied.
            wakeIfAwaited();
        }
    }

    /** Returns whether the request is over. */
    private boolean tryWaiter(Waiter waiter, List<Waiter> ahead, List<Runnable> endings) {
        if (waiter.withdrawn()) {
            undo(waiter);
            return true;
        }
        if (waiter.from == null) {
            waiter.from = waiter.lock.level();
        }
        HeldRanges ranges = waiter.lock.ranges();
        IOException failure = null;
        Optional<LockLevel> blocker = WaitingLine.heldBackBy(waiter, ahead);
        if (blocker.isEmpty()) {
            try {
                blocker = ranges.climb(waiter.wanted);
                if (blocker.isEmpty()) {
                    return end(waiter, waiter::grant, endings);
                }
                if (waiter.from == LockLevel.NONE && !ranges.level().atLeast(LockLevel.RESERVED)) {
                    // Waiting for RESERVED while SHARED would keep the holder of RESERVED from EXCLUSIVE.
                    ranges.descend(LockLevel.NONE);
                }
            } catch (IOException failed) {
                failure = failed;
            }
        }
        long now = vfs.nanoTime();
        if (failure == null) {
            waiter.blockedBy = blocker.orElseThrow();
            boolean deadlock = ranges.level() == LockLevel.SHARED && waiter.blockedBy == LockLevel.PENDING;
            waiter.deadlocksSeen = deadlock ? waiter.deadlocksSeen + 1 : 0;
            if (waiter.deadlocksSeen == SIGHTINGS_OF_A_DEADLOCK) {
                failure = new LockRefusedException(path, waiter.wanted);
            } else if (waiter.remainingNanos(now) <= 0) {
                failure = waiter.timeout(now);
            } else {
                return false;
            }
        }
        restore(waiter.lock, waiter.from, failure);
        IOException reported = failure;
        return end(waiter, () -> waiter.fail(reported), endings);
    }

    private boolean end(Waiter waiter, Runnable ending, List<Runnable> endings) {
        if (waiter.decide()) {
            leave(waiter);
            endings.add(ending);
        } else {
            undo(waiter);
        }
        return true;
    }

    private void undoWithdrawn() {
        for (Waiter waiter : waiters.all()) {
            if (waiter.withdrawn()) {
                undo(waiter);
            }
        }
    }

    private void undo(Waiter waiter) {
        leave(waiter);
        if (waiter.from != null) {
            restore(waiter.lock, waiter.from, new IOException(path + ": the request was cancelled"));
        }
    }

    private void leave(Waiter waiter) {
        waiters.remove(waiter);
        waiter.lock.end(waiter);
    }

    private void timerLost(Throwable failure) {
        try {
            io.execute(() -> failAll(failure));
        } catch (RejectedExecutionException shuttingDown) {
            failAll(failure);
        }
    }

    /** The timer or the executor is gone, so nobody would ever serve them; their ranges go when their locks close. */
    private void failAll(Throwable failure) {
        for (Waiter waiter : waiters.all()) {
            if (waiter.decide()) {
                leave(waiter);
                waiter.fail(new IOException(path + ": cannot go on waiting for the lock; close it", failure));
            }
        }
    }

    private void restore(LevelLock lock, LockLevel from, IOException failure) {
        try {
            lock.ranges().descend(from);
        } catch (IOException lost) {
            failure.addSuppressed(lost);
        }
    }

    /** Inside the turn: a request that was cancelled is undone now, one that still waits is the caller's mistake. */
    private void requireIdle(LevelLock lock) {
        undoWithdrawn();
        if (lock.request() != null) {
            throw lock.requestUnderWay();
        }
    }
}
