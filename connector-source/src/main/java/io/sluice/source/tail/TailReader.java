package io.sluice.source.tail;

import io.sluice.io.vfs.Vfs;
import io.sluice.source.framing.Framing;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The reading side of one task: a thread that looks for files, reads them in turns and puts records into {@link #ready}, as
 * long as there is room. Nobody ever interrupts it, for that would close files under it.
 *
 * @param <R> the record
 */
public final class TailReader<R> implements AutoCloseable {

    /**
     * What a reader works with.
     *
     * @param framings makes the framing of one content
     */
    public record Parts<R>(
            Vfs vfs,
            FileScan scan,
            Families families,
            StateStore states,
            ContentSource contents,
            Supplier<? extends Framing> framings,
            RecordMaker<R> records,
            TailEvents events,
            Retiring retiring) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ReadyQueue<R> ready;
    private final ByteBudget budget;
    private final TailLoop<R> loop;
    private final Thread thread;

    /** Both under the lock: room was given back, or the end was asked for, since the last look. */
    private boolean woken;

    private boolean stopped;

    /** @param name of the thread */
    public TailReader(String name, TailSettings settings, Parts<R> parts) {
        ready = new ReadyQueue<>(settings.aheadBytes(), this::wake);
        budget = new ByteBudget(settings.budgetBytes(), this::wake);
        Tailing<R> shared = new Tailing<>(
                parts.vfs(),
                settings,
                parts.contents(),
                parts.framings(),
                parts.records(),
                budget,
                parts.events(),
                new TailWindow(settings.turnBytes()),
                new ContinuityCheck(new byte[settings.turnBytes()]),
                parts.retiring());
        loop = new TailLoop<>(shared, parts.scan(), parts.families(), parts.states(), ready);
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /** Where the records come out. */
    public ReadyQueue<R> ready() {
        return ready;
    }

    /** Bytes on their way, from the file to the acknowledgement. */
    public long bytesUnderWay() {
        return budget.used();
    }

    private void run() {
        try {
            while (!isStopped()) {
                pause(loop.step());
            }
        } catch (TailFailedException e) {
            ready.fail(new IllegalStateException(e.getMessage(), e));
        } catch (StatesUnavailableException e) {
            ready.fail(new IllegalStateException(e.getMessage() + "; once they can, restart the task", e));
        } catch (RuntimeException | Error e) {
            ready.fail(new IllegalStateException("the reader has failed: " + e, e));
        } catch (InterruptedException e) {
            ready.fail(new IllegalStateException("someone interrupted the reader", e));
            Thread.currentThread().interrupt();
        } finally {
            loop.close();
        }
    }

    private void pause(Duration longest) throws InterruptedException {
        lock.lock();
        try {
            long left = longest.toNanos();
            while (left > 0 && !woken && !stopped) {
                left = changed.awaitNanos(left);
            }
            woken = false;
        } finally {
            lock.unlock();
        }
    }

    private boolean isStopped() {
        lock.lock();
        try {
            return stopped;
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        lock.lock();
        try {
            woken = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the reading after the step it is in; call it before {@link #close}, from any thread, to wait for nothing. */
    public void stop() {
        lock.lock();
        try {
            stopped = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
        ready.close();
    }

    /** Stops, and waits for the step that is under way, but no longer than so. Returns whether the thread has ended. */
    public boolean end(Duration longest) throws InterruptedException {
        stop();
        thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(longest.toNanos())));
        return !thread.isAlive();
    }

    @Override
    public void close() {
        stop();
    }
}
