package io.sluice.sink.store.operations;

import io.sluice.sink.store.Checksum;
import io.sluice.sink.store.DataSet;
import io.sluice.sink.store.Description;
import io.sluice.sink.store.FileFacts;
import io.sluice.sink.store.Key;
import io.sluice.sink.store.KeyState;
import io.sluice.sink.store.Transaction;
import io.sluice.sink.store.log.DataFile;
import io.sluice.sink.store.log.KeyInfo;
import io.sluice.sink.store.operations.MigrationProgress.Outcome;
import io.sluice.sink.store.targets.StoredContent;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Copies keys from one data set to another, wherever either is. Keys are committed in batches, each key whole or not at all;
 * what was read is held against the checksum in the source's log before it is committed. The target's own log says what is done
 * already, so a migration that ended early is run again, and goes on. A key that the target has with other content is replaced.
 *
 * <p>What moves is rows and what is known of them; the offsets of each file move with it. The logs of sources stay: whoever
 * writes to the new place from a source starts a new log there.
 *
 * <p>One thread at a time.
 */
public final class Migration {
    private final DataSet from;
    private final DataSet to;
    private final Consumer<MigrationProgress> progress;

    private final Map<Key, Exception> failures = new TreeMap<>();
    private long done;
    private long inAll;
    private long copied;
    private long alreadyThere;
    private long files;
    private long rows;
    private long bytes;

    /** From one to the other; {@code progress} is told of each key, on the thread that runs the migration. */
    public Migration(DataSet from, DataSet to, Consumer<MigrationProgress> progress) {
        this.from = from;
        this.to = to;
        this.progress = progress;
    }

    /** Copies the keys that are {@code prefix} or below it, so many in a commit. */
    public MigrationReport run(String prefix, int batchKeys) throws IOException {
        if (batchKeys < 1) {
            throw new IllegalArgumentException("batchKeys is " + batchKeys + ", but must be 1 or more");
        }
        // The last batch of a run that ended early may be committed and not visible, and nothing after it may touch its
        // log.
        Map<String, Repair.Outcome> unused = new Repair(to.target()).publish();
        List<KeyState> keys = from.states(prefix);
        inAll = keys.size();
        for (int start = 0; start < keys.size(); start += batchKeys) {
            runBatch(keys.subList(start, Math.min(start + batchKeys, keys.size())));
        }
        return new MigrationReport(copied, alreadyThere, files, rows, bytes, failures);
    }

    private void runBatch(List<KeyState> batch) throws IOException {
        Map<KeyState, Boolean> staged = new LinkedHashMap<>();
        try (Transaction transaction = to.begin()) {
            for (KeyState source : batch) {
                if (isThere(source)) {
                    alreadyThere++;
                    tell(source.key(), Outcome.ALREADY_THERE);
                } else if (stage(source, transaction)) {
                    staged.put(source, true);
                }
            }
            transaction.commit();
        } catch (IOException failure) {
            for (KeyState source : staged.keySet()) {
                fail(source.key(), failure);
            }
            return;
        }
        for (KeyState source : staged.keySet()) {
            copied++;
            files += source.files().size();
            rows += source.rows();
            bytes += source.bytes();
            tell(source.key(), Outcome.COPIED);
        }
    }

    private boolean isThere(KeyState source) throws IOException {
        Optional<KeyState> target = to.metadata(source.key());
        return target.isPresent() && contents(target.get()).equals(contents(source));
    }

    private static List<String> contents(KeyState state) {
        return state.files().stream()
                .map(file -> file.checksum() + " " + file.bytes() + " " + file.rows())
                .toList();
    }

    /** A key that cannot be read is taken out of its batch, and the others go on. */
    private boolean stage(KeyState source, Transaction transaction) {
        try {
            Description description = description(source.info());
            boolean[] first = {true};
            from.read(source.key(), (file, content) -> {
                if (first[0]) {
                    transaction.write(source.key(), description, sink -> copy(file, content, sink::write));
                    first[0] = false;
                } else {
                    transaction.append(source.key(), description, sink -> copy(file, content, sink::write));
                }
            });
            return true;
        } catch (IOException | RuntimeException failure) {
            try {
                transaction.forget(source.key());
            } catch (IOException undone) {
                failure.addSuppressed(undone);
            }
            fail(source.key(), failure);
            return false;
        }
    }

    private static FileFacts copy(DataFile file, StoredContent content, Checksum.Part target) throws IOException {
        Checksum checksum = new Checksum();
        Checksum.read(content, part -> {
            checksum.update(part);
            target.take(part);
        });
        if (!checksum.text().equals(file.checksum())) {
            throw new FileSystemException(
                    content.name(),
                    null,
                    "is damaged: it has checksum " + checksum.text() + " and not " + file.checksum()
                            + ". Restore it from a copy and run the migration again");
        }
        return new FileFacts(file.rows(), file.first(), file.last(), file.ranges());
    }

    private static Description description(KeyInfo info) {
        return info == null ? Description.NONE : new Description(info.schemaVersion(), info.attributes());
    }

    private void fail(Key key, Exception failure) {
        failures.put(key, failure);
        tell(key, Outcome.FAILED);
    }

    private void tell(Key key, Outcome outcome) {
        done++;
        progress.accept(new MigrationProgress(key, outcome, done, inAll, bytes));
    }
}
