package io.sluice.io.vfs;

import java.io.IOException;
import java.nio.file.Path;

/** Passes the calls of a lock file on, each through {@link ForwardingVfs#around}. */
final class ForwardingLockFile implements VfsLockFile {

    private final ForwardingVfs vfs;
    private final Path path;
    private final VfsLockFile below;

    ForwardingLockFile(ForwardingVfs vfs, Path path, VfsLockFile below) {
        this.vfs = vfs;
        this.path = path;
        this.below = below;
    }

    private VfsOperation operation(VfsCall call, long position, long length) {
        return new VfsOperation(call, path, null, position, length, below);
    }

    @Override
    public boolean tryLock(long position, long length, boolean shared) throws IOException {
        return vfs.around(
                operation(VfsCall.TRY_LOCK, position, length), most -> below.tryLock(position, length, shared));
    }

    @Override
    public void unlock(long position, long length) throws IOException {
        vfs.act(operation(VfsCall.UNLOCK, position, length), () -> below.unlock(position, length));
    }

    @Override
    public boolean lockedElsewhere(long position, long length) throws IOException {
        return vfs.around(
                operation(VfsCall.LOCKED_ELSEWHERE, position, length), most -> below.lockedElsewhere(position, length));
    }

    @Override
    public void close() throws IOException {
        vfs.act(operation(VfsCall.CLOSE_LOCK_FILE, 0, 0), below::close);
    }
}
