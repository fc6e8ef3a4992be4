package io.sluice.io.vfs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/** Passes the calls of a file on, each through {@link ForwardingVfs#around}. */
final class ForwardingFile implements VfsFile {

    private final ForwardingVfs vfs;
    private final VfsFile below;

    ForwardingFile(ForwardingVfs vfs, VfsFile below) {
        this.vfs = vfs;
        this.below = below;
    }

    /** The file at the bottom of a stack of forwarding ones. */
    static Object undermost(Object file) {
        Object here = file;
        while (here instanceof ForwardingFile forwarding) {
            here = forwarding.below;
        }
        return here;
    }

    private VfsOperation operation(VfsCall call, long position, long bytes) {
        return new VfsOperation(call, below.path(), null, position, bytes, below);
    }

    @Override
    public Path path() {
        return below.path();
    }

    @Override
    public long sizeWhenOpened() {
        return below.sizeWhenOpened();
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        return vfs.around(operation(VfsCall.READ, position, target.remaining()), most -> {
            int limit = target.limit();
            target.limit(target.position() + (int) Math.min(most, target.remaining()));
            try {
                return below.read(target, position);
            } finally {
                target.limit(limit);
            }
        });
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
        return vfs.around(operation(VfsCall.WRITE, position, source.remaining()), most -> {
            int limit = source.limit();
            source.limit(source.position() + (int) Math.min(most, source.remaining()));
            try {
                return below.write(source, position);
            } finally {
                source.limit(limit);
            }
        });
    }

    @Override
    public long transferTo(long position, long count, VfsFile target, long targetPosition) throws IOException {
        Object end = undermost(target);
        return vfs.around(
                new VfsOperation(VfsCall.TRANSFER, below.path(), target.path(), position, count, below),
                most -> below.transferTo(position, Math.min(most, count), (VfsFile) end, targetPosition));
    }

    @Override
    public long size() throws IOException {
        return vfs.around(operation(VfsCall.SIZE, 0, 0), most -> below.size());
    }

    @Override
    public void truncate(long bytes) throws IOException {
        vfs.act(operation(VfsCall.TRUNCATE, bytes, 0), () -> below.truncate(bytes));
    }

    @Override
    public void force(boolean metadata) throws IOException {
        vfs.act(operation(VfsCall.FORCE, 0, 0), () -> below.force(metadata));
    }

    @Override
    public Optional<Mapping> map(long position, long bytes) throws IOException {
        return vfs.around(operation(VfsCall.MAP, position, bytes), most -> below.map(position, bytes))
                .map(ForwardingMapping::new);
    }

    @Override
    public void close() throws IOException {
        vfs.act(operation(VfsCall.CLOSE, 0, 0), below::close);
    }

    /** Passes the closing of a mapping on. */
    private final class ForwardingMapping implements Mapping {
        private final Mapping mapping;

        ForwardingMapping(Mapping mapping) {
            this.mapping = mapping;
        }

        @Override
        public ByteBuffer buffer() {
            return mapping.buffer();
        }

        @Override
        public void close() {
            try {
                vfs.act(new VfsOperation(VfsCall.UNMAP, path(), null, 0, 0, mapping), mapping::close);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
