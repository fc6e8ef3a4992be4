package io.sluice.io;

import io.sluice.io.flow.Operation;
import io.sluice.io.lock.LevelLock;
import io.sluice.io.lock.LockLevel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A {@link LevelLock} whose blocking calls go to the workers. */
final class FileLock implements AsyncLock {
    private final LevelLock lock;
    private final OpenHandles.Handle handle;
    private final Dispatcher dispatcher;

    FileLock(LevelLock lock, OpenHandles.Handle handle, Dispatcher dispatcher) {
        this.lock = lock;
        this.handle = handle;
        this.dispatcher = dispatcher;
        handle.closedBy(this::close);
    }

    @Override
    public Path path() {
        return lock.path();
    }

    @Override
    public LockLevel level() {
        return lock.level();
    }

    @Override
    public CompletableFuture<Boolean> tryLock(LockLevel wanted) {
        return dispatcher.submit(Operation.LOCK, path(), 0, () -> lock.tryLock(wanted));
    }

    @Override
    public CompletableFuture<Void> lock(LockLevel wanted, Duration timeout) {
        Relay<Void> result = new Relay<>();
        var unused =
                result.follow(lock.lock(wanted, timeout)).whenComplete((held, failure) -> result.end(null, failure));
        return result;
    }

    @Override
    public CompletableFuture<Void> downgrade(LockLevel target) {
        Task.Call<Void> call = () -> {
            lock.downgrade(target);
            return null;
        };
        return dispatcher.giveBack(Operation.UNLOCK, path(), call, () -> {});
    }

    @Override
    public CompletableFuture<Boolean> isReservedElsewhere() {
        return dispatcher.submit(Operation.LOCK, path(), 0, lock::isReservedElsewhere);
    }

    @Override
    public CompletableFuture<Void> close() {
        Task.Call<Void> call = () -> {
            lock.close();
            return null;
        };
        return dispatcher.giveBack(Operation.CLOSE, path(), call, handle::close);
    }
}
