package io.sluice.io;

import io.sluice.io.lock.LockLevel;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** An {@link AsyncLock} for callers that wait, see {@link BlockingFileSystem}. */
public final class BlockingLock implements Closeable {
    private final AsyncLock lock;
    private final Await wait;

    BlockingLock(AsyncLock lock, Await wait) {
        this.lock = lock;
        this.wait = wait;
    }

    public Path path() {
        return lock.path();
    }

    public LockLevel level() {
        return lock.level();
    }

    public boolean tryLock(LockLevel wanted) throws IOException {
        return wait.result(lock.tryLock(wanted));
    }

    public void lock(LockLevel wanted, Duration timeout) throws IOException {
        wait.result(lock.lock(wanted, timeout));
    }

    public void downgrade(LockLevel target) throws IOException {
        wait.result(lock.downgrade(target));
    }

    public boolean isReservedElsewhere() throws IOException {
        return wait.result(lock.isReservedElsewhere());
    }

    @Override
    public void close() throws IOException {
        wait.result(lock.close());
    }
}
