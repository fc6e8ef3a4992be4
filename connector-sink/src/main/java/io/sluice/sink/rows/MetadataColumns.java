package io.sluice.sink.rows;

import io.sluice.sink.rows.Type.Field;
import io.sluice.sink.rows.Type.Fields;
import io.sluice.sink.rows.Type.Kind;
import io.sluice.sink.rows.Type.Listing;
import io.sluice.sink.rows.Type.Scalar;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;

/**
 * Columns that say where a row came from: they stand behind those of the value. Topic, partition and offset are those in
 * Kafka, whatever transforms made of them. Immutable.
 */
public final class MetadataColumns {
    public static final MetadataColumns NONE = new MetadataColumns("", List.of());

    /** What there can be a column for. */
    public enum Column {
        KEY,
        HEADERS,
        TOPIC,
        PARTITION,
        OFFSET,
        TIMESTAMP
    }

    private static final String NAME = "name";
    private static final String VALUE = "value";

    private final List<Column> columns;
    private final List<Field> fields;

    /** @param prefix of the columns' names */
    public MetadataColumns(String prefix, List<Column> columns) {
        this.columns = List.copyOf(columns);
        List<Field> made = new ArrayList<>();
        for (Column column : columns) {
            String name = prefix + column.name().toLowerCase(Locale.ROOT);
            made.add(new Field(name, type(column), column == Column.KEY || column == Column.TIMESTAMP, null));
        }
        this.fields = List.copyOf(made);
    }

    private static Type type(Column column) {
        return switch (column) {
            case KEY, TOPIC -> Scalar.of(Kind.STRING);
            case HEADERS ->
                new Listing(
                        new Fields(List.of(
                                new Field(NAME, Scalar.of(Kind.STRING), false, null),
                                new Field(VALUE, Scalar.of(Kind.STRING), true, null))),
                        false);
            case PARTITION -> Scalar.of(Kind.INT32);
            case OFFSET -> Scalar.of(Kind.INT64);
            case TIMESTAMP -> Scalar.of(Kind.TIMESTAMP_MILLIS);
        };
    }

    List<Field> fields() {
        return fields;
    }

    /** Writes them, the first as column {@code offset}. */
    void write(RecordConsumer consumer, SinkRecord record, int offset) {
        for (int i = 0; i < fields.size(); i++) {
            Column column = columns.get(i);
            boolean missing = (column == Column.KEY && record.key() == null)
                    || (column == Column.TIMESTAMP && record.timestamp() == null);
            if (!missing) {
                consumer.startField(fields.get(i).name(), offset + i);
                write(consumer, record, column);
                consumer.endField(fields.get(i).name(), offset + i);
            }
        }
    }

    private static void write(RecordConsumer consumer, SinkRecord record, Column column) {
        switch (column) {
            case KEY -> consumer.addBinary(text(record.key()));
            case HEADERS -> writeHeaders(consumer, record);
            case TOPIC -> consumer.addBinary(Binary.fromString(record.originalTopic()));
            case PARTITION -> consumer.addInteger(record.originalKafkaPartition());
            case OFFSET -> consumer.addLong(record.originalKafkaOffset());
            case TIMESTAMP -> consumer.addLong(record.timestamp());
        }
    }

    private static void writeHeaders(RecordConsumer consumer, SinkRecord record) {
        consumer.startGroup();
        if (!record.headers().isEmpty()) {
            consumer.startField(ParquetTypes.LIST, 0);
            for (Header header : record.headers()) {
                consumer.startGroup();
                consumer.startField(ParquetTypes.ELEMENT, 0);
                consumer.startGroup();
                consumer.startField(NAME, 0);
                consumer.addBinary(Binary.fromString(header.key()));
                consumer.endField(NAME, 0);
                if (header.value() != null) {
                    consumer.startField(VALUE, 1);
                    consumer.addBinary(text(header.value()));
                    consumer.endField(VALUE, 1);
                }
                consumer.endGroup();
                consumer.endField(ParquetTypes.ELEMENT, 0);
                consumer.endGroup();
            }
            consumer.endField(ParquetTypes.LIST, 0);
        }
        consumer.endGroup();
    }

    /** Text as it is, bytes as UTF-8, with a mark in the place of what is none, and all else as it prints itself. */
    private static Binary text(Object value) {
        if (value instanceof byte[] bytes) {
            return Binary.fromString(new String(bytes, StandardCharsets.UTF_8));
        }
        if (value instanceof ByteBuffer buffer) {
            return Binary.fromString(
                    StandardCharsets.UTF_8.decode(buffer.duplicate()).toString());
        }
        return Binary.fromString(value.toString());
    }
}
