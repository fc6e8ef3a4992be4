package io.sluice.sink.store.operations;

import io.sluice.sink.store.log.Change;
import io.sluice.sink.store.log.CommitLog;
import io.sluice.sink.store.log.DataFile;
import io.sluice.sink.store.log.Entry;
import io.sluice.sink.store.log.EntryKind;
import io.sluice.sink.store.operations.VerificationReport.Gap;
import io.sluice.sink.store.operations.VerificationReport.Reset;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Goes through one log from its first entry to its last and holds each against the one before. One thread at a time.
 */
final class LogProof {
    private final CommitLog log;
    private final Consumer<Problem> problems;
    private final Consumer<Gap> gaps;
    private final Consumer<Reset> resets;
    private final Set<String> names = new HashSet<>();

    private Entry before;
    private long entries;

    LogProof(CommitLog log, Consumer<Problem> problems, Consumer<Gap> gaps, Consumer<Reset> resets) {
        this.log = log;
        this.problems = problems;
        this.gaps = gaps;
        this.resets = resets;
    }

    /** Looks at each entry and gives the good ones on. */
    void run(Consumer<Entry> good) throws IOException {
        List<Long> sequences = log.sequences();
        long expected = 0;
        for (long sequence : sequences) {
            for (; expected < sequence; expected++) {
                problem(expected, "the entry is missing, although later ones are there");
            }
            expected = sequence + 1;
            try {
                Entry entry = log.read(sequence);
                check(entry);
                before = entry;
                good.accept(entry);
            } catch (IOException | RuntimeException unreadable) {
                problem(sequence, String.valueOf(unreadable.getMessage()));
            }
            entries++;
        }
    }

    long entries() {
        return entries;
    }

    /** The last entry, if it is a commit: it may not be published yet. */
    Optional<Entry> openEnd() {
        return Optional.ofNullable(before).filter(Entry::changesFiles);
    }

    private void check(Entry entry) {
        long next = before == null ? 0 : before.next();
        long sequence = entry.sequence();
        if (before != null && !Objects.equals(before.dataSet(), entry.dataSet())) {
            problem(sequence, "it is of data set " + entry.dataSet() + ", the one before of " + before.dataSet());
        }
        switch (entry.kind()) {
            case CLAIM -> {
                if (entry.epoch() != sequence) {
                    problem(sequence, "a claim has epoch " + entry.epoch() + " and not its own number");
                }
                requireNext(entry, next);
            }
            case COMMIT -> checkCommit(entry, next);
            case VOID -> {
                if (before == null || before.kind() != EntryKind.COMMIT) {
                    problem(sequence, "a void does not follow a commit");
                } else {
                    requireNext(
                            entry,
                            before.range() == null
                                    ? before.next()
                                    : before.range().first());
                }
            }
            case RESET -> resets.accept(new Reset(log.name(), sequence, next, entry.next()));
        }
    }

    private void checkCommit(Entry entry, long next) {
        long sequence = entry.sequence();
        if (before != null && before.epoch() != entry.epoch()) {
            problem(sequence, "a commit of epoch " + entry.epoch() + " follows an entry of epoch " + before.epoch());
        }
        Entry.Range range = entry.range();
        if (range != null) {
            if (range.first() < next) {
                problems.accept(new Problem(
                        Problem.Kind.OVERLAP,
                        log.where(sequence),
                        "holds offsets from " + range.first() + ", but everything before " + next + " was committed"));
            } else if (range.first() > next && next > 0) {
                gaps.accept(new Gap(log.name(), next, range.first()));
            }
            requireNext(entry, range.next());
        }
        for (Change change : entry.changes()) {
            for (DataFile file : change.added()) {
                if (!names.add(file.name())) {
                    problem(sequence, "adds " + file.name() + ", which an earlier entry added");
                }
                checkOffsets(entry, file);
            }
        }
    }

    private void checkOffsets(Entry entry, DataFile file) {
        Entry.Range range = entry.range();
        if (range != null
                && file.first() != null
                && file.last() != null
                && (file.first() < range.first() || file.last() >= range.next() || file.first() > file.last())) {
            problem(
                    entry.sequence(),
                    file.name() + " holds offsets " + file.first() + " to " + file.last()
                            + ", and the commit those from " + range.first() + " to before " + range.next());
        }
    }

    private void requireNext(Entry entry, long expected) {
        if (entry.next() != expected) {
            problem(entry.sequence(), "goes on at offset " + entry.next() + ", and should at " + expected);
        }
    }

    private void problem(long sequence, String what) {
        problems.accept(new Problem(Problem.Kind.LOG, log.where(sequence), what));
    }
}
