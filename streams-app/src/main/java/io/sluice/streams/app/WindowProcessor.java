package io.sluice.streams.app;

import io.sluice.streams.engine.Bar;
import io.sluice.streams.engine.Emission;
import io.sluice.streams.engine.LatePart;
import io.sluice.streams.engine.Plan;
import io.sluice.streams.engine.WindowedAggregates;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Partial aggregates of the repartition topic into windows, and those into the topics of their levels. One per task, on
 * its stream thread.
 */
final class WindowProcessor implements Processor<Integer, byte[], byte[], byte[]>, Emission {
    /** The names of the stores. */
    static final String KEYS = "keys";

    static final String WINDOWS = "windows";

    private final Plan plan;
    private final int upstreamTasks;
    private final CommitPace.OfThreads paces;
    private final BarWriter writer;
    private final JsonBars lateWriter;
    private final Counts counts;

    private ProcessorContext<byte[], byte[]> context;
    private WindowedAggregates windows;
    // Results have the timestamp of the record that completed them. With their window's, brokers would delete those of
    // old data at once, as being past the topic's retention.
    private long timestamp;
    private long countedWindows;
    private CommitPace pace;
    private LongSupplier changes;

    /** @param upstreamTasks how many tasks say where they are; 1 if none does */
    WindowProcessor(
            Plan plan, int upstreamTasks, CommitPace.OfThreads paces, Supplier<BarWriter> writers, Counts counts) {
        this.plan = plan;
        this.paces = paces;
        this.upstreamTasks = upstreamTasks;
        this.counts = counts;
        writer = writers.get();
        lateWriter = new JsonBars(plan);
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> newContext) {
        context = newContext;
        KeyStateStore states = context.getStateStore(KEYS);
        KeyValueStore<Bytes, byte[]> store = context.getStateStore(WINDOWS);
        windows = new WindowedAggregates(plan, states, new StoredWindows(store), upstreamTasks, this);
        countOpenWindows(windows.openWindows());
        changes = states::changed;
        pace = paces.join(changes);
        states.beforeCommits(() -> {
            counts.commits();
            pace.committed();
        });
        context.schedule(paces.look(), PunctuationType.WALL_CLOCK_TIME, now -> commitIfDue());
    }

    private void commitIfDue() {
        if (pace.isDue()) {
            context.commit();
        }
    }

    private void countOpenWindows(long now) {
        counts.openWindows.add(now - countedWindows);
        countedWindows = now;
    }

    @Override
    public void process(Record<Integer, byte[]> record) {
        timestamp = record.timestamp();
        windows.accept(record.value());
        pace.works();
        countOpenWindows(windows.openWindows());
    }

    @Override
    public void close() {
        countOpenWindows(0);
        paces.leave(pace, changes);
    }

    @Override
    public void bar(Bar bar) {
        counts.results.increment();
        context.forward(
                new Record<>(bar.key().get(), writer.write(bar), timestamp),
                barsNode(bar.level().name()));
    }

    @Override
    public void late(LatePart part) {
        if (part.level().isBase()) {
            (part.corrected() ? counts.correctedRows : counts.lateRows)
                    .add(part.values().rows());
        }
        context.forward(
                new Record<>(part.key().get(), lateWriter.write(part, windows.origin()), timestamp), AppTopology.LATE);
    }

    static String barsNode(String level) {
        return "bars-" + level;
    }
}
