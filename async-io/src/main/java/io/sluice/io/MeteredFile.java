package io.sluice.io;

import io.sluice.io.flow.IoMeter;
import io.sluice.io.flow.Operation;
import io.sluice.io.vfs.VfsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/** Counts what is read from and written to a file, call by call. */
final class MeteredFile implements VfsFile {
    private final VfsFile file;
    private final IoMeter meter;

    MeteredFile(VfsFile file, IoMeter meter) {
        this.file = file;
        this.meter = meter;
    }

    private interface Transfer {
        int make() throws IOException;
    }

    private int counted(Operation operation, Transfer transfer) throws IOException {
        long begun = meter.begin();
        int count;
        try {
            count = transfer.make();
        } catch (IOException | RuntimeException e) {
            meter.failed(operation, begun);
            throw e;
        }
        meter.done(operation, count, begun);
        return count;
    }

    @Override
    public Path path() {
        return file.path();
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        return counted(Operation.READ, () -> file.read(target, position));
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
        return counted(Operation.WRITE, () -> file.write(source, position));
    }

    @Override
    public long transferTo(long position, long count, VfsFile target, long targetPosition) throws IOException {
        return file.transferTo(position, count, target, targetPosition);
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public void truncate(long bytes) throws IOException {
        file.truncate(bytes);
    }

    @Override
    public void force(boolean metadata) throws IOException {
        file.force(metadata);
    }

    @Override
    public Optional<Mapping> map(long position, long bytes) throws IOException {
        return file.map(position, bytes);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
