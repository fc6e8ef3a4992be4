package io.sluice.sink.store;

import io.sluice.sink.store.log.CommitLog;
import io.sluice.sink.store.log.DataFile;
import io.sluice.sink.store.log.DataSetIdentity;
import io.sluice.sink.store.log.Entry;
import io.sluice.sink.store.log.LogEnd;
import io.sluice.sink.store.log.Logs;
import io.sluice.sink.store.targets.HeldLock;
import io.sluice.sink.store.targets.ObjectNames;
import io.sluice.sink.store.targets.StagingArea;
import io.sluice.sink.store.targets.StagingAreas;
import io.sluice.sink.store.targets.StoredContent;
import io.sluice.sink.store.targets.Target;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keys with rows, in files that count together or not at all. Every call blocks on the caller's thread, and each look sees all
 * that was committed before it, by whichever process. {@link AsyncDataSet} is the same without blocking the caller.
 *
 * <p>Safe from any thread. The owner closes it, and then the target, when no call is under way.
 */
public final class DataSet implements AutoCloseable {
    /** The log of those who write by key. */
    static final String KEYS = "keys";

    private static final int MOST_LOCK_NAME_BYTES = 200;
    private static final int MOST_READS = 10;

    private final Target target;
    private final DataSetSettings settings;
    private final Catalog catalog;
    private final CommitLog log;
    private final AtomicLong files = new AtomicLong();

    /** Opened by the first who writes; guarded by this. */
    private StagingArea area;

    private DataSetIdentity identity;
    private boolean closed;

    private DataSet(Target target, DataSetSettings settings) {
        this.target = target;
        this.settings = settings;
        this.catalog = new Catalog(target);
        this.log = new CommitLog(target, KEYS);
    }

    /** Opens what is there, or a place where nothing is yet. Asks the target nothing. */
    public static DataSet open(Target target, DataSetSettings settings) {
        return new DataSet(target, settings);
    }

    public Target target() {
        return target;
    }

    // Looking.

    public boolean exists(Key key) throws IOException {
        return metadata(key).isPresent();
    }

    /** The keys that are {@code prefix} or below it, sorted; all for the empty one. */
    public List<Key> list(String prefix) throws IOException {
        return states(prefix).stream().map(KeyState::key).toList();
    }

    /** As {@link #list}, with all that is known of each. */
    public List<KeyState> states(String prefix) throws IOException {
        return catalog.keys(prefix);
    }

    /** What is known of a key; empty if it has no files. */
    public Optional<KeyState> metadata(Key key) throws IOException {
        return catalog.key(key);
    }

    /** Reads files of a key one after another. */
    @FunctionalInterface
    public interface FileVisitor {
        void visit(DataFile file, StoredContent content) throws IOException;
    }

    /**
     * Reads a key as it is at one moment: all its files are opened before the first is visited, so that a replacement
     * meanwhile takes none away.
     *
     * @throws NoSuchFileException if there is no such key
     */
    public void read(Key key, FileVisitor visitor) throws IOException {
        try (OpenFiles open = openAll(key)) {
            open.visit(visitor);
        }
    }

    private OpenFiles openAll(Key key) throws IOException {
        IOException last = null;
        for (int attempt = 0; attempt < MOST_READS; attempt++) {
            KeyState state = metadata(key)
                    .orElseThrow(() -> new NoSuchFileException(target.location() + ": there is no key " + key));
            try {
                return OpenFiles.of(target, state.files());
            } catch (NoSuchFileException gone) {
                // Replaced or deleted since we looked, or committed and not visible yet: look again.
                last = gone;
                target.pause(settings.commitPause());
                if (attempt > 0) {
                    publishEnds(gone);
                }
            }
        }
        throw new IOException(
                target.location() + ": files of key " + key
                        + " are not there, although the log names them. verify says which" + " are missing",
                last);
    }

    /** Makes visible what a writer committed who may have ended before he could: anyone can, and any number of times. */
    private void publishEnds(IOException why) {
        try {
            for (CommitLog each : Logs.of(target)) {
                Optional<Entry> unused = LogEnd.published(target, each, area());
            }
        } catch (IOException failure) {
            why.addSuppressed(failure);
        }
    }

    // Changing.

    /** Begins changes to any number of keys that will count together. */
    public Transaction begin() throws IOException {
        return new Transaction(this);
    }

    /** Puts rows in the place of what the key had. */
    public void write(Key key, Description description, FileContent content) throws IOException {
        try (Transaction transaction = begin()) {
            transaction.write(key, description, content);
            transaction.commit();
        }
    }

    /** Adds rows to what the key has. */
    public void append(Key key, Description description, FileContent content) throws IOException {
        try (Transaction transaction = begin()) {
            transaction.append(key, description, content);
            transaction.commit();
        }
    }

    /** Deletes a key; false if there is none. */
    public boolean delete(Key key) throws IOException {
        try (Transaction transaction = begin()) {
            boolean deleted = transaction.delete(key);
            transaction.commit();
            return deleted;
        }
    }

    /**
     * Waits for the lock of a key, for at most {@code timeout}: {@link io.sluice.io.lock.LockTimeoutException} then. It keeps
     * off who writes the key, in any process, and is given back by closing it or by the end of the process. Whoever holds it
     * and writes the same key waits for himself: transactions take their locks by themselves.
     */
    public HeldLock lock(Key key, Duration timeout) throws IOException {
        String name = ObjectNames.shorten(ObjectNames.escape(key.text()), MOST_LOCK_NAME_BYTES);
        return target.lock(name, timeout);
    }

    /**
     * Claims the log of a source, which fences everyone who claimed it before. Such a log has offsets, and one writer at a
     * time.
     */
    public ClaimedLog claim(String source) throws IOException {
        if (source.equals(KEYS)) {
            throw new IllegalArgumentException(
                    "source is '" + KEYS + "', but that is the log of those who write by key");
        }
        return ClaimedLog.claim(target, source, settings.provider());
    }

    // For transactions.

    DataSetSettings settings() {
        return settings;
    }

    CommitLog log() {
        return log;
    }

    synchronized StagingArea area() throws IOException {
        if (closed) {
            throw new IllegalStateException(target.location() + ": the data set is closed");
        }
        if (area == null) {
            area = StagingAreas.open(target, KEYS + ".");
        }
        return area;
    }

    synchronized DataSetIdentity identity() throws IOException {
        if (identity == null) {
            identity = DataSetIdentity.readOrCreate(target, area());
        }
        return identity;
    }

    StagedFile stage(Key key) throws IOException {
        StagingArea open = area();
        String name = key.text() + "/" + open.writer() + "-" + files.getAndIncrement() + DataFile.SUFFIX;
        return new StagedFile(key, open.stage(name));
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        if (area != null) {
            area.close();
        }
    }
}
