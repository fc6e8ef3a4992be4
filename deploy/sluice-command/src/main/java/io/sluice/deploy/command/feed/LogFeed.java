package io.sluice.deploy.command.feed;

import io.sluice.io.vfs.LocalVfs;
import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes numbered trades at a steady rate into logs that grow, for as long as it is wanted, and does to the logs what it is told to:
 * rotate, copy and truncate, compress. What was written is noted in a journal that nothing else touches. All writing is done by a
 * thread of its own, {@code sluice-feed}; any thread may ask and tell.
 */
public final class LogFeed implements AutoCloseable {
    private static final int TICK_MILLIS = 50;
    /** After a pause of the machine, no more than this is caught up with. */
    private static final long MOST_CATCH_UP_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final int MOST_KEPT_BYTES = 40;

    private final Vfs vfs;
    private final Map<String, RotatedLog> logs = new LinkedHashMap<>();
    private final VfsFile journal;
    private final Trades trades;
    private final SplittableRandom random;
    private final int perSecond;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "sluice-feed"));
    private final CompletableFuture<Void> failed = new CompletableFuture<>();

    // Of the thread alone.
    private final List<RotatedLog> quiet = new ArrayList<>();
    private long journalBytes;
    private long ticked = Long.MIN_VALUE;
    private double owed;
    private boolean ended;

    // Written by the thread or, the last, by any; read by any.
    private final AtomicLong lines = new AtomicLong();
    private final AtomicLong heldNanos = new AtomicLong();
    private volatile boolean held;

    private LogFeed(Vfs vfs, Path directory, Path journal, long seed, int perSecond, List<String> names)
            throws IOException {
        this.vfs = vfs;
        this.trades = Trades.perSecond(seed, perSecond);
        this.random = new SplittableRandom(seed + 1);
        this.perSecond = perSecond;
        for (String name : names) {
            logs.put(name, new RotatedLog(vfs, directory.resolve(name)));
        }
        this.journal = vfs.open(journal, OpenMode.CREATE_NEW);
    }

    /**
     * Begins to write.
     *
     * @param directory where the logs grow
     * @param journal a file, elsewhere, that will have every line that was written
     * @param perSecond how many trades
     */
    public static LogFeed start(Path directory, Path journal, long seed, int perSecond, List<String> logs)
            throws IOException {
        Path place = journal.toAbsolutePath().getParent().toRealPath();
        LocalVfs vfs = LocalVfs.rootedAt(directory, place);
        LogFeed feed;
        try {
            feed = new LogFeed(
                    vfs, directory.toRealPath(), place.resolve(journal.getFileName()), seed, perSecond, logs);
        } catch (IOException | RuntimeException e) {
            vfs.close();
            throw e;
        }
        var unused = feed.thread.scheduleAtFixedRate(feed::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        return feed;
    }

    private void tick() {
        try {
            long now = System.nanoTime();
            long passed = ticked == Long.MIN_VALUE ? 0 : now - ticked;
            ticked = now;
            if (ended) {
                return;
            }
            if (held) {
                heldNanos.addAndGet(passed);
                return;
            }
            owed += perSecond * (Math.min(passed, MOST_CATCH_UP_NANOS) / 1e9);
            int burst = (int) owed;
            owed -= burst;
            write(burst);
        } catch (IOException | RuntimeException e) {
            failed.completeExceptionally(e);
            thread.shutdown();
        }
    }

    private void write(int burst) throws IOException {
        List<RotatedLog> open =
                logs.values().stream().filter(log -> !quiet.contains(log)).toList();
        if (burst == 0 || open.isEmpty()) {
            return;
        }
        ByteBuffer noted = ByteBuffer.allocate(128 * burst);
        for (int i = 0; i < burst; i++) {
            byte[] line = trades.next();
            open.get(random.nextInt(open.size())).add(line);
            noted.put(line);
        }
        noted.flip();
        // First, so that no line is read that the journal does not have.
        while (noted.hasRemaining()) {
            journalBytes += journal.write(noted, journalBytes);
        }
        for (RotatedLog log : open) {
            // What is there mostly ends in the middle of a line.
            log.write(random.nextInt(MOST_KEPT_BYTES));
        }
        lines.addAndGet(burst);
    }

    /** How many lines were written, but for the last bytes of the last ones until {@link #end}. */
    public long lines() {
        return lines.get();
    }

    /** Holds the feed up, or lets it go on. */
    public void hold(boolean hold) {
        held = hold;
    }

    public boolean isHeld() {
        return held;
    }

    /** For how long it was held up so far. */
    public double heldSeconds() {
        return heldNanos.get() / 1e9;
    }

    /** Fails if the feed has. */
    public void requireWriting() throws IOException {
        if (failed.isCompletedExceptionally()) {
            joined(failed);
        }
    }

    /** Renames the log and creates a new one. */
    public void rotate(String log) throws IOException {
        done(() -> {
            logs.get(log).rotate();
            return null;
        });
    }

    /** Compresses a file that the log was rotated to; tells whether there was one. */
    public boolean compress(String log, boolean newest) throws IOException {
        return done(() -> logs.get(log).compress(newest));
    }

    /** Where a log ends that is not written to for a while. */
    public record End(Path path, long bytes, long inode) {}

    /** Writes nothing to the log from now on, and tells where it ends, with a line. */
    public End quiet(String log) throws IOException {
        return done(() -> {
            RotatedLog chosen = logs.get(log);
            chosen.flush();
            quiet.add(chosen);
            return new End(chosen.path(), chosen.size(), vfs.stat(chosen.path()).inode());
        });
    }

    /** Copies the log and empties it. */
    public void copyAndTruncate(String log) throws IOException {
        done(() -> {
            logs.get(log).copyAndTruncate();
            return null;
        });
    }

    /** Ends the quiet. */
    public void goOn(String log) throws IOException {
        done(() -> {
            quiet.remove(logs.get(log));
            return null;
        });
    }

    /** Writes no more; every log ends with a line. Returns how many lines there are. */
    public long end() throws IOException {
        return done(() -> {
            ended = true;
            for (RotatedLog log : logs.values()) {
                log.flush();
            }
            return lines.get();
        });
    }

    /** All files, each log's in the order in which they were written. */
    public List<Path> files() throws IOException {
        return done(() ->
                logs.values().stream().flatMap(log -> log.files().stream()).toList());
    }

    /** Something that the thread is asked to do. */
    @FunctionalInterface
    private interface Step<T> {
        T take() throws IOException;
    }

    private <T> T done(Step<T> step) throws IOException {
        requireWriting();
        CompletableFuture<T> result = new CompletableFuture<>();
        thread.execute(() -> {
            try {
                result.complete(step.take());
            } catch (IOException | RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        return joined(result);
    }

    private static <T> T joined(CompletableFuture<T> result) throws IOException {
        try {
            return result.join();
        } catch (CompletionException e) {
            throw new IOException("The feed cannot write: " + e.getCause().getMessage(), e.getCause());
        }
    }

    @Override
    public void close() throws IOException {
        // What is under way is written to its end; an interrupt would close its file.
        thread.shutdown();
        boolean over = false;
        try {
            over = thread.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try (vfs) {
            if (over) {
                for (RotatedLog log : logs.values()) {
                    log.close();
                }
                journal.close();
            }
        }
    }
}
