package io.sluice.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Appends trades to files at a rate that may be changed, each with the time at which it is appended. A key is in one file. The
 * thread {@code trade-feed} writes; the one that made it sets the rate, asks, and closes.
 */
final class TradeFeed implements AutoCloseable {

    /** How often it writes. */
    static final int TURN_MILLIS = 10;

    /** To how many files it writes each time, of more in turn. */
    static final int FILES_A_TURN = 16;

    private static final int LINES_OF_ALL_BLOCKS = 400_000;

    private final int keys;
    private final Clock clock;
    private final List<OneFile> files = new ArrayList<>();
    private final List<Path> paths = new ArrayList<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;

    // Written by the feed's thread.
    private final AtomicLong lines = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private volatile double cpuSeconds;
    private volatile Exception failure;

    // Written by the owner.
    private volatile double rate;

    private TradeFeed(int keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
        this.thread = new Thread(this::run, "trade-feed");
    }

    /**
     * Makes the files, which are empty, and begins with rate 0.
     *
     * @param prefix what their names begin with
     * @param keys at least as many as files, and as many in each
     */
    static TradeFeed start(Path directory, String prefix, int files, int keys, Clock clock) throws IOException {
        if (keys % files != 0) {
            throw new IllegalArgumentException(keys + " keys cannot be shared evenly by " + files + " files");
        }
        TradeFeed feed = new TradeFeed(keys, clock);
        long now = micros(clock);
        for (int file = 0; file < files; file++) {
            Path path = directory.resolve(prefix + "-" + file + ".csv");
            feed.paths.add(path);
            feed.files.add(new OneFile(
                    FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    new TradeBlock(file, files, keys, LINES_OF_ALL_BLOCKS / files),
                    new AppendLog(keys / files),
                    now));
        }
        feed.thread.start();
        return feed;
    }

    private static long micros(Clock clock) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    }

    /** Sets how many trades are written in a second, from now on; 0 for none. */
    void rate(double perSecond) {
        rate = perSecond;
    }

    /** How many trades have been written. */
    long lines() throws IOException {
        requireWell();
        return lines.get();
    }

    long bytes() {
        return bytes.get();
    }

    int lineBytes() {
        return files.get(0).block.lineBytes();
    }

    /** What the thread that writes has taken of the processor. */
    double cpuSeconds() {
        return cpuSeconds;
    }

    private void requireWell() throws IOException {
        if (failure != null) {
            throw new IOException("the feed cannot write: " + failure.getMessage(), failure);
        }
    }

    /** When the trade of a key with this time was appended, in microseconds of the epoch. */
    OptionalLong appended(int key, long time) {
        return key >= keys
                ? OptionalLong.empty()
                : files.get(key % files.size()).log.appended(time);
    }

    /** When the first trade of a key was appended that has this time or a later one. */
    OptionalLong appendedFrom(int key, long time) {
        return key >= keys
                ? OptionalLong.empty()
                : files.get(key % files.size()).log.appendedFrom(time, key / files.size());
    }

    private void run() {
        RateSchedule schedule = null;
        double scheduled = 0;
        int turn = 0;
        try {
            while (!stop.await(TURN_MILLIS, TimeUnit.MILLISECONDS)) {
                double wanted = rate;
                if (wanted != scheduled) {
                    scheduled = wanted;
                    schedule = wanted == 0 ? null : new RateSchedule(wanted, System.nanoTime());
                }
                if (schedule != null) {
                    turn = write(schedule.due(System.nanoTime()), turn);
                }
                cpuSeconds = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure = e;
        } catch (IOException | RuntimeException e) {
            failure = e;
        }
    }

    private int write(long due, int firstFile) throws IOException {
        int now = Math.min(files.size(), FILES_A_TURN);
        int file = firstFile;
        for (int i = 0; i < now; i++) {
            // The first ones get one more, so that none is left over.
            long share = due / now + (i < due % now ? 1 : 0);
            OneFile to = files.get(file);
            while (share > 0) {
                int count = (int) Math.min(share, to.block.lines());
                bytes.addAndGet(to.append(count, micros(clock), clock));
                lines.addAndGet(count);
                share -= count;
            }
            file = file + 1 == files.size() ? 0 : file + 1;
        }
        return file;
    }

    /** Ends the writing and closes the files, which stay. */
    @Override
    public void close() throws IOException {
        stop.countDown();
        try {
            thread.join(TimeUnit.MINUTES.toMillis(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (OneFile file : files) {
            file.channel.close();
        }
        requireWell();
    }

    /** Removes the files, once it is closed. */
    void remove() throws IOException {
        for (Path path : paths) {
            Files.delete(path);
        }
    }

    /** A file that grows. Its channel and its block are the feed's thread's. */
    private static final class OneFile {
        private final FileChannel channel;
        private final TradeBlock block;
        private final AppendLog log;
        private long until;

        OneFile(FileChannel channel, TradeBlock block, AppendLog log, long now) {
            this.channel = channel;
            this.block = block;
            this.log = log;
            this.until = now;
        }

        long append(int count, long now, Clock clock) throws IOException {
            long after = until;
            // Clocks are set back at times; the trades of a file are in order.
            until = Math.max(now, after);
            long written = 0;
            for (ByteBuffer piece : block.next(count, after, until)) {
                while (piece.hasRemaining()) {
                    written += channel.write(piece);
                }
            }
            log.add(count, after, until, micros(clock));
            return written;
        }
    }
}
