package io.sluice.benchmarks;

import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsFile;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Another file system, watched from outside: how many files are open and how many bytes in flight at most. Any thread. */
final class WatchedVfs {

    private final Mark open = new Mark();
    private final Mark bytes = new Mark();
    private final Vfs vfs;

    WatchedVfs(Vfs below) {
        vfs = (Vfs) Proxy.newProxyInstance(
                WatchedVfs.class.getClassLoader(), new Class<?>[] {Vfs.class}, (proxy, method, arguments) -> {
                    if (method.isDefault()) {
                        return InvocationHandler.invokeDefault(proxy, method, arguments);
                    }
                    if (method.getName().equals("open")) {
                        return open(below, (Path) arguments[0], (OpenMode) arguments[1]);
                    }
                    try {
                        return method.invoke(below, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    Vfs vfs() {
        return vfs;
    }

    long mostOpen() {
        return open.most.get();
    }

    long mostBytes() {
        return bytes.most.get();
    }

    private VfsFile open(Vfs below, Path path, OpenMode mode) throws IOException {
        // Counted before, as it may be open from now on.
        open.add(1);
        try {
            return new WatchedFile(below.open(path, mode));
        } catch (IOException | RuntimeException e) {
            open.add(-1);
            throw e;
        }
    }

    /** A number and the most it ever was. */
    private static final class Mark {
        private final AtomicLong now = new AtomicLong();
        private final AtomicLong most = new AtomicLong();

        void add(long change) {
            most.accumulateAndGet(now.addAndGet(change), Math::max);
        }
    }

    private final class WatchedFile implements VfsFile {
        private final VfsFile below;

        WatchedFile(VfsFile below) {
            this.below = below;
        }

        @Override
        public Path path() {
            return below.path();
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            int wanted = target.remaining();
            bytes.add(wanted);
            try {
                return below.read(target, position);
            } finally {
                bytes.add(-wanted);
            }
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            return below.write(source, position);
        }

        @Override
        public long transferTo(long position, long count, VfsFile target, long targetPosition) throws IOException {
            return below.transferTo(position, count, target, targetPosition);
        }

        @Override
        public long size() throws IOException {
            return below.size();
        }

        @Override
        public void truncate(long size) throws IOException {
            below.truncate(size);
        }

        @Override
        public void force(boolean metadata) throws IOException {
            below.force(metadata);
        }

        @Override
        public Optional<Mapping> map(long position, long count) throws IOException {
            return below.map(position, count).map(mapping -> {
                bytes.add(count);
                return new Mapping() {
                    @Override
                    public ByteBuffer buffer() {
                        return mapping.buffer();
                    }

                    @Override
                    public void close() {
                        bytes.add(-count);
                        mapping.close();
                    }
                };
            });
        }

        @Override
        public void close() throws IOException {
            try {
                below.close();
            } finally {
                open.add(-1);
            }
        }
    }
}
