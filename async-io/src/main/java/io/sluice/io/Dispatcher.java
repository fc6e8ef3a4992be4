package io.sluice.io;

import io.sluice.io.flow.Attempts;
import io.sluice.io.flow.Deadline;
import io.sluice.io.flow.Deadlines;
import io.sluice.io.flow.IoMeter;
import io.sluice.io.flow.IoMetrics;
import io.sluice.io.flow.Operation;
import io.sluice.io.flow.Pauses;
import io.sluice.io.flow.Permit;
import io.sluice.io.flow.PermitLimits;
import io.sluice.io.flow.Permits;
import io.sluice.io.flow.RateLimit;
import io.sluice.io.flow.RateLimits;
import io.sluice.io.flow.Resilience;
import io.sluice.io.flow.Timing;
import io.sluice.io.flow.WorkerPool;
import io.sluice.io.read.FileReader;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Takes tasks past the limits to a worker: first a permit, for reading or for writing, then the rate limit, then the pool.
 * What is refused on the way fails its stage. Owns the permits, the rate limits and the pool of one file system.
 *
 * <p>The pool's queue does not overflow: what waits there holds a permit of a read or a write, or gives something back,
 * and the queue has room for all permits, for closing all files that may be open, and for a read ahead of each worker.
 */
final class Dispatcher {
    private static final Set<Operation> READING = EnumSet.of(
            Operation.OPEN,
            Operation.READ,
            Operation.MAP,
            Operation.STAT,
            Operation.ACCESS,
            Operation.CANONICAL,
            Operation.LIST,
            Operation.LIST_NEXT,
            Operation.READ_LINK,
            Operation.DISK_USAGE);

    private static final int LOCK_THREADS = 2;

    private final FileSystemSettings settings;
    private final Permits reads;
    private final Permits writes;
    private final Permits handles;
    private final RateLimit readRate;
    private final RateLimit writeRate;
    private final WorkerPool workers;
    private final WorkerPool lockWorkers;
    private final WorkerPool cpuWorkers;
    private final IoMetrics metrics;
    private final IoMeter meter;
    private final Resilience resilience;
    private final Pauses pauses;
    private final Duration operationLimit;
    private final Deadlines deadlines;
    private volatile boolean closed;

    Dispatcher(Vfs vfs, FileSystemSettings settings) {
        this.settings = settings;
        Timing timing = Timing.of(vfs);
        int waiting = settings.maxWaiting();
        reads = new Permits("read", new PermitLimits(settings.maxReads(), settings.maxReadBytes(), waiting), timing);
        writes =
                new Permits("write", new PermitLimits(settings.maxWrites(), settings.maxWriteBytes(), waiting), timing);
        handles = new Permits("open file", new PermitLimits(settings.maxOpenFiles(), 1, waiting), timing);
        readRate = new RateLimit("read", RateLimits.NONE, timing);
        writeRate = new RateLimit("write", RateLimits.NONE, timing);
        workers = new WorkerPool(
                settings.name() + "-io",
                settings.ioThreads(),
                settings.maxReads() + settings.maxWrites() + settings.maxOpenFiles() + settings.ioThreads());
        lockWorkers = new WorkerPool(settings.name() + "-locks", LOCK_THREADS, settings.maxWaiting() + LOCK_THREADS);
        cpuWorkers = new WorkerPool(settings.name() + "-cpu", settings.cpuThreads(), settings.maxOpenFiles());
        metrics = new IoMetrics(timing);
        metrics.watch(reads);
        metrics.watch(writes);
        metrics.watch(handles);
        metrics.watch(readRate);
        metrics.watch(writeRate);
        metrics.watch(workers);
        metrics.watch(lockWorkers);
        metrics.watch(cpuWorkers);
        meter = metrics.meter("file-system");
        resilience = new Resilience(settings.name(), settings.retries(), settings.breaker(), timing, metrics);
        metrics.watch(resilience);
        pauses = new Pauses("file system " + settings.name(), timing);
        operationLimit = settings.operationLimit();
        deadlines = new Deadlines(operationLimit, timing);
    }

    IoMetrics metrics() {
        return metrics;
    }

    FlowControl flow() {
        return new FlowControl(settings, reads, writes, handles, readRate, writeRate);
    }

    /** Makes a call on a worker. */
    <T> CompletableFuture<T> submit(Operation operation, Path path, long bytes, Task.Call<T> call) {
        Task<T> task = new Task<>(this, Task.Manner.CALL, operation, path, bytes, call, value -> {});
        task.timed();
        dispatch(task);
        return task;
    }

    /** What opens a file under a permit, which it takes over by returning. */
    interface Opening<T> {
        T open(Permit handle) throws Exception;
    }

    /** Makes a call on a worker once one more file may be open. */
    <T> CompletableFuture<T> submitOpening(
            Operation operation, Path path, long bytes, Opening<T> opening, Consumer<? super T> discard) {
        AtomicReference<Permit> held = new AtomicReference<>();
        Task<T> task = new Task<>(
                this,
                Task.Manner.CALL,
                operation,
                path,
                bytes,
                () -> {
                    T opened = opening.open(held.get());
                    held.set(null);
                    return opened;
                },
                discard);
        Runnable giveBack = () -> {
            Permit permit = held.getAndSet(null);
            if (permit != null) {
                permit.close();
            }
        };
        task.afterwards(giveBack);
        task.timed();
        CompletableFuture<Permit> turn = handles.acquire(0);
        var unused = turn.whenComplete((permit, refusal) -> {
            if (refusal != null) {
                task.refuse(refusal);
                return;
            }
            held.set(permit);
            if (task.isOver()) {
                giveBack.run();
            } else {
                dispatch(task);
            }
        });
        if (!turn.isDone()) {
            task.waitsFor(turn);
        }
        return task;
    }

    /** Sends a task on its way. It may be over when this returns, if it was refused. */
    void dispatch(Task<?> task) {
        if (task.manner() == Task.Manner.GIVE_BACK) {
            enqueue(task);
            return;
        }
        boolean reading = READING.contains(task.operation());
        CompletableFuture<Permit> turn = (reading ? reads : writes).acquire(task.bytes());
        if (!turn.isDone()) {
            task.waitsFor(turn);
        }
        var unused = turn.whenComplete((permit, refusal) -> {
            if (refusal != null) {
                task.refuse(refusal);
            } else {
                task.granted(permit);
                paced(task, reading ? readRate : writeRate);
            }
        });
    }

    private void paced(Task<?> task, RateLimit rate) {
        CompletableFuture<Void> turn = rate.acquire(task.bytes());
        if (!turn.isDone()) {
            task.waitsFor(turn);
        }
        var unused = turn.whenComplete((done, refusal) -> {
            if (refusal != null) {
                task.refuse(refusal);
            } else {
                enqueue(task);
            }
        });
    }

    /** Gives something back: at once, whatever waits and whatever is refused. The stage may be cancelled, the call not. */
    CompletableFuture<Void> giveBack(Operation operation, Path path, Task.Call<Void> call, Runnable afterwards) {
        Task<Void> task = new Task<>(this, Task.Manner.GIVE_BACK, operation, path, 0, call, done -> {});
        task.afterwards(afterwards);
        enqueue(task);
        return task.copy();
    }

    /** For the requests of locks, which wait in lines of their own and must not hold up files meanwhile. */
    Executor lockExecutor() {
        return lockWorkers;
    }

    /** Does work that makes no call to the file system on a CPU worker; false if those are closed or have too much to do. */
    boolean compute(Runnable work) {
        try {
            cpuWorkers.execute(work);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private void enqueue(Task<?> task) {
        if (!task.queue()) {
            return;
        }
        try {
            workers.execute(task);
        } catch (RejectedExecutionException e) {
            task.dequeue();
            if (task.manner() == Task.Manner.GIVE_BACK) {
                // The pool is closed or full. What is open must not stay so: better to block this thread.
                task.run();
            } else {
                task.refuse(e);
            }
        }
    }

    /** Sends a task on its way again, after a pause. */
    void dispatchAfter(Task<?> task, Duration pause) {
        if (pause.isZero()) {
            dispatch(task);
            return;
        }
        CompletableFuture<Void> timer = pauses.after(pause);
        if (!timer.isDone()) {
            task.waitsFor(timer);
        }
        var unused = timer.whenComplete((done, closed) -> {
            // Without a timer, because this file system or the one below was closed, there is no other attempt.
            if (closed == null || !task.refuse(closed)) {
                dispatch(task);
            }
        });
    }

    /** The moment a call begins. */
    long begin() {
        return meter.begin();
    }

    void done(Task<?> task, long begun) {
        if (counts(task)) {
            meter.done(task.operation(), 0, begun);
        }
    }

    void failed(Task<?> task, long begun) {
        if (counts(task)) {
            meter.failed(task.operation(), begun);
        }
    }

    /** Reads and writes are counted where their bytes are known, by {@link MeteredFile}. */
    private static boolean counts(Task<?> task) {
        return task.manner() != Task.Manner.STEP
                && task.operation() != Operation.READ
                && task.operation() != Operation.WRITE;
    }

    /** The file as it is to be used, so that what it transfers is counted. */
    VfsFile metered(VfsFile file) {
        return new MeteredFile(file, meter);
    }

    Attempts attempts(Task<?> task) {
        return task.manner() == Task.Manner.CALL
                ? resilience.attempts(task.operation(), task.path())
                : resilience.unguardedAttempts(task.operation(), task.path());
    }

    Duration operationLimit() {
        return operationLimit;
    }

    /** Calls {@code expire} when the operation limit has passed, if there is one, unless it is ended before. */
    Optional<Deadline> startDeadline(Runnable expire) {
        if (operationLimit.isZero()) {
            return Optional.empty();
        }
        Deadline deadline = new Deadline() {
            private static final long serialVersionUID = 1;

            @Override
            protected void expired() {
                expire.run();
            }
        };
        deadlines.add(deadline);
        return Optional.of(deadline);
    }

    void endDeadline(Deadline deadline) {
        deadlines.remove(deadline);
    }

    /** What a reader of whole files shares with all else here. */
    FileReader.Surroundings surroundings() {
        return new FileReader.Surroundings(workers, handles, reads, readRate, resilience, pauses, metrics);
    }

    /** Why nothing can be asked for any more, or empty. */
    Optional<Throwable> refusal() {
        return closed
                ? Optional.of(new RejectedExecutionException("file system " + settings.name() + " is closed"))
                : Optional.empty();
    }

    /** Refuses what comes and what waits; what runs goes on. */
    void refuse() {
        closed = true;
        pauses.close();
        handles.close();
        reads.close();
        writes.close();
    }

    /** Refuses what comes and lets what was accepted run; completes when that has ended. */
    CompletableFuture<Void> shutDown() {
        refuse();
        readRate.close();
        writeRate.close();
        // One after the other: what the workers close may free a lock, which others wait for.
        return workers.shutDown()
                .thenCompose(ended -> lockWorkers.shutDown())
                .thenCompose(ended -> cpuWorkers.shutDown());
    }

    /** Accepts nothing more at all, and says what runs or waits all the same. */
    List<String> unfinished() {
        List<String> unfinished = new ArrayList<>();
        for (WorkerPool pool : List.of(workers, lockWorkers, cpuWorkers)) {
            var unused = pool.shutDown();
            unfinished.addAll(pool.unfinished());
        }
        return unfinished;
    }
}
