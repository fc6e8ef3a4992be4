package io.sluice.source.retire;

import io.sluice.io.vfs.Vfs;
import io.sluice.source.scan.ScanRoot;
import io.sluice.source.tail.ContentSource;
import io.sluice.source.tail.Families;
import io.sluice.source.tail.FinishedFile;
import io.sluice.source.tail.Retiring;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Retires files, one after the other, on a thread of its own: comparing and compressing take longer than the reader may be away.
 * The reader's thread hands files over and takes outcomes back; nobody ever interrupts the thread, for that would close files
 * under it.
 */
public final class Retirement implements Retiring {

    private static final Logger LOG = LoggerFactory.getLogger("io.sluice.source.files");

    /** So many are handed over at most; the others wait with the reader, which knows them anyway. */
    private static final int MOST_WAITING = 64;

    /** How often it is looked whether somebody was ended half way. */
    private static final Duration RECOVERY = Duration.ofMinutes(1);

    private static final Duration LONGEST_END = Duration.ofSeconds(10);
    private static final int BUFFER_BYTES = 256 << 10;

    /**
     * What a retirement works with.
     *
     * @param owner tells the drafts of one task from those of others: letters, digits and dashes
     * @param families says which files are this task's
     * @param contents opens files as they were read
     * @param archives opens what archiving has written
     */
    public record Parts(
            Vfs vfs,
            List<ScanRoot> roots,
            Families families,
            ContentSource contents,
            ContentSource archives,
            StoredMoments stored,
            String owner) {}

    private final RetireSettings settings;
    private final Parts parts;
    private final Quarantine quarantine;
    private final TargetDirectory target;
    private final Retiree retiree;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Under the lock.
    private final Deque<FinishedFile> waiting = new ArrayDeque<>();
    private final List<Retired> ended = new ArrayList<>();

    private volatile boolean stopped;

    /** Of the thread. */
    private long nextRecovery;

    /** @param name of the thread */
    public Retirement(String name, RetireSettings settings, Parts parts) {
        this.settings = settings;
        this.parts = parts;
        this.quarantine = new Quarantine(parts.vfs());
        byte[] buffer = new byte[BUFFER_BYTES];
        this.target = settings.directory() == null
                ? null
                : new TargetDirectory(
                        parts.vfs(), parts.contents(), parts.archives(), settings.directory(), parts.owner(), buffer);
        this.retiree = new Retiree(parts.vfs(), parts.contents(), keeping(buffer), quarantine);
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    private Keeping keeping(byte[] buffer) {
        Keeping moving = new Moving(parts.vfs(), target, buffer, this::checkStopped);
        return switch (settings.action()) {
            case KEEP -> throw new IllegalArgumentException("files that are kept are not retired");
            case DELETE ->
                file -> {
                    Retiree.refuseSecondNames(file);
                    return file.file().matches(file.content(), buffer, (bytes, length) -> checkStopped())
                            ? Keeping.Kept.NOWHERE
                            : Keeping.Kept.CHANGED;
                };
            case MOVE -> moving;
            case ARCHIVE -> new Archiving(target, settings.packing(), moving, buffer, this::checkStopped);
        };
    }

    public void start() {
        thread.start();
    }

    private void checkStopped() throws IOException {
        if (stopped) {
            throw new IOException("the task ends");
        }
    }

    // ---- the thread

    private void run() {
        try {
            while (!stopped) {
                step(RECOVERY);
            }
        } catch (InterruptedException e) {
            LOG.warn("Someone interrupted the thread that takes read files away: it ends", e);
            Thread.currentThread().interrupt();
        }
    }

    /** Retires one file, if there is one before the time is over; looks after what others left now and then. */
    void step(Duration longest) throws InterruptedException {
        long now = parts.vfs().nanoTime();
        if (nextRecovery == 0 || now - nextRecovery >= 0) {
            recover();
            nextRecovery = parts.vfs().nanoTime() + RECOVERY.toNanos();
        }
        FinishedFile file = next(longest);
        if (file != null) {
            Retired retired = retiree.retire(file);
            lock.lock();
            try {
                ended.add(retired);
            } finally {
                lock.unlock();
            }
        }
    }

    private FinishedFile next(Duration longest) throws InterruptedException {
        lock.lock();
        try {
            long left = longest.toNanos();
            while (waiting.isEmpty() && !stopped && left > 0) {
                left = changed.awaitNanos(left);
            }
            return stopped ? null : waiting.pollFirst();
        } finally {
            lock.unlock();
        }
    }

    private void recover() {
        try {
            if (target != null) {
                target.sweep();
            }
            for (ScanRoot root : parts.roots()) {
                quarantine.recover(
                        root, path -> parts.families().owns(parts.families().of(root.id(), path)));
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn(
                    "Files that were being taken away when a task ended cannot be given back yet; tried again later",
                    e);
        }
    }

    // ---- others

    @Override
    public Settings settings() {
        return settings.forTailing();
    }

    @Override
    public long moment() {
        return parts.stored().moment();
    }

    @Override
    public boolean isStored(long moment) {
        return parts.stored().isStored(moment);
    }

    @Override
    public boolean offer(FinishedFile file) {
        lock.lock();
        try {
            if (waiting.size() >= MOST_WAITING || stopped) {
                return false;
            }
            waiting.addLast(file);
            changed.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<Retired> takeEnded() {
        lock.lock();
        try {
            List<Retired> taken = List.copyOf(ended);
            ended.clear();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** How many wait, for the metrics. */
    public long waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** Ends after the file that is under way, which is given up where it takes long. */
    public void end() throws InterruptedException {
        lock.lock();
        try {
            stopped = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
        thread.join(TimeUnit.NANOSECONDS.toMillis(LONGEST_END.toNanos()));
        if (thread.isAlive()) {
            LOG.warn("A file is still being taken away after {}; the next task looks after it", LONGEST_END);
        }
    }
}
