package io.sluice.deploy.command.feed;

import io.sluice.io.vfs.LocalVfs;
import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Writes trades into a log that grows and is rotated, in bursts that end in the middle of lines, and one binary file, which gets
 * its name once it is whole. Writes on a thread of its own, {@code sluice-feed}; who started it asks and closes.
 */
public final class MarketFeed implements AutoCloseable {
    /** The columns of the trades. */
    public static final String SCHEMA = Trades.SCHEMA;

    /** What the log's file is called. */
    public static final String LOG = "trades.csv";

    private static final int BURST_MILLIS = 50;
    private static final int FILES = 6;
    private static final int BINARY_BYTES = 8 << 20;
    private static final String BINARY = "book-snapshot.bin";

    private final Vfs vfs;
    private final GrowingLog log;
    private final Path blobs;
    private final Trades trades;
    private final SplittableRandom random;
    private final long total;
    private final long eachFile;
    private final int burst;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "sluice-feed"));
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final ByteBuffer pending;
    private long written;

    private MarketFeed(Vfs vfs, Path directory, Path blobs, long seed, long total, int perSecond) throws IOException {
        this.vfs = vfs;
        this.log = new GrowingLog(vfs, directory.resolve(LOG));
        this.blobs = blobs;
        this.trades = new Trades(seed);
        this.random = new SplittableRandom(seed + 1);
        this.total = total;
        this.eachFile = Math.max(1, total / FILES);
        this.burst = Math.max(1, perSecond * BURST_MILLIS / 1_000);
        this.pending = ByteBuffer.allocate(96 * (burst + 1));
    }

    /**
     * Begins to write.
     *
     * @param directory where the log grows
     * @param blobs where the binary file comes to be
     */
    public static MarketFeed start(Path directory, Path blobs, long seed, long trades, int perSecond)
            throws IOException {
        LocalVfs vfs = LocalVfs.rootedAt(directory, blobs);
        MarketFeed feed;
        try {
            feed = new MarketFeed(vfs, directory.toRealPath(), blobs.toRealPath(), seed, trades, perSecond);
        } catch (IOException | RuntimeException e) {
            vfs.close();
            throw e;
        }
        feed.thread.execute(() -> feed.attempt(() -> feed.writeBinary(seed)));
        var unused = feed.thread.scheduleAtFixedRate(
                () -> feed.attempt(feed::writeBurst), 0, BURST_MILLIS, TimeUnit.MILLISECONDS);
        return feed;
    }

    /** One step of the feed. */
    private interface Step {
        void take() throws IOException;
    }

    private void attempt(Step step) {
        try {
            step.take();
        } catch (IOException | RuntimeException e) {
            done.completeExceptionally(e);
            thread.shutdown();
        }
    }

    private void writeBinary(long seed) throws IOException {
        byte[] content = new byte[BINARY_BYTES];
        new SplittableRandom(seed + 2).nextBytes(content);
        Path unfinished = blobs.resolve(BINARY + ".part");
        try (VfsFile file = vfs.open(unfinished, OpenMode.CREATE_NEW)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            for (long position = 0; bytes.hasRemaining(); ) {
                position += file.write(bytes, position);
            }
        }
        vfs.rename(unfinished, blobs.resolve(BINARY));
    }

    private void writeBurst() throws IOException {
        for (int i = 0; i < burst && written < total; i++) {
            pending.put(trades.next());
            written++;
            if (written % eachFile == 0 && written < total - eachFile / 2) {
                log.append(pending.flip());
                pending.clear();
                log.rotate();
            }
        }
        // All but a few bytes: what is there mostly ends in the middle of a line.
        boolean last = written == total;
        int keep = last ? 0 : Math.min(pending.position(), random.nextInt(40));
        pending.flip();
        ByteBuffer now = pending.slice(0, pending.limit() - keep);
        log.append(now);
        pending.position(pending.limit() - keep);
        pending.compact();
        if (last) {
            done.complete(null);
            thread.shutdown();
        }
    }

    /** Whether everything is written. */
    public boolean isDone() throws IOException {
        if (!done.isDone()) {
            return false;
        }
        try {
            done.join();
            return true;
        } catch (CompletionException e) {
            throw new IOException("The feed cannot write: " + e.getCause().getMessage(), e.getCause());
        }
    }

    @Override
    public void close() throws IOException {
        // The burst under way is written to its end; an interrupt would close its file.
        thread.shutdown();
        boolean ended = false;
        try {
            ended = thread.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try (vfs) {
            if (ended) {
                log.close();
            }
        }
    }
}
