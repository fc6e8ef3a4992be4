package io.sluice.streams.engine;

import io.sluice.streams.rows.InputRecord;
import io.sluice.streams.rows.RecordRows;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;

/** Records from their bytes to what their rows add up to. Owned by one task's thread. */
public final class RecordFold {
    private final RecordRows rows;
    private final PartialAggregates partials;

    public RecordFold(RecordRows rows, PartialAggregates partials) {
        this.rows = rows;
        this.partials = partials;
    }

    /**
     * Folds a record's rows, and sends what was folded if it is much, or if an input has ended; what is refused goes where
     * the {@link PartialAggregates} was told.
     *
     * @return the input that ended with this record, if one did
     */
    public Optional<Bytes> fold(InputRecord record, RefusedRows refused, FoldedRows target) {
        RecordRows.Content content = rows.content(record);
        if (content.refusal() != null) {
            refused.refused(-1, 0, record.value() == null ? 0 : record.value().length, content.refusal());
            return Optional.empty();
        }
        Origin origin = content.fileId() == null
                ? Origin.ofPartition(record.topic(), record.partition(), record.offset())
                : Origin.ofFile(record.topic(), record.partition(), record.offset(), content.fileId());
        partials.begin(origin, content.position());
        rows.decode(content, partials);
        if (content.isLast() || partials.isFull()) {
            partials.flush(target);
        }
        return content.isLast() ? Optional.of(origin.input()) : Optional.empty();
    }

    /** How many parts of windows are held. */
    public int parts() {
        return partials.parts();
    }

    /** How far the inputs were read, in event time: see {@link PartialAggregates#progress}. */
    public long progress() {
        return partials.progress();
    }

    /** Sends what was folded: before a commit, and before anything is told that must come behind it. */
    public void flush(FoldedRows target) {
        partials.flush(target);
    }
}
