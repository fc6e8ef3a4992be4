package io.sluice.streams.engine;

import io.sluice.record.CsvFormat;
import io.sluice.record.CsvRows;
import io.sluice.streams.aggregate.ShownFields;
import io.sluice.streams.rows.RowValues;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The engine over stores in memory, as one task runs it: records of CSV rows in, results out, restarts in between. */
final class EngineRun implements Emission {
    record Result(
            String level, String key, long start, long end, int revision, boolean isFinal, Map<String, Object> fields) {
        long rows() {
            return (long) fields.get("n");
        }
    }

    record Late(String level, String key, long start, long rows, boolean corrected, String origin) {}

    List<Result> results = new ArrayList<>();
    List<Late> late = new ArrayList<>();
    List<Integer> refused = new ArrayList<>();
    StoredStates stores;
    private final Plan plan;
    private final int upstreamTasks;
    private final CsvRows decoder;
    private final RowValues values;
    private final PartialAggregates folding;
    private WindowedAggregates windows;
    private long clocks = 1;
    private StoredStates savedStores;
    private int savedResults;
    private int savedLate;

    EngineRun(Plan plan) {
        this(plan, 1);
    }

    /** @param upstreamTasks how many tasks say where they are */
    EngineRun(Plan plan, int upstreamTasks) {
        this.plan = plan;
        this.upstreamTasks = upstreamTasks;
        decoder = new CsvRows(plan.schema(), CsvFormat.standard());
        folding = new PartialAggregates(plan, 1, Integer.MAX_VALUE, (row, from, length, reason) -> refused.add(row));
        values = new RowValues(plan.schema(), 3);
        stores = new StoredStates(plan, 1);
        windows = new WindowedAggregates(plan, stores, stores, upstreamTasks, this);
    }

    /** Folds the rows of one record; each of what comes out is a record of the repartition topic. */
    List<byte[]> fold(Origin origin, String csv, long position) {
        hold(origin, csv, position);
        return flush();
    }

    /** Folds the rows of one record, and holds them. */
    void hold(Origin origin, String csv, long position) {
        byte[] bytes = csv.getBytes(StandardCharsets.UTF_8);
        folding.begin(origin, position);
        decoder.decode(bytes, 0, bytes.length, position, values.to(folding, bytes));
        values.end();
    }

    /** What the records that are held came to. */
    List<byte[]> flush() {
        List<byte[]> folded = new ArrayList<>();
        folding.flush((partition, value) -> folded.add(value));
        return folded;
    }

    /** How far the fold says it has read. */
    long progress() {
        return folding.progress();
    }

    void accept(byte[] record) {
        windows.accept(record);
    }

    WindowedAggregates windows() {
        return windows;
    }

    void commit() {
        savedStores = stores.copy(clocks);
        savedResults = results.size();
        savedLate = late.size();
    }

    /** As after a kill: what was not committed never was, and a new task starts on what was. */
    void crash() {
        clocks++;
        stores = savedStores.copy(clocks);
        results = new ArrayList<>(results.subList(0, savedResults));
        late = new ArrayList<>(late.subList(0, savedLate));
        windows = new WindowedAggregates(plan, stores, stores, upstreamTasks, this);
    }

    @Override
    public void bar(Bar bar) {
        results.add(new Result(
                bar.level().name(),
                text(bar.key().get()),
                bar.start(),
                bar.end(),
                bar.revision(),
                bar.isFinal(),
                ShownFields.of(plan.aggregates(), bar.values())));
    }

    @Override
    public void late(LatePart part) {
        Origin origin = windows.origin();
        late.add(new Late(
                part.level().name(),
                text(part.key().get()),
                part.start(),
                part.values().rows(),
                part.corrected(),
                origin == null
                        ? ""
                        : origin.topic() + "-" + origin.partition() + "@" + origin.offset() + "-"
                                + origin.lastOffset()));
    }

    private static String text(byte[] key) {
        return new String(key, StandardCharsets.UTF_8);
    }
}
