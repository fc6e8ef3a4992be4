package io.sluice.sink.store.log;

import io.sluice.sink.store.targets.ObjectNames;
import io.sluice.sink.store.targets.StagedContentLostException;
import io.sluice.sink.store.targets.StagedObject;
import io.sluice.sink.store.targets.StagingArea;
import io.sluice.sink.store.targets.Target;
import io.sluice.sink.store.targets.UnclearOutcomeException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One log of a data set: finds its end, reads and creates entries, publishes what an entry says. It decides nothing; the
 * writers above do. Safe from any thread.
 */
public final class CommitLog {
    public static final String LOGS = "_sluice/log";
    private static final String SUFFIX = ".json";
    private static final int DIGITS = 20;
    private static final Pattern ENTRY = Pattern.compile("[0-9]{" + DIGITS + "}\\.json");

    /** An entry of a hundred thousand files. */
    private static final int MOST_ENTRY_BYTES = 64 << 20;

    private final Target target;
    private final String name;
    private final Checkpoints checkpoints;

    /** The log of that name: any text, which is escaped where it is part of an object's name. */
    public CommitLog(Target target, String name) {
        this.target = target;
        this.name = name;
        this.checkpoints = new Checkpoints(target, this);
        ObjectNames.escape(name);
    }

    public String name() {
        return name;
    }

    String directory() {
        return LOGS + "/" + ObjectNames.escape(name);
    }

    static String fileName(long sequence) {
        String digits = Long.toString(sequence);
        return "0".repeat(DIGITS - digits.length()) + digits + SUFFIX;
    }

    static long sequenceOf(String fileName) {
        return Long.parseLong(fileName.substring(0, DIGITS));
    }

    private static boolean isEntry(String fileName) {
        return ENTRY.matcher(fileName).matches();
    }

    /** The last entry, once everything up to it is durable; empty for a log without entries. */
    public Optional<Entry> tail() throws IOException {
        Optional<Entry> last = lastEntry();
        // After the look, not before: another may have created in between what the look then saw.
        target.settle(directory());
        return last;
    }

    /** The last entry, durable or not: for readers. */
    public Optional<Entry> lastEntry() throws IOException {
        long covered = checkpoints.entriesCovered();
        long count = covered;
        for (String fileName : target.list(directory(), covered == 0 ? "" : fileName(covered - 1))) {
            if (!isEntry(fileName)) {
                continue;
            }
            if (sequenceOf(fileName) != count) {
                throw new DamagedLogException(
                        where(count),
                        "entry " + count + " is missing, but " + sequenceOf(fileName) + " is there",
                        null);
            }
            count++;
        }
        return count == 0 ? Optional.empty() : Optional.of(read(count - 1));
    }

    /** The sequences of all entries there are, sorted: for whoever proves that none is missing. */
    public List<Long> sequences() throws IOException {
        return target.list(directory(), "").stream()
                .filter(CommitLog::isEntry)
                .map(CommitLog::sequenceOf)
                .toList();
    }

    public Entry read(long sequence) throws IOException {
        byte[] json = target.read(object(sequence), MOST_ENTRY_BYTES);
        Entry entry = LogJson.read(where(sequence), json, Entry.class);
        if (entry.format() > Entry.FORMAT) {
            throw new DamagedLogException(
                    where(sequence),
                    "it is in format " + entry.format() + ", and this version reads up to " + Entry.FORMAT,
                    null);
        }
        if (entry.kind() == null || entry.sequence() != sequence || !name.equals(entry.log())) {
            throw new DamagedLogException(
                    where(sequence), "it says that it is entry " + entry.sequence() + " of log " + entry.log(), null);
        }
        return entry;
    }

    /** The entry of that number, empty if there is none yet. */
    public Optional<Entry> readIfThere(long sequence) throws IOException {
        try {
            return Optional.of(read(sequence));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    /**
     * Creates an entry; false if its number was given to another. A lost reply is found out by reading.
     *
     * @throws UnclearOutcomeException if nobody can say whether it is there for good
     */
    public boolean append(Entry entry, StagingArea staging) throws IOException {
        try {
            target.create(object(entry.sequence()), LogJson.bytes(entry), staging);
            return true;
        } catch (FileAlreadyExistsException taken) {
            return isMine(entry, taken);
        } catch (UnclearOutcomeException unclear) {
            return settled(entry, unclear);
        }
    }

    private boolean isMine(Entry entry, IOException why) throws UnclearOutcomeException {
        try {
            boolean mine = read(entry.sequence()).nonce().equals(entry.nonce());
            if (mine) {
                target.settle(directory());
            }
            return mine;
        } catch (IOException unreadable) {
            why.addSuppressed(unreadable);
            throw new UnclearOutcomeException(where(entry.sequence()), why);
        }
    }

    private boolean settled(Entry entry, UnclearOutcomeException unclear) throws UnclearOutcomeException {
        try {
            Optional<Entry> found = readIfThere(entry.sequence());
            if (found.isPresent()) {
                target.settle(directory());
                return found.get().nonce().equals(entry.nonce());
            }
        } catch (IOException unreadable) {
            unclear.addSuppressed(unreadable);
        }
        // Missing says nothing: what was sent may still arrive.
        throw unclear;
    }

    /**
     * Makes the files visible that an entry added, then removes those that it removed. May be repeated, also by several at once.
     *
     * @throws StagedContentLostException if there is nothing to make visible; nothing was removed then
     */
    public void publish(Entry entry) throws IOException {
        if (entry.kind() == EntryKind.COMMIT) {
            target.publish(staged(entry));
        } else if (entry.kind() == EntryKind.VOID) {
            // Somebody who stood still may go on publishing what is taken back. What a void brings back was never away.
            target.discard(staged(read(entry.sequence() - 1)));
        }
        target.delete(entry.changes().stream()
                .flatMap(change -> change.removed().stream())
                .toList());
    }

    private static List<StagedObject> staged(Entry entry) {
        return entry.changes().stream()
                .flatMap(change -> change.added().stream())
                .map(DataFile::stagedObject)
                .toList();
    }

    /** Adds to {@code fold} what the first {@code count} entries did. */
    public void fold(long count, Fold fold) throws IOException {
        checkpoints.fold(count, fold);
    }

    /** Creates the checkpoints that are due after an entry; it is no harm if that fails. */
    public void checkpointAfter(Entry entry, StagingArea staging) {
        checkpoints.write(entry.sequence() + 1, staging);
    }

    /** Creates the checkpoints that are missing among the first {@code count} entries. */
    public void completeCheckpoints(long count, StagingArea staging) throws IOException {
        checkpoints.complete(count, staging);
    }

    String object(long sequence) {
        return directory() + "/" + fileName(sequence);
    }

    public String where(long sequence) {
        return target.location() + "/" + object(sequence);
    }
}
