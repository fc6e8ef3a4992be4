package io.sluice.sink.files;

import io.sluice.sink.rows.BadRecordException;
import io.sluice.sink.rows.Row;
import io.sluice.sink.store.ClaimedLog;
import io.sluice.sink.store.Key;
import io.sluice.sink.store.StagedFile;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * The files of one partition for its next commit: those that take rows, and those that are full before it. Owned by the
 * partition's lane.
 */
final class PartitionFiles {
    /** How often within one record a file's size is looked at, which costs a look at each of its columns. */
    private static final int ROWS_PER_LOOK = 1024;

    private final WriterSettings settings;
    private final OutputPartitions partitions;
    private final Executor pool;
    private final MemoryBudget.Account account;
    private final WriterEvents events;

    /** What rows share a file must be of one such span; 0 if any may. */
    private final long spanMillis;

    private final Map<Key, GrowingFile> growing = new LinkedHashMap<>();
    private final Set<Key> touched = new LinkedHashSet<>();
    private final Map<GrowingFile, Long> held = new HashMap<>();
    private FinishingFiles finishing = new FinishingFiles();
    private int rowsSinceLook;
    private long rowsTaken;

    /** Where the last row went, as the next one often does: a key that was touched; null if nobody knows. */
    private Key latest;

    private GrowingFile latestFile;

    PartitionFiles(
            WriterSettings settings,
            OutputPartitions partitions,
            Executor pool,
            MemoryBudget.Account account,
            WriterEvents events) {
        this.settings = settings;
        this.partitions = partitions;
        this.pool = pool;
        this.account = account;
        this.events = events;
        this.spanMillis = settings.rotation().recordTime().toMillis();
    }

    /**
     * Takes a row into the file where it belongs.
     *
     * @throws BadRecordException if it belongs nowhere; then no file has any of it
     */
    void take(ClaimedLog log, Row row, long offset) throws BadRecordException, IOException {
        Key key = keyOf(row);
        long span = span(row);
        GrowingFile file = isLatest(key) ? latestFile : growing.get(key);
        if (file != null && !file.takes(row, span)) {
            finish(key);
            file = null;
        }
        if (file == null) {
            file = open(log, key, row, span, offset);
        }
        file.write(row, offset);
        if (!isLatest(key)) {
            touched.add(key);
            latest = key;
        }
        if (file != latestFile) {
            latestFile = file;
        }
        rowsTaken++;
        if (++rowsSinceLook >= ROWS_PER_LOOK) {
            look();
        }
    }

    private Key keyOf(Row row) throws BadRecordException {
        try {
            return partitions.of(row);
        } catch (IllegalArgumentException noName) {
            // A value that no directory can be called after.
            throw new BadRecordException("its output partition cannot be named: " + noName.getMessage());
        }
    }

    /** The same key is mostly the same object; if it is not, it is only looked up. */
    @SuppressWarnings("ReferenceEquality")
    private boolean isLatest(Key key) {
        return key == latest;
    }

    private long span(Row row) {
        if (spanMillis == 0) {
            return 0;
        }
        OptionalLong time = partitions.time(row);
        return time.isEmpty() ? Long.MIN_VALUE : Math.floorDiv(time.getAsLong(), spanMillis);
    }

    private GrowingFile open(ClaimedLog log, Key key, Row row, long span, long offset) throws IOException {
        StagedFile staged = log.stage(key, offset);
        GrowingFile file;
        try {
            file = new GrowingFile(staged, row.shape(), span, settings.version(), settings.parquet());
        } catch (IOException | RuntimeException failure) {
            staged.discard();
            throw failure;
        }
        growing.put(key, file);
        finishing.schema("schema." + row.shape().id(), row.shape().type().toString());
        events.fileOpened();
        return file;
    }

    /** Brings the account up to date, and finishes files that have reached a limit. */
    void look() throws IOException {
        rowsSinceLook = 0;
        RotationSettings rotation = settings.rotation();
        for (Key key : List.copyOf(touched)) {
            GrowingFile file = growing.get(key);
            if (file != null) {
                if (file.bytes() >= rotation.bytes() || (rotation.rows() > 0 && file.rows() >= rotation.rows())) {
                    finish(key);
                } else {
                    hold(file, file.memoryBytes());
                }
            }
        }
        touched.clear();
        latest = null;
        account.largest(held.values().stream().mapToLong(Long::longValue).max().orElse(0));
    }

    private void hold(GrowingFile file, long bytes) {
        Long before = held.put(file, bytes);
        account.add(bytes - (before == null ? 0 : before));
    }

    /** Has the largest file finished, to give back what it holds. */
    void shed() throws IOException {
        Key largest = null;
        long most = 0;
        for (Map.Entry<Key, GrowingFile> each : growing.entrySet()) {
            long bytes = held.getOrDefault(each.getValue(), 0L);
            if (bytes > most) {
                most = bytes;
                largest = each.getKey();
            }
        }
        if (largest != null) {
            events.shed();
            finish(largest);
        }
        account.largest(held.values().stream().mapToLong(Long::longValue).max().orElse(0));
    }

    private void finish(Key key) throws IOException {
        GrowingFile file = growing.remove(key);
        latest = null;
        Long known = held.remove(file);
        long bytes = known == null ? 0 : known;
        events.fileClosed();
        account.leaving(bytes);
        finishing.add(FinishingFile.start(file, pool, () -> account.left(bytes)));
    }

    boolean noneGrows() {
        return growing.isEmpty() && !finishing.isEmpty();
    }

    /** Has all files finished, and gives them away: rows that follow belong to another commit. */
    FinishingFiles seal() throws IOException {
        for (Key key : List.copyOf(growing.keySet())) {
            finish(key);
        }
        FinishingFiles sealed = finishing;
        clear();
        return sealed;
    }

    /** Abandons all files. What cannot be removed is left to the next claim. */
    void discard(IOException why) throws IOException {
        finishing.discard(why);
        for (GrowingFile file : growing.values()) {
            events.fileClosed();
            try {
                file.discard();
            } catch (IOException | RuntimeException remains) {
                why.addSuppressed(remains);
            }
        }
        held.values().forEach(bytes -> account.add(-bytes));
        clear();
    }

    private void clear() {
        growing.clear();
        finishing = new FinishingFiles();
        held.clear();
        touched.clear();
        latest = null;
        rowsSinceLook = 0;
        account.largest(0);
    }

    long takeRowsTaken() {
        long taken = rowsTaken;
        rowsTaken = 0;
        return taken;
    }
}
