package io.sluice.sink.store;

import io.sluice.sink.store.log.Change;
import io.sluice.sink.store.log.CommitLog;
import io.sluice.sink.store.log.DataFile;
import io.sluice.sink.store.log.Entry;
import io.sluice.sink.store.log.EntryKind;
import io.sluice.sink.store.log.KeyInfo;
import io.sluice.sink.store.log.LogEnd;
import io.sluice.sink.store.targets.HeldLock;
import io.sluice.sink.store.targets.HexText;
import io.sluice.sink.store.targets.StagedContentLostException;
import io.sluice.sink.store.targets.StagingArea;
import io.sluice.sink.store.targets.Target;
import io.sluice.sink.store.targets.UnclearOutcomeException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Changes to keys that count together or not at all. Each key is locked when it is first changed, until the end. {@link
 * #commit} makes the changes count; {@link #rollback}, and closing without a commit, abandon them. Two transactions that want
 * each other's locks both wait until one of them times out.
 *
 * <p>One thread at a time; every call may block.
 */
public final class Transaction implements AutoCloseable {

    /** One key: what it was when it was locked, and what is to become of it. */
    private static final class Work {
        final HeldLock lock;
        final Optional<KeyState> before;
        final List<StagedFile> staged = new ArrayList<>();
        boolean replaces;
        boolean deletes;
        Description description = Description.NONE;

        Work(HeldLock lock, Optional<KeyState> before) {
            this.lock = lock;
            this.before = before;
        }

        List<String> namesBefore() {
            return before.map(
                            state -> state.files().stream().map(DataFile::name).toList())
                    .orElse(List.of());
        }

        /** Whether what others do to the key meanwhile would be lost. */
        boolean dependsOnBefore() {
            return replaces || deletes;
        }
    }

    private enum State {
        OPEN,
        COMMITTED,
        /** Perhaps committed: what was staged has to stay. */
        UNCLEAR,
        ROLLED_BACK
    }

    private final DataSet dataSet;
    private final Target target;
    private final Map<Key, Work> keys = new TreeMap<>();
    private State state = State.OPEN;

    Transaction(DataSet dataSet) {
        this.dataSet = dataSet;
        this.target = dataSet.target();
    }

    /** Puts rows in the place of what the key has. A second call for a key replaces what the first one wrote. */
    public void write(Key key, Description description, FileContent content) throws IOException {
        Work work = locked(key);
        discard(work);
        work.replaces = true;
        work.deletes = false;
        stage(key, work, description, content);
    }

    /** Adds rows to what the key has. */
    public void append(Key key, Description description, FileContent content) throws IOException {
        Work work = locked(key);
        // After a deletion in this transaction it begins anew.
        work.replaces |= work.deletes;
        work.deletes = false;
        stage(key, work, description, content);
    }

    /** Deletes a key; false if there is none. */
    public boolean delete(Key key) throws IOException {
        Work work = locked(key);
        boolean there = !work.staged.isEmpty() || (work.before.isPresent() && !work.deletes);
        discard(work);
        work.replaces = false;
        work.deletes = true;
        return there;
    }

    /** Abandons the changes to a key, and gives its lock back; the other changes stay. */
    public void forget(Key key) throws IOException {
        requireOpen();
        Work work = keys.remove(key);
        if (work != null) {
            try {
                discard(work);
            } finally {
                work.lock.close();
            }
        }
    }

    private Work locked(Key key) throws IOException {
        requireOpen();
        Work known = keys.get(key);
        if (known != null) {
            return known;
        }
        HeldLock lock = dataSet.lock(key, dataSet.settings().lockTimeout());
        boolean looked = false;
        try {
            Work work = new Work(lock, dataSet.metadata(key));
            keys.put(key, work);
            looked = true;
            return work;
        } finally {
            if (!looked) {
                lock.close();
            }
        }
    }

    private void stage(Key key, Work work, Description description, FileContent content) throws IOException {
        StagedFile file = dataSet.stage(key);
        boolean sealed = false;
        try {
            file.seal(content.writeTo(file));
            sealed = true;
        } finally {
            if (!sealed) {
                file.discard();
            }
        }
        work.staged.add(file);
        work.description = description;
    }

    /**
     * Makes all changes count in one step, and visible.
     *
     * @throws ConflictException if another changed a key past its lock; nothing was committed
     * @throws UnpublishedException if it is committed and some files are not visible yet
     * @throws StagedContentLostException if files were removed before they were visible: the commit was taken back
     * @throws UnclearOutcomeException if nobody can say whether it is committed; looking at the keys will tell
     */
    public void commit() throws IOException {
        requireOpen();
        if (keys.values().stream()
                .allMatch(work -> work.staged.isEmpty() && work.namesBefore().isEmpty())) {
            rollback();
            return;
        }
        settle();
        Entry committed = create();
        state = State.COMMITTED;
        try {
            dataSet.log().publish(committed);
        } catch (StagedContentLostException lost) {
            // Whoever comes next would take it back; then this caller would never know.
            Optional<Entry> unused = LogEnd.published(target, dataSet.log(), dataSet.area());
            throw lost;
        } catch (IOException failure) {
            throw new UnpublishedException(dataSet.log().where(committed.sequence()), failure);
        }
        dataSet.log().checkpointAfter(committed, dataSet.area());
    }

    /** What an entry names is durable before it. */
    private void settle() throws IOException {
        boolean settled = false;
        try {
            dataSet.area().settle();
            settled = true;
        } finally {
            if (!settled) {
                // Asked again, the system might say yes, and not mean these files.
                rollback();
            }
        }
    }

    private Entry create() throws IOException {
        CommitLog log = dataSet.log();
        StagingArea area = dataSet.area();
        String nonce = HexText.of(target.random());
        for (int attempt = 0; attempt < dataSet.settings().commitAttempts(); attempt++) {
            if (attempt > 0) {
                target.pause(pause(attempt));
            }
            Optional<Entry> tail = LogEnd.published(target, log, area);
            requireNoConflict();
            if (!area.isHeld()) {
                throw new IOException(
                        target.location() + ": the staging area of this process was taken from it. Open again");
            }
            Entry entry = entry(tail, nonce);
            try {
                if (log.append(entry, area)) {
                    return entry;
                }
            } catch (UnclearOutcomeException unclear) {
                state = State.UNCLEAR;
                throw unclear;
            }
        }
        throw new IOException(log.where(0) + ": lost " + dataSet.settings().commitAttempts()
                + " numbers in a row to other writers; nothing was committed. Try again, or write less often");
    }

    /** Somewhere between nothing and a time that grows with the attempts, so that the losers do not meet again. */
    private Duration pause(int attempt) {
        double part;
        synchronized (target.random()) {
            part = target.random().nextDouble();
        }
        long nanos = dataSet.settings().commitPause().toNanos() * Math.min(attempt, 16);
        return Duration.ofNanos(Math.max(1, (long) (nanos * part)));
    }

    private void requireNoConflict() throws IOException {
        for (Map.Entry<Key, Work> each : keys.entrySet()) {
            if (each.getValue().dependsOnBefore()) {
                List<String> now = dataSet.metadata(each.getKey())
                        .map(found -> found.files().stream().map(DataFile::name).toList())
                        .orElse(List.of());
                if (!now.equals(each.getValue().namesBefore())) {
                    throw new ConflictException(target.location(), each.getKey());
                }
            }
        }
    }

    private Entry entry(Optional<Entry> tail, String nonce) throws IOException {
        Instant now = target.now();
        List<Change> changes = new ArrayList<>();
        keys.forEach((key, work) -> changes.add(new Change(
                key.text(),
                info(work, now),
                work.staged.stream().map(StagedFile::sealed).toList(),
                work.dependsOnBefore() ? work.namesBefore() : List.of())));
        return new Entry(
                Entry.FORMAT,
                EntryKind.COMMIT,
                dataSet.identity().id(),
                DataSet.KEYS,
                tail.map(Entry::sequence).orElse(-1L) + 1,
                0,
                dataSet.area().writer(),
                nonce,
                now,
                0,
                tail.map(Entry::totals).orElse(Entry.Totals.NONE).plus(changes),
                null,
                changes,
                Map.of());
    }

    private KeyInfo info(Work work, Instant now) {
        if (work.staged.isEmpty()) {
            return null;
        }
        Instant created = work.before.map(KeyState::info).map(KeyInfo::created).orElse(now);
        Description said = work.description;
        return new KeyInfo(said.schemaVersion(), dataSet.settings().provider(), created, now, said.attributes());
    }

    /** Abandons all changes. Does nothing once it is committed or rolled back. */
    public void rollback() throws IOException {
        if (state != State.OPEN) {
            return;
        }
        state = State.ROLLED_BACK;
        for (Work work : keys.values()) {
            discard(work);
        }
    }

    private static void discard(Work work) throws IOException {
        for (StagedFile file : work.staged) {
            file.discard();
        }
        work.staged.clear();
    }

    /** Rolls back what is not committed, and gives the locks back. */
    @Override
    public void close() throws IOException {
        try {
            rollback();
        } finally {
            for (Work work : keys.values()) {
                work.lock.close();
            }
            keys.clear();
        }
    }

    private void requireOpen() {
        if (state != State.OPEN) {
            throw new IllegalStateException(target.location() + ": the transaction is " + state + " and takes no more");
        }
    }
}
