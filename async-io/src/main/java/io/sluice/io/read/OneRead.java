package io.sluice.io.read;

import io.sluice.io.flow.Permit;
import io.sluice.io.vfs.FileStat;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystemException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * One pass over one open file, from byte 0 to where it ends at that moment. Runs on one I/O worker, which owns every field;
 * a read ahead touches nothing but the file and its own buffer. All it takes it has given back when {@link #run} returns.
 */
final class OneRead {

    /** What every read of a reader shares. */
    record Shared(Vfs vfs, ReadSettings settings, BufferPool buffers, Seats seats, Executor workers) {}

    private final Shared shared;
    private final ReadSettings settings;
    private final VfsFile file;
    private final ChunkReader<?> reader;
    private final CompletableFuture<?> result;
    private long position;
    private ReadStrategy used;

    OneRead(Shared shared, VfsFile file, ChunkReader<?> reader, CompletableFuture<?> result) {
        this.shared = shared;
        this.settings = shared.settings();
        this.file = file;
        this.reader = reader;
        this.result = result;
    }

    /** Bytes handed to the reader so far. */
    long position() {
        return position;
    }

    /** The strategy that read the file, never {@code AUTO} once it has run. */
    ReadStrategy used() {
        return used;
    }

    /** @param buffer nobody else's until this returns */
    void run(ReadStrategy strategy, PooledBuffer buffer) throws IOException {
        used = strategy == ReadStrategy.AUTO ? ReadStrategy.POOLED : strategy;
        if (strategy == ReadStrategy.MAPPED) {
            mapWindows(1);
            used = position > 0 ? ReadStrategy.MAPPED : ReadStrategy.BUFFERED;
        }
        int bytes = fill(buffer, position);
        handOut(buffer, bytes);
        if (bytes < buffer.capacity()) {
            return;
        }
        if (strategy == ReadStrategy.AUTO) {
            used = ReadStrategy.BUFFERED;
            if (worthMapping() && mapWindows(buffer.capacity())) {
                used = ReadStrategy.MAPPED;
            }
        }
        readOn(buffer);
    }

    /** A file that changed just now may be one that is rewritten or cut short: those are not to be mapped. */
    private boolean worthMapping() throws IOException {
        if (!reader.takesMappedMemory() || file.size() < settings.mapFrom()) {
            return false;
        }
        FileStat stat = shared.vfs().stat(file.path());
        return !stat.modified()
                .plus(settings.mapAtRestFor())
                .isAfter(shared.vfs().now());
    }

    /** Maps window after window while at least {@code least} bytes are left. Returns whether there was any. */
    private boolean mapWindows(long least) throws IOException {
        boolean any = false;
        while (true) {
            long size = file.size();
            // Windows begin at multiples of their size, although what was read of the first one is mapped again then:
            // the
            // system maps large pages only where they are aligned in the file.
            long start = position - position % settings.mapWindow();
            long bytes = Math.min(size - start, settings.mapWindow());
            if (size - position < least) {
                return any;
            }
            try (Permit room = shared.seats().extra(bytes).orElse(null);
                    VfsFile.Mapping window = room == null ? null : map(start, bytes)) {
                if (window == null) {
                    return any;
                }
                handOut(window.buffer(), start, start + bytes);
            }
            any = true;
        }
    }

    private VfsFile.Mapping map(long start, long bytes) {
        try {
            return file.map(start, bytes).orElse(null);
        } catch (IOException e) {
            // No address space, or no mapping here: reading works without, and says so itself if it does not.
            return null;
        }
    }

    /** Hands out what is mapped from {@code start} to {@code end}, from {@link #position} on. */
    private void handOut(ByteBuffer window, long start, long end) throws IOException {
        ByteBuffer view = window.asReadOnlyBuffer();
        try {
            while (position < end) {
                stopIfCancelled();
                int from = (int) (position - start);
                int to = (int) Math.min(end - start, from + (long) settings.chunkSize());
                reader.chunk(view.clear().limit(to).position(from).order(ByteOrder.BIG_ENDIAN), position);
                position += to - from;
            }
            // Past a cut, memory reads as zeros up to the page's end, and the machine reports a fault late or never:
            // only
            // the size tells. It is asked for inside the try because a late fault surfaces on the way back.
            if (file.size() < end) {
                throw new FileCutShortException(file.path(), start, null);
            }
        } catch (InternalError e) {
            if (file.size() < end) {
                throw new FileCutShortException(file.path(), start, e);
            }
            FileSystemException failure = new FileSystemException(
                    file.path().toString(), null, "a page mapped from byte " + start + " on could not be read");
            failure.initCause(e);
            throw failure;
        }
    }

    /** Reads from {@link #position} to the end. */
    private void readOn(PooledBuffer buffer) throws IOException {
        if (used == ReadStrategy.POOLED) {
            int bytes;
            do {
                bytes = fill(buffer, position);
                handOut(buffer, bytes);
            } while (bytes == buffer.capacity());
            return;
        }
        ReadAheadGauge gauge = new ReadAheadGauge(settings.readAheadFrom().toNanos());
        while (true) {
            long start = shared.vfs().nanoTime();
            int bytes = fill(buffer, position);
            long filled = shared.vfs().nanoTime();
            handOut(buffer, bytes);
            if (bytes < buffer.capacity()) {
                return;
            }
            if (gauge.pays(filled - start, shared.vfs().nanoTime() - filled) && readAhead(buffer, gauge)) {
                return;
            }
        }
    }

    /** Reads with two buffers until the end, when it returns true, or until that no longer pays. */
    private boolean readAhead(PooledBuffer first, ReadAheadGauge gauge) throws IOException {
        try (Permit room = shared.seats().extra(settings.bufferSize()).orElse(null)) {
            if (room == null) {
                gauge.leaveAlone();
                return false;
            }
            PooledBuffer second = shared.buffers().lease();
            try {
                return readAhead(first, second, gauge);
            } finally {
                shared.buffers().giveBack(second);
            }
        }
    }

    private boolean readAhead(PooledBuffer first, PooledBuffer second, ReadAheadGauge gauge) throws IOException {
        PooledBuffer full = first;
        PooledBuffer other = second;
        long start = shared.vfs().nanoTime();
        int bytes = fill(full, position);
        long readNanos = shared.vfs().nanoTime() - start;
        ReadAhead next = null;
        try {
            while (true) {
                boolean more = bytes == full.capacity();
                next = more ? begin(other, position + bytes) : null;
                start = shared.vfs().nanoTime();
                handOut(full, bytes);
                if (!more) {
                    return true;
                }
                long workNanos = shared.vfs().nanoTime() - start;
                ReadAhead.Done done = next.finish();
                next = null;
                PooledBuffer empty = full;
                full = other;
                other = empty;
                bytes = done.bytes();
                gauge.helped(done.ahead());
                if (!gauge.pays(readNanos, workNanos)) {
                    handOut(full, bytes);
                    return bytes < full.capacity();
                }
                readNanos = done.nanos();
            }
        } finally {
            if (next != null) {
                next.letEnd();
            }
        }
    }

    private ReadAhead begin(PooledBuffer buffer, long from) {
        Thread owner = Thread.currentThread();
        ReadAhead ahead = new ReadAhead(buffer, () -> {
            long start = shared.vfs().nanoTime();
            int bytes = fill(buffer, from);
            return new ReadAhead.Done(bytes, shared.vfs().nanoTime() - start, Thread.currentThread() != owner);
        });
        try {
            shared.workers().execute(ahead.task());
        } catch (RejectedExecutionException e) {
            // Nobody is free; this thread reads it when it needs it.
        }
        return ahead;
    }

    private int fill(PooledBuffer buffer, long from) throws IOException {
        ByteBuffer memory = buffer.memory().clear();
        while (memory.hasRemaining()) {
            if (file.read(memory, from + memory.position()) < 0) {
                break;
            }
        }
        return memory.position();
    }

    private void handOut(PooledBuffer buffer, int bytes) throws IOException {
        for (int from = 0; from < bytes; ) {
            stopIfCancelled();
            int to = Math.min(bytes, from + settings.chunkSize());
            reader.chunk(buffer.view(from, to), position);
            position += to - from;
            from = to;
        }
    }

    private void stopIfCancelled() {
        if (result.isDone()) {
            throw new CancellationException("reading " + file.path() + " was cancelled at byte " + position);
        }
    }
}
