package io.sluice.deploy.command.live;

import io.sluice.deploy.page.Commit;
import io.sluice.sink.store.log.Change;
import io.sluice.sink.store.log.CommitLog;
import io.sluice.sink.store.log.DataFile;
import io.sluice.sink.store.log.Entry;
import io.sluice.sink.store.log.EntryKind;
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
 * Reads the commit logs of a table as they grow: each entry once, and at the beginning only the last ones. Used by one
 * thread at a time.
 */
final class TableTail implements AutoCloseable {
    private static final int FIRST_ENTRIES = 30;
    private static final int MOST_ENTRIES_AT_ONCE = 200;

    private final String table;
    private final TablePlace place;
    private final Map<String, Entry> last = new HashMap<>();
    private final List<Commit> untold = new ArrayList<>();
    private TablePlace.Open open;
    private boolean failing;

    TableTail(TablePlace place) {
        this.table = place.table();
        this.place = place;
    }

    /**
     * What there is in the table, and what is new.
     *
     * @param next by partition, the first offset that is not committed
     * @param commits since the last look, the oldest first
     */
    record Sight(
            String table, long rows, long bytes, long files, Map<TopicPartition, Long> next, List<Commit> commits) {}

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
        failing = false;
        // Kept until now, so that a look that breaks off loses none.
        List<Commit> commits = new ArrayList<>(untold);
        untold.clear();
        commits.sort(Comparator.comparingLong(Commit::at));
        Map<TopicPartition, Long> next = new HashMap<>();
        long rows = 0;
        long bytes = 0;
        long files = 0;
        for (Map.Entry<String, Entry> log : last.entrySet()) {
            Entry entry = log.getValue();
            partition(log.getKey()).ifPresent(partition -> next.put(partition, entry.next()));
            rows += entry.totals().rows();
            bytes += entry.totals().bytes();
            files += entry.totals().files();
        }
        return Optional.of(new Sight(table, rows, bytes, files, next, commits));
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
        } else {
            sequence = known.sequence() + 1;
        }
        for (int i = 0; i < MOST_ENTRIES_AT_ONCE; i++) {
            Optional<Entry> entry = log.readIfThere(sequence + i);
            if (entry.isEmpty()) {
                return;
            }
            last.put(log.name(), entry.get());
            commit(entry.get()).ifPresent(untold::add);
        }
    }

    private Optional<Commit> commit(Entry entry) {
        Optional<TopicPartition> partition = partition(entry.log());
        if (entry.kind() != EntryKind.COMMIT || partition.isEmpty() || entry.range() == null) {
            return Optional.empty();
        }
        long files = 0;
        long rows = 0;
        long bytes = 0;
        for (Change change : entry.changes()) {
            for (DataFile file : change.added()) {
                files++;
                rows += file.rows();
                bytes += file.bytes();
            }
        }
        return Optional.of(new Commit(
                table,
                entry.time().toEpochMilli(),
                entry.sequence(),
                partition.get().topic(),
                partition.get().partition(),
                entry.range().first(),
                entry.range().next() - 1,
                files,
                rows,
                bytes));
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
