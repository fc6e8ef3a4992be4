package io.sluice.sink.rows;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.RecordConsumer;

/** Writes rows of one shape into one file, value by value, with no object between. One thread at a time. */
public final class RowSupport extends WriteSupport<Row> {
    private final RowShape shape;
    private final Supplier<Map<String, String>> footer;
    private final int valueColumns;
    private RecordConsumer consumer;

    /** @param footer asked for when the file is closed */
    public RowSupport(RowShape shape, Supplier<Map<String, String>> footer) {
        this.shape = shape;
        this.footer = footer;
        this.valueColumns = shape.fields().fields().size();
    }

    // Abstract in the parent, and not called where the configuration is plain.
    @Override
    @SuppressWarnings("deprecation")
    public WriteContext init(Configuration hadoops) {
        return new WriteContext(shape.type(), Map.of());
    }

    @Override
    public WriteContext init(ParquetConfiguration plain) {
        return new WriteContext(shape.type(), Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
        consumer = FlatConsumer.insteadOf(recordConsumer, shape.type())
                .map(RecordConsumer.class::cast)
                .orElse(recordConsumer);
    }

    @Override
    public void write(Row row) {
        consumer.startMessage();
        row.writeValues(consumer);
        shape.metadata().write(consumer, row.record(), valueColumns);
        consumer.endMessage();
    }

    @Override
    public FinalizedWriteContext finalizeWrite() {
        return new FinalizedWriteContext(footer.get());
    }
}
