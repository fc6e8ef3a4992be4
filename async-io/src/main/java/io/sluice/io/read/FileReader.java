package io.sluice.io.read;

import io.sluice.io.flow.IoMeter;
import io.sluice.io.flow.IoMetrics;
import io.sluice.io.flow.Operation;
import io.sluice.io.flow.Timing;
import io.sluice.io.flow.WorkerPool;
import io.sluice.io.vfs.FileOpener;
import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads whole files without blocking the caller, each by the strategy that suits it, and never more of them or more of their
 * bytes at once than {@link ReadSettings} allow. Safe from any thread.
 *
 * <p>One worker opens, reads and closes a file; the {@link ChunkReader} runs there, and the returned stage completes there.
 * A file is no snapshot: it is read to where it ends when the reading gets there.
 *
 * <p><b>Cancelling</b> a returned stage stops its files at their next chunk; their handles, buffers and permits come back
 * then. It does not wait for that.
 */
public final class FileReader implements AutoCloseable {

    private final Vfs vfs;
    private final WorkerPool workers;
    private final ReadSettings settings;
    private final IoMetrics metrics;
    private final Map<ReadStrategy, IoMeter> meters = new EnumMap<>(ReadStrategy.class);
    private final Seats seats;
    private final BufferPool buffers;
    private final OneRead.Shared shared;

    /**
     * @param workers run the blocking calls and the chunk readers; stay open until this reader is closed
     * @param metrics count what is read by the name of the strategy that read it, and watch this reader's permits
     */
    public FileReader(Vfs vfs, WorkerPool workers, ReadSettings settings, IoMetrics metrics) {
        this.vfs = Objects.requireNonNull(vfs, "vfs");
        this.workers = Objects.requireNonNull(workers, "workers");
        this.settings = Objects.requireNonNull(settings, "settings");
        this.metrics = Objects.requireNonNull(metrics, "metrics");
        this.seats = new Seats(settings, Timing.of(vfs));
        this.buffers = new BufferPool(settings.bufferSize(), 2 * settings.maxConcurrentOperations());
        this.shared = new OneRead.Shared(vfs, settings, buffers, seats, workers);
        for (ReadStrategy strategy : ReadStrategy.values()) {
            meters.put(strategy, metrics.meter(strategy.name().toLowerCase(Locale.ROOT)));
        }
        seats.watchedBy(metrics);
    }

    /** Reads one file with the strategy of the settings. */
    public <T> CompletableFuture<T> read(Path path, ChunkReader<T> reader) {
        return read(path, settings.strategy(), reader);
    }

    /** Reads one file. */
    public <T> CompletableFuture<T> read(Path path, ReadStrategy strategy, ChunkReader<T> reader) {
        CompletableFuture<T> result = new CompletableFuture<>();
        CompletableFuture<T> running = seats.within(() -> onWorker(path, strategy, reader, result));
        var unused = running.whenComplete((value, error) -> {
            if (error == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(error);
            }
        });
        if (!running.isDone()) {
            var unusedToo = result.whenComplete((value, error) -> running.cancel(false));
        }
        return result;
    }

    private <T> CompletableFuture<T> onWorker(
            Path path, ReadStrategy strategy, ChunkReader<T> reader, CompletableFuture<T> result) {
        CompletableFuture<T> done = new CompletableFuture<>();
        workers.execute(() -> {
            T value;
            try {
                PooledBuffer buffer = buffers.lease();
                try {
                    value = readNow(one -> vfs.open(one, OpenMode.READ), path, strategy, reader, buffer, result);
                } finally {
                    buffers.giveBack(buffer);
                }
            } catch (Throwable e) {
                done.completeExceptionally(e);
                return;
            }
            done.complete(value);
        });
        return done;
    }

    /**
     * Reads many files, each with a reader of its own, and returns what became of each, in the order asked for. One that
     * fails leaves the others alone; the stage itself fails only if it is cancelled or this reader is closed.
     */
    public <T> CompletableFuture<List<FileOutcome<T>>> readEach(
            List<Path> paths, Function<? super Path, ? extends ChunkReader<T>> readers) {
        return batch(new BatchFiles.Listed<>(paths), readers);
    }

    /**
     * Reads as many files as there are, in constant memory. Outcomes are handed over as they come, one at a time, on the
     * workers.
     *
     * @param paths asked for the next path on the workers, one at a time, when there is room to read it; it may block
     * @return how many files there were; fails with what {@code paths} or {@code outcomes} throw
     */
    public <T> CompletableFuture<Long> readEach(
            Iterator<Path> paths,
            Function<? super Path, ? extends ChunkReader<T>> readers,
            Consumer<? super FileOutcome<T>> outcomes) {
        return batch(new BatchFiles.Passing<>(paths, outcomes), readers);
    }

    private <T, R> CompletableFuture<R> batch(
            BatchFiles<T, R> files, Function<? super Path, ? extends ChunkReader<T>> readers) {
        return new Batch<>(vfs, workers, seats, buffers, this::readNow, files, readers)
                .start(Math.min(workers.use().threads(), settings.maxConcurrentOperations()));
    }

    private <T> T readNow(
            FileOpener opener, Path path, ChunkReader<T> reader, PooledBuffer buffer, CompletableFuture<?> result)
            throws IOException {
        return readNow(opener, path, settings.strategy(), reader, buffer, result);
    }

    /** Opens, reads and closes a file on this thread, which has a seat, unless or until {@code result} is done. */
    private <T> T readNow(
            FileOpener opener,
            Path path,
            ReadStrategy strategy,
            ChunkReader<T> reader,
            PooledBuffer buffer,
            CompletableFuture<?> result)
            throws IOException {
        long begun = meters.get(strategy).begin();
        ReadStrategy used = strategy;
        T value;
        long bytes;
        try (VfsFile file = opener.open(path)) {
            metrics.fileOpened();
            OneRead read = new OneRead(shared, file, reader, result);
            try {
                read.run(strategy, buffer);
                bytes = read.position();
                value = reader.end(bytes);
            } finally {
                used = read.used();
                metrics.fileClosed();
            }
        } catch (Throwable e) {
            meters.get(used).failed(Operation.READ, begun);
            throw e;
        }
        meters.get(used).done(Operation.READ, bytes, begun);
        return value;
    }

    /** What is open, held and waiting now, and the most that ever was. */
    public ReadUse use() {
        return new ReadUse(seats.fileUse(), seats.memoryUse(), buffers.out());
    }

    /** Refuses reads that have not begun and lets the others end; their buffers are let go of as they come back. */
    @Override
    public void close() {
        seats.close();
        buffers.close();
    }
}
