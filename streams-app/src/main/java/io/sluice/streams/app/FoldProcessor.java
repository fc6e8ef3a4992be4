package io.sluice.streams.app;

import io.sluice.record.ChunkHeaders;
import io.sluice.streams.engine.PartialAggregates;
import io.sluice.streams.engine.Plan;
import io.sluice.streams.engine.RecordFold;
import io.sluice.streams.engine.RefusedRows;
import io.sluice.streams.rows.InputFormat;
import io.sluice.streams.rows.InputRecord;
import io.sluice.streams.rows.RecordRows;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.ProcessorNode;

/**
 * Records of the input topics into partial aggregates, on their way to the partitions of the repartition topic; refused
 * rows into the topic for them; and, while there is nothing to read, word of that. One per task, on its stream thread.
 */
final class FoldProcessor implements Processor<byte[], byte[], Object, byte[]>, RefusedRows {
    static final String REASON = "sluice.invalid.reason";
    static final String TOPIC = "sluice.invalid.topic";
    static final String PARTITION = "sluice.invalid.partition";
    static final String OFFSET = "sluice.invalid.offset";
    static final String ROW = "sluice.invalid.row";

    private final int partitions;
    private final int mostParts;
    private final String partialsChild;
    private final String invalidChild;
    private final UpstreamEnd upstreamEnd;
    private final Duration interval;
    private final CommitPace.OfThreads paces;
    private final Counts counts;
    private final Plan plan;
    private final InputFormat format;

    private ProcessorContext<Object, byte[]> context;
    private InternalProcessorContext<?, ?> internals;
    private ProcessorNode<?, ?, ?, ?> node;
    private RecordFold fold;
    private CommitPace pace;
    private LongSupplier changes;
    // How far it had read when it last sent what was folded.
    private long reached = PartialAggregates.NOTHING_READ;
    // Whether it has read since it said how far it is.
    private boolean hasRead;
    private long timestamp;
    // The record at hand.
    private Record<byte[], byte[]> record;
    private RecordMetadata metadata;

    /**
     * @param partitions of the repartition topic
     * @param mostParts how many parts of windows are held between two commits
     * @param partialsChild the node that sends to it
     * @param invalidChild the node that sends refused rows
     * @param interval between two words of where this task is
     */
    FoldProcessor(
            Plan plan,
            InputFormat format,
            int partitions,
            int mostParts,
            String partialsChild,
            String invalidChild,
            UpstreamEnd upstreamEnd,
            Duration interval,
            CommitPace.OfThreads paces,
            Counts counts) {
        this.partitions = partitions;
        this.mostParts = mostParts;
        this.partialsChild = partialsChild;
        this.invalidChild = invalidChild;
        this.upstreamEnd = upstreamEnd;
        this.interval = interval;
        this.paces = paces;
        this.counts = counts;
        this.plan = plan;
        this.format = format;
    }

    @Override
    public void init(ProcessorContext<Object, byte[]> newContext) {
        context = newContext;
        internals = (InternalProcessorContext<?, ?>) newContext;
        node = internals.currentNode();
        // Anew with each start of the task, as a failure may have left a record half folded.
        reached = PartialAggregates.NOTHING_READ;
        fold = new RecordFold(
                new RecordRows(plan.schema(), format), new PartialAggregates(plan, partitions, mostParts, this));
        context.<HeldPartials>getStateStore(HeldPartials.NAME).beforeCommits(this::flush);
        changes = fold::parts;
        pace = paces.join(changes);
        context.schedule(interval, PunctuationType.WALL_CLOCK_TIME, now -> sayWhereThisIs(now));
        context.schedule(paces.look(), PunctuationType.WALL_CLOCK_TIME, now -> commitIfDue());
    }

    private void commitIfDue() {
        if (pace.isDue()) {
            context.commit();
        }
    }

    @Override
    public void close() {
        paces.leave(pace, changes);
    }

    @Override
    public void process(Record<byte[], byte[]> next) {
        record = next;
        metadata = context.recordMetadata().orElseThrow();
        timestamp = next.timestamp();
        counts.records.increment();
        pace.works();
        hasRead = true;
        InputRecord input =
                new InputRecord(metadata.topic(), metadata.partition(), metadata.offset(), next.value(), this::header);
        Optional<Bytes> ended = fold.fold(input, this, this::send);
        if (ended.isPresent()) {
            broadcast(PartialAggregates.inputEnded(ended.get().get()), next.timestamp());
        }
        record = null;
    }

    /** Sends what was folded, as this node: before a commit, no node is at work. */
    private void flush() {
        counts.commits();
        pace.committed();
        ProcessorNode<?, ?, ?, ?> before = internals.currentNode();
        internals.setCurrentNode(node);
        try {
            fold.flush(this::send);
            reached = fold.progress();
            if (hasRead && upstreamEnd.tasks() > 1) {
                hasRead = false;
                int task = context.taskId().partition();
                broadcast(PartialAggregates.progress(task, upstreamEnd.tasks(), reached), timestamp);
            }
        } finally {
            internals.setCurrentNode(before);
        }
    }

    private byte[] header(String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : header.value();
    }

    private void send(int partition, byte[] value) {
        counts.partialRecords.increment();
        counts.partialBytes.add(value.length);
        context.forward(new Record<>(partition, value, timestamp), partialsChild);
    }

    private void broadcast(byte[] value, long timestamp) {
        for (int partition = 0; partition < partitions; partition++) {
            context.forward(new Record<>(partition, value, timestamp), partialsChild);
        }
    }

    @Override
    public void refused(int row, int from, int length, String reason) {
        counts.invalidRows.increment();
        byte[] value = record.value();
        if (value != null && row >= 0 && from >= 0 && length > 0 && from + length <= value.length) {
            value = Arrays.copyOfRange(value, from, from + length);
        }
        Headers headers = new RecordHeaders();
        add(headers, REASON, reason);
        add(headers, TOPIC, metadata.topic());
        add(headers, PARTITION, Integer.toString(metadata.partition()));
        add(headers, OFFSET, Long.toString(metadata.offset()));
        if (row >= 0) {
            add(headers, ROW, Integer.toString(row));
        }
        addFile(headers, Math.max(0, from));
        context.forward(new Record<>(record.key(), value, record.timestamp(), headers), invalidChild);
    }

    /** Where in its file the row is, if the record says where it is itself. */
    private void addFile(Headers headers, int from) {
        byte[] file = header(ChunkHeaders.FILE);
        byte[] offset = header(ChunkHeaders.OFFSET);
        if (file != null && offset != null) {
            String text = new String(offset, StandardCharsets.UTF_8);
            headers.add(ChunkHeaders.FILE, file);
            if (text.matches("[0-9]{1,18}")) {
                add(headers, ChunkHeaders.OFFSET, Long.toString(Long.parseLong(text) + from));
            }
        }
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private void sayWhereThisIs(long now) {
        int task = context.taskId().partition();
        pace.works();
        boolean atEnd = upstreamEnd.isAtEnd(task);
        if (atEnd) {
            // That the end was reached comes behind everything before it; a task that is behind goes on folding.
            fold.flush(this::send);
            reached = fold.progress();
        }
        broadcast(PartialAggregates.upstream(task, upstreamEnd.tasks(), atEnd, interval.toMillis(), reached), now);
    }
}
