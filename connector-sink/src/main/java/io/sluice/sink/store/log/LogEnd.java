package io.sluice.sink.store.log;

import io.sluice.sink.store.log.Fold.KeyFold;
import io.sluice.sink.store.targets.HexText;
import io.sluice.sink.store.targets.StagedContentLostException;
import io.sluice.sink.store.targets.StagingArea;
import io.sluice.sink.store.targets.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the end of a log to where the next entry may be created: durable and published. Any thread. */
public final class LogEnd {
    private static final Logger LOG = LoggerFactory.getLogger(LogEnd.class);
    private static final int MOST_ROUNDS = 100;

    private LogEnd() {}

    /** Publishes the last entry, whoever made it, and returns it; empty for a log without entries. */
    public static Optional<Entry> published(Target target, CommitLog log, StagingArea staging) throws IOException {
        for (int round = 0; round < MOST_ROUNDS; round++) {
            Optional<Entry> tail = log.tail();
            if (tail.isEmpty() || publish(target, log, tail.get(), staging)) {
                return tail;
            }
        }
        throw new IOException(log.where(0) + ": the log never came to rest in " + MOST_ROUNDS + " looks. Try again");
    }

    /** Publishes an entry; false if that was impossible and there is another entry now. */
    private static boolean publish(Target target, CommitLog log, Entry entry, StagingArea staging) throws IOException {
        if (!entry.changesFiles()) {
            return true;
        }
        try {
            log.publish(entry);
            return true;
        } catch (StagedContentLostException lost) {
            LOG.error("{}: voided, its range is to be read again", log.where(entry.sequence()), lost);
            boolean mine = log.append(voiding(target, log, entry, staging.writer()), staging);
            LOG.debug("{}: the void was created by {}", log.where(entry.sequence() + 1), mine ? "us" : "another");
            return false;
        }
    }

    private static Entry voiding(Target target, CommitLog log, Entry lost, String writer) throws IOException {
        Fold before = new Fold();
        log.fold(lost.sequence(), before);
        List<Change> inverse = new ArrayList<>();
        for (Change change : lost.changes()) {
            List<String> added = change.added().stream().map(DataFile::name).toList();
            inverse.add(new Change(change.key(), infoBefore(before, change), filesBefore(before, change), added));
        }
        return new Entry(
                Entry.FORMAT,
                EntryKind.VOID,
                lost.dataSet(),
                lost.log(),
                lost.sequence() + 1,
                lost.epoch(),
                writer,
                HexText.of(target.random()),
                target.now(),
                lost.range() == null ? lost.next() : lost.range().first(),
                lost.totals(),
                null,
                inverse,
                Map.of("voids", Long.toString(lost.sequence())));
    }

    private static KeyInfo infoBefore(Fold before, Change change) {
        KeyFold key = before.keys().get(change.key());
        return key == null ? null : key.info();
    }

    /** The files that the lost entry removed: nobody has touched them, because it was never published. */
    private static List<DataFile> filesBefore(Fold before, Change change) {
        KeyFold key = before.keys().get(change.key());
        if (key == null || change.removed().isEmpty()) {
            return List.of();
        }
        Map<String, DataFile> files = new HashMap<>();
        key.files().forEach(file -> files.put(file.name(), file));
        return change.removed().stream()
                .filter(files::containsKey)
                .map(files::get)
                .toList();
    }
}
