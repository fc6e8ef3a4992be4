package io.sluice.sink.store.operations;

import io.sluice.sink.parquet.RowFile;
import io.sluice.sink.store.Checksum;
import io.sluice.sink.store.log.Change;
import io.sluice.sink.store.log.CommitLog;
import io.sluice.sink.store.log.DataFile;
import io.sluice.sink.store.log.Entry;
import io.sluice.sink.store.log.EntryKind;
import io.sluice.sink.store.log.Fold;
import io.sluice.sink.store.log.Logs;
import io.sluice.sink.store.operations.VerificationReport.Gap;
import io.sluice.sink.store.operations.VerificationReport.Reset;
import io.sluice.sink.store.targets.StoredContent;
import io.sluice.sink.store.targets.Target;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Proves a data set sound from its logs: no offset of a source was committed twice, no entry is missing, checkpoints say what
 * their entries say, every file that counts is there with its size, checksum and number of rows, and no other can be seen.
 * Changes nothing. A writer at work meanwhile may make files look missing or stray that are not: then look again.
 *
 * <p>One thread at a time.
 */
public final class Verification {
    private final Target target;
    private final RowCounter rows;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Gap> gaps = new ArrayList<>();
    private final List<Reset> resets = new ArrayList<>();
    private final List<String> unpublished = new ArrayList<>();

    /** Counts the rows of a file by looking into it. */
    @FunctionalInterface
    public interface RowCounter {
        long rows(StoredContent content) throws IOException;
    }

    /** Of Parquet files. */
    public Verification(Target target) {
        this(target, RowFile::rowCount);
    }

    public Verification(Target target, RowCounter rows) {
        this.target = target;
        this.rows = rows;
    }

    /** Goes through everything once. */
    public VerificationReport run() throws IOException {
        Fold all = new Fold();
        Set<String> open = new HashSet<>();
        long logs = 0;
        long entries = 0;
        for (CommitLog log : Logs.of(target)) {
            Fold own = new Fold();
            LogProof proof = new LogProof(log, problems::add, gaps::add, resets::add);
            proof.run(entry -> own.apply(entry.changes()));
            proof.openEnd().ifPresent(end -> noteOpen(log, end, open));
            compareCheckpoints(log, proof.entries(), own);
            all.apply(own.changes());
            logs++;
            entries += proof.entries();
        }
        Map<String, Long> visible = visible();
        long[] sums = new long[3];
        all.keys()
                .values()
                .forEach(key -> key.files().forEach(file -> {
                    sums[0]++;
                    sums[1] += file.rows();
                    sums[2] += file.bytes();
                    check(file, visible.remove(file.name()), open);
                }));
        visible.keySet().stream()
                .filter(name -> !open.contains(name))
                .forEach(name -> problem(Problem.Kind.STRAY, name, "can be seen, but does not count. Move it away"));
        return new VerificationReport(logs, entries, sums[0], sums[1], sums[2], problems, gaps, resets, unpublished);
    }

    /** What the last commit adds may not be visible yet, and what it removes still be. */
    private void noteOpen(CommitLog log, Entry end, Set<String> open) {
        Set<String> names = new HashSet<>();
        for (Change change : end.changes()) {
            if (end.kind() == EntryKind.COMMIT) {
                change.added().forEach(file -> names.add(file.name()));
            }
            names.addAll(change.removed());
        }
        open.addAll(names);
        try {
            for (Change change : end.changes()) {
                for (DataFile file : change.added()) {
                    if (target.size(file.name()).isEmpty()) {
                        unpublished.add(log.where(end.sequence()));
                        return;
                    }
                }
            }
        } catch (IOException unreadable) {
            problem(Problem.Kind.LOG, log.where(end.sequence()), String.valueOf(unreadable.getMessage()));
        }
    }

    private void compareCheckpoints(CommitLog log, long entries, Fold byEntries) {
        try {
            Fold byCheckpoints = new Fold();
            log.fold(entries, byCheckpoints);
            if (!byCheckpoints.changes().equals(byEntries.changes())) {
                problem(
                        Problem.Kind.CHECKPOINT,
                        log.name(),
                        "the checkpoints of this log do not say what its entries say. Remove the checkpoints; they are"
                                + " made again");
            }
        } catch (IOException unreadable) {
            problem(Problem.Kind.CHECKPOINT, log.name(), String.valueOf(unreadable.getMessage()));
        }
    }

    private Map<String, Long> visible() throws IOException {
        Map<String, Long> visible = new HashMap<>();
        target.walk("", (name, bytes) -> {
            if (name.endsWith(DataFile.SUFFIX)) {
                visible.put(name, bytes);
            }
        });
        return visible;
    }

    private void check(DataFile file, Long bytes, Set<String> open) {
        if (bytes == null) {
            if (!open.contains(file.name())) {
                problem(Problem.Kind.MISSING, file.name(), "is not there, but counts with " + file.rows() + " rows");
            }
            return;
        }
        if (bytes != file.bytes()) {
            problem(Problem.Kind.DAMAGED, file.name(), "has " + bytes + " bytes and not " + file.bytes());
            return;
        }
        try (StoredContent content = target.open(file.name())) {
            String checksum = Checksum.of(content);
            if (!checksum.equals(file.checksum())) {
                problem(Problem.Kind.DAMAGED, file.name(), "has checksum " + checksum + " and not " + file.checksum());
                return;
            }
            long found = rows.rows(content);
            if (found != file.rows()) {
                problem(Problem.Kind.DAMAGED, file.name(), "has " + found + " rows and not " + file.rows());
            }
        } catch (NoSuchFileException gone) {
            problem(Problem.Kind.MISSING, file.name(), "was there, and went while it was looked at. Look again");
        } catch (IOException unreadable) {
            problem(Problem.Kind.DAMAGED, file.name(), String.valueOf(unreadable.getMessage()));
        }
    }

    private void problem(Problem.Kind kind, String name, String what) {
        problems.add(new Problem(kind, target.location() + "/" + name, what));
    }
}
