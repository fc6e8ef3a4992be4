package io.sluice.io.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.io.flow.BreakerSettings;
import io.sluice.io.flow.IoMetrics;
import io.sluice.io.flow.Operation;
import io.sluice.io.flow.Pauses;
import io.sluice.io.flow.PermitLimits;
import io.sluice.io.flow.Permits;
import io.sluice.io.flow.RateLimit;
import io.sluice.io.flow.RateLimits;
import io.sluice.io.flow.Resilience;
import io.sluice.io.flow.RetrySettings;
import io.sluice.io.flow.Timing;
import io.sluice.io.flow.WorkerPool;
import io.sluice.io.vfs.MemoryVfs;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.WholeFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A reader over a file system in memory, and what a test wants to know of both. */
final class ReaderFixture implements AutoCloseable {

    static final int BUFFER = 1024;

    final MemoryVfs memory;
    final HookedVfs hooked;
    final Vfs vfs;
    final WorkerPool pool;
    final IoMetrics metrics;
    final Permits openFiles;
    final Permits reads;
    final FileReader reader;

    ReaderFixture(ReadSettings settings) {
        this(MemoryVfs.create(), settings, 2, 64);
    }

    ReaderFixture(MemoryVfs memory, ReadSettings settings, int threads, int queue) {
        this.memory = memory;
        hooked = new HookedVfs(memory);
        vfs = hooked.vfs();
        pool = new WorkerPool("read-test", threads, queue);
        metrics = new IoMetrics(Timing.of(vfs));
        Timing timing = Timing.of(vfs);
        openFiles = new Permits("open file", new PermitLimits(1_000, 1, 100_000), timing);
        reads = new Permits("read", new PermitLimits(1_000, 1L << 30, 100_000), timing);
        reader = new FileReader(
                vfs,
                settings,
                new FileReader.Surroundings(
                        pool,
                        openFiles,
                        reads,
                        new RateLimit("read", RateLimits.NONE, timing),
                        new Resilience("read-test", RetrySettings.NONE, BreakerSettings.DEFAULT, timing, metrics),
                        new Pauses("read-test", timing),
                        metrics));
    }

    /** Small enough that a test's files have many buffers and windows. */
    static ReadSettings.Builder small() {
        return ReadSettings.builder()
                .bufferSize(BUFFER)
                .mapFrom(8 * BUFFER)
                .mapWindow(64 * BUFFER)
                .mapAtRestFor(Duration.ofMinutes(1))
                .maxConcurrentOperations(4)
                .maxBytesInFlight(1L << 20);
    }

    /** Writes a file that changed last an hour ago. */
    byte[] file(Path path, int bytes) throws IOException {
        byte[] content = content(path.hashCode(), bytes);
        WholeFiles.write(memory, path, content);
        memory.setModified(path, memory.now().minus(Duration.ofHours(1)));
        return content;
    }

    static byte[] content(long seed, int bytes) {
        byte[] content = new byte[bytes];
        new Random(seed).nextBytes(content);
        return content;
    }

    /** How many files a strategy has read. */
    long readBy(ReadStrategy strategy) {
        return metrics.snapshot()
                .operation(strategy.name().toLowerCase(Locale.ROOT), Operation.READ)
                .map(stats -> stats.operations() - stats.errors())
                .orElse(0L);
    }

    /** Waits, but not for ever, and as if nobody ever interrupted a test. */
    static <T> T get(CompletableFuture<T> future) throws ExecutionException {
        try {
            return future.get(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (TimeoutException e) {
            throw new AssertionError("not done within a minute", e);
        }
    }

    /** Waits for the workers to end, then checks that they left nothing behind. */
    void assertNothingHeld() {
        pool.close();
        assertThat(hooked.open()).as("open files").isZero();
        assertThat(hooked.inFlight()).as("bytes in flight").isZero();
        ReadUse use = reader.use();
        assertThat(use.buffersOut()).as("buffers out").isZero();
        assertThat(use.files().operations()).as("file permits out").isZero();
        assertThat(use.memory().operations()).as("memory permits out").isZero();
        assertThat(use.memory().bytes()).as("bytes of permits out").isZero();
        assertThat(openFiles.use().operations()).as("shared file permits out").isZero();
        assertThat(reads.use().bytes()).as("bytes of shared permits out").isZero();
        assertThat(metrics.snapshot().filesOpen())
                .as("files open, as the metrics say")
                .isZero();
    }

    @Override
    public void close() {
        reader.close();
        pool.close();
    }
}
