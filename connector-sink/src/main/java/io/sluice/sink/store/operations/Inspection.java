package io.sluice.sink.store.operations;

import io.sluice.sink.parquet.GroupRows;
import io.sluice.sink.store.DataSet;
import io.sluice.sink.store.Key;
import io.sluice.sink.store.KeyState;
import io.sluice.sink.store.log.CommitLog;
import io.sluice.sink.store.log.DataSetIdentity;
import io.sluice.sink.store.log.Entry;
import io.sluice.sink.store.log.Logs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.parquet.example.data.Group;

/** Looks at a data set: what {@code ls}, {@code describe} and {@code cat} show. Changes nothing. Any thread. */
public final class Inspection {
    private final DataSet dataSet;

    public Inspection(DataSet dataSet) {
        this.dataSet = dataSet;
    }

    /** The end of a log. */
    public record LogState(String name, Entry last) {}

    /** A data set in a few numbers. */
    public record Summary(
            String location,
            Optional<DataSetIdentity> identity,
            long keys,
            long files,
            long rows,
            long bytes,
            List<LogState> logs) {}

    /** The keys that are {@code prefix} or below it. */
    public List<KeyState> ls(String prefix) throws IOException {
        return dataSet.states(prefix);
    }

    /** What is known of a key. */
    public Optional<KeyState> describe(Key key) throws IOException {
        return dataSet.metadata(key);
    }

    /** What is known of all of it. */
    public Summary describe() throws IOException {
        List<KeyState> keys = dataSet.states("");
        List<LogState> logs = new ArrayList<>();
        for (CommitLog log : Logs.of(dataSet.target())) {
            log.lastEntry().ifPresent(last -> logs.add(new LogState(log.name(), last)));
        }
        return new Summary(
                dataSet.target().location(),
                DataSetIdentity.read(dataSet.target()),
                keys.size(),
                keys.stream().mapToLong(key -> key.files().size()).sum(),
                keys.stream().mapToLong(KeyState::rows).sum(),
                keys.stream().mapToLong(KeyState::bytes).sum(),
                List.copyOf(logs));
    }

    /** Shows the first rows of a key, in the order of its files. */
    public void cat(Key key, long limit, Consumer<Group> rows) throws IOException {
        long[] left = {limit};
        dataSet.read(key, (file, content) -> {
            if (left[0] > 0) {
                GroupRows.read(content, left[0], row -> {
                    left[0]--;
                    rows.accept(row);
                });
            }
        });
    }
}
