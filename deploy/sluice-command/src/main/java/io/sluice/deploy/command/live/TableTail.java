package io.sluice.deploy.command.live;

import io.sluice.deploy.page.Commit;
import io.sluice.sink.store.log.Change;
import io.sluice.sink.store.log.CommitLog;
import io.sluice.sink.store.log.DataFile;
import io.sluice.sink.store.log.Entry;
import io.sluice.sink.store.log.EntryKind;
import io.sluice.sink.store.log.Fold;
import io.sluice.sink.store.log.Logs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the commit logs of a table as they grow: each entry once, and at the beginning only the last ones and what all of them come
 * to. Used by one thread at a time.
 */
final class TableTail implements AutoCloseable {
    private static final int FIRST_ENTRIES = 30;
    private static final int MOST_ENTRIES_AT_ONCE = 200;

    private final String table;
    private final TablePlace place;
    private final Map<String, Entry> last = new HashMap<>();
    private final List<Commit> untold = new ArrayList<>();
    private final List<TakenBack> untoldTakenBack = new ArrayList<>();
    private TablePlace.Open open;
    private boolean failing;

    /** What files there are; null if that is to be counted anew from all that the logs say. */
    private Content content;

    TableTail(TablePlace place) {
        this.table = place.table();
        this.place = place;
    }

    /**
     * What there is in the table, and what is new.
     *
     * @param next by partition, the first offset that is not committed
     * @param commits since the last look, the oldest first
     * @param takenBack likewise
     */
    record Sight(
            String table,
            Content content,
            Map<TopicPartition, Long> next,
            List<Commit> commits,
            List<TakenBack> takenBack) {}

    /** The files of a table, without those that were taken back or removed. */
    record Content(long rows, long bytes, long files) {
        static final Content NONE = new Content(0, 0, 0);

        Content plus(List<DataFile> added) {
            return new Content(
                    rows + added.stream().mapToLong(DataFile::rows).sum(),
                    bytes + added.stream().mapToLong(DataFile::bytes).sum(),
                    files + added.size());
        }
    }

    /** A commit that does not hold any more: what it took of its topic is read again. */
    record TakenBack(long at, String table, String log, long commit) {
        @Override
        public String toString() {
            return "Commit " + commit + " of " + log + " to table " + table
                    + " was taken back, because files of it were lost before they could be published; its records are"
                    + " read again";
        }
    }

    /** Empty while there is no table. */
    Optional<Sight> look() throws IOException {
        if (open == null) {
            open = place.open().orElse(null);
        }
        List<CommitLog> logs = open == null ? List.of() : Logs.of(open.target());
        if (logs.isEmpty()) {
            failing = false;
            return Optional.empty();
        }
        for (CommitLog log : logs) {
            follow(log);
        }
        if (content == null) {
            content = counted(logs);
        }
        failing = false;
        // Kept until now, so that a look that breaks off loses none.
        List<Commit> commits = new ArrayList<>(untold);
        untold.clear();
        commits.sort(Comparator.comparingLong(Commit::at));
        List<TakenBack> takenBack = new ArrayList<>(untoldTakenBack);
        untoldTakenBack.clear();
        Map<TopicPartition, Long> next = new HashMap<>();
        last.forEach((log, entry) -> partition(log).ifPresent(partition -> next.put(partition, entry.next())));
        return Optional.of(new Sight(table, content, next, commits, takenBack));
    }

    private Content counted(List<CommitLog> logs) throws IOException {
        Fold fold = new Fold();
        for (CommitLog log : logs) {
            Entry end = last.get(log.name());
            if (end != null) {
                log.fold(end.sequence() + 1, fold);
            }
        }
        Content all = Content.NONE;
        for (Fold.KeyFold key : fold.keys().values()) {
            all = all.plus(key.files());
        }
        return all;
    }

    /** A look has failed: what to tell of it, if that is new. */
    Optional<String> failed(IOException reason) {
        boolean is = failing;
        failing = true;
        return is
                ? Optional.empty()
                : Optional.of("The commits of table " + table + " cannot be read now, and are tried again: "
                        + reason.getMessage());
    }

    private void follow(CommitLog log) throws IOException {
        Entry known = last.get(log.name());
        long sequence;
        if (known == null) {
            Optional<Entry> end = log.lastEntry();
            if (end.isEmpty()) {
                return;
            }
            sequence = Math.max(0, end.get().sequence() - FIRST_ENTRIES + 1);
            content = null;
        } else {
            sequence = known.sequence() + 1;
        }
        for (int i = 0; i < MOST_ENTRIES_AT_ONCE; i++) {
            Optional<Entry> entry = log.readIfThere(sequence + i);
            if (entry.isEmpty()) {
                return;
            }
            last.put(log.name(), entry.get());
            take(entry.get());
        }
    }

    private void take(Entry entry) {
        List<DataFile> added = new ArrayList<>();
        boolean removes = false;
        for (Change change : entry.changes()) {
            added.addAll(change.added());
            removes |= !change.removed().isEmpty();
        }
        // What goes is told by its names only, and goes seldom.
        content = content == null || removes ? null : content.plus(added);
        Optional<TopicPartition> partition = partition(entry.log());
        if (partition.isEmpty()) {
            return;
        }
        if (entry.kind() == EntryKind.VOID) {
            untoldTakenBack.add(new TakenBack(entry.time().toEpochMilli(), table, entry.log(), entry.sequence() - 1));
        }
        if (entry.kind() == EntryKind.COMMIT && entry.range() != null) {
            Content sums = Content.NONE.plus(added);
            untold.add(new Commit(
                    table,
                    entry.time().toEpochMilli(),
                    entry.sequence(),
                    partition.get().topic(),
                    partition.get().partition(),
                    entry.range().first(),
                    entry.range().next() - 1,
                    sums.files(),
                    sums.rows(),
                    sums.bytes()));
        }
    }

    /** Of the log that the sink keeps for a partition. */
    private static Optional<TopicPartition> partition(String log) {
        int dash = log.lastIndexOf('-');
        if (dash < 1 || !log.substring(dash + 1).matches("[0-9]{1,9}")) {
            return Optional.empty();
        }
        return Optional.of(new TopicPartition(log.substring(0, dash), Integer.parseInt(log.substring(dash + 1))));
    }

    @Override
    public void close() throws IOException {
        if (open != null) {
            open.close();
        }
    }
}
