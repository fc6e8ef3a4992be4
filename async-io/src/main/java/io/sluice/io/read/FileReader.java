package io.sluice.io.read;

import io.sluice.io.flow.IoMeter;
import io.sluice.io.flow.IoMetrics;
import io.sluice.io.flow.Pauses;
import io.sluice.io.flow.Permits;
import io.sluice.io.flow.RateLimit;
import io.sluice.io.flow.Resilience;
import io.sluice.io.flow.Settings;
import io.sluice.io.flow.Timing;
import io.sluice.io.flow.WorkerPool;
import io.sluice.io.vfs.Vfs;
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
 * bytes at once than {@link ReadSettings} allow, nor than the file system that it is of. Safe from any thread.
 *
 * <p>An I/O worker opens, reads and closes a file; the {@link ChunkReader} runs there, and the returned stage completes there.
 * A file is no snapshot: it is read to where it ends when the reading gets there.
 *
 * <p>Opening and reading that fail in a way that can pass are tried again, from the byte where it failed, so that a reader
 * sees every chunk once. Under a rate limit files are read buffer by buffer, whatever the strategy.
 *
 * <p><b>Cancelling</b> a returned stage stops its files at their next chunk; their handles, buffers and permits come back
 * then. It does not wait for that.
 */
public final class FileReader implements AutoCloseable {

    private final ReadSettings settings;
    private final Seats seats;
    private final BufferPool buffers;
    private final OneRead.Shared shared;

    /**
     * What a reader shares with everything else on its file system.
     *
     * @param workers run the blocking calls and the chunk readers; their queue has room for every permit of {@code reads}
     * @param openFiles one for each file that is open, however many readers there are
     * @param reads reading operations and their bytes under way
     * @param readRate counts each buffer that is read as an operation with its bytes
     * @param resilience says what is tried again
     * @param pauses in which that waits
     * @param metrics count what is read by the name of the strategy that read it, and watch the readers' own permits
     */
    public record Surroundings(
            WorkerPool workers,
            Permits openFiles,
            Permits reads,
            RateLimit readRate,
            Resilience resilience,
            Pauses pauses,
            IoMetrics metrics) {}

    /** For file systems: everyone else asks {@link io.sluice.io.AsyncFileSystem#reader} for one. */
    public FileReader(Vfs vfs, ReadSettings settings, Surroundings around) {
        this.settings = Objects.requireNonNull(settings, "settings");
        // More than the file system lets be read at once would never be granted.
        Settings.within(
                "bufferSize", settings.bufferSize(), 1, around.reads().limits().bytes());
        this.seats = new Seats(settings, around, Timing.of(vfs));
        this.buffers = new BufferPool(settings.bufferSize(), 2 * settings.maxConcurrentOperations());
        Map<ReadStrategy, IoMeter> meters = new EnumMap<>(ReadStrategy.class);
        for (ReadStrategy strategy : ReadStrategy.values()) {
            meters.put(strategy, around.metrics().meter(strategy.name().toLowerCase(Locale.ROOT)));
        }
        this.shared = new OneRead.Shared(vfs, settings, buffers, seats, around, meters);
    }

    /** Reads one file with the strategy of the settings. */
    public <T> CompletableFuture<T> read(Path path, ChunkReader<T> reader) {
        return read(path, settings.strategy(), reader);
    }

    /** Reads one file. */
    public <T> CompletableFuture<T> read(Path path, ReadStrategy strategy, ChunkReader<T> reader) {
        return new Batch<>(shared, strategy, new BatchFiles.Single<T>(path), any -> reader).start(1);
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
        return new Batch<>(shared, settings.strategy(), files, readers)
                .start(Math.min(shared.around().workers().threads(), settings.maxConcurrentOperations()));
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
