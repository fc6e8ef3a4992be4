package io.sluice.sink.rows;

import io.sluice.record.Column;
import io.sluice.record.ColumnType;
import io.sluice.record.RowSchema;
import io.sluice.record.WideDecimal;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;

/**
 * A row as a decoder gives it: numbers in arrays, and texts where they lie in the record. Nothing is made for a row but
 * parquet-java's handles on texts.
 */
final class DecodedRow implements Row {
    private final RowSchema schema;
    private final RowShape shape;
    private final String[] names;
    private final ColumnType[] types;

    private final boolean[] present;
    private final long[] low;
    private final long[] high;
    private final byte[][] bytes;

    private SinkRecord record;

    DecodedRow(RowSchema schema, RowShape shape) {
        this.schema = schema;
        this.shape = shape;
        List<Column> columns = schema.columns();
        int size = columns.size();
        names = columns.stream().map(Column::name).toArray(String[]::new);
        types = columns.stream().map(Column::type).toArray(ColumnType[]::new);
        present = new boolean[size];
        low = new long[size];
        high = new long[size];
        bytes = new byte[size][];
    }

    /** The rows that follow are of this record. */
    void of(SinkRecord its) {
        record = its;
    }

    void begin() {
        Arrays.fill(present, false);
    }

    void set(int column, long value) {
        present[column] = true;
        low[column] = value;
    }

    void set(int column, long highBits, long lowBits) {
        high[column] = highBits;
        set(column, lowBits);
    }

    /** A text that stays where it is until the row is written. */
    void set(int column, byte[] buffer, int offset, int length) {
        if (bytes[column] != buffer) {
            bytes[column] = buffer;
        }
        set(column, length, offset);
    }

    @Override
    public SinkRecord record() {
        return record;
    }

    @Override
    public RowShape shape() {
        return shape;
    }

    @Override
    public void writeValues(RecordConsumer consumer) {
        for (int i = 0; i < names.length; i++) {
            if (present[i]) {
                consumer.startField(names[i], i);
                write(consumer, i);
                consumer.endField(names[i], i);
            }
        }
    }

    private void write(RecordConsumer consumer, int i) {
        switch (types[i].kind()) {
            case BOOLEAN -> consumer.addBoolean(low[i] != 0);
            case INT, DATE -> consumer.addInteger((int) low[i]);
            case LONG, TIMESTAMP_MILLIS, TIMESTAMP_MICROS, TIMESTAMP_NANOS -> consumer.addLong(low[i]);
            case DOUBLE -> consumer.addDouble(Double.longBitsToDouble(low[i]));
            case STRING, BYTES -> consumer.addBinary(Binary.fromReusedByteArray(bytes[i], (int) low[i], (int) high[i]));
            case DECIMAL -> {
                if (types[i].isWideDecimal()) {
                    consumer.addBinary(pair(i));
                } else {
                    consumer.addLong(low[i]);
                }
            }
            case UUID -> consumer.addBinary(pair(i));
        }
    }

    private Binary pair(int i) {
        return Binary.fromConstantByteArray(UuidBytes.of(high[i], low[i]));
    }

    @Override
    public String text(FieldReference field) {
        int i = field.column(schema);
        if (i < 0 || !present[i]) {
            return null;
        }
        return switch (types[i].kind()) {
            case BOOLEAN -> Boolean.toString(low[i] != 0);
            case INT, LONG -> Long.toString(low[i]);
            case DOUBLE -> Double.toString(Double.longBitsToDouble(low[i]));
            case DATE -> LocalDate.ofEpochDay(low[i]).toString();
            case TIMESTAMP_MILLIS -> Instant.ofEpochMilli(low[i]).toString();
            case TIMESTAMP_MICROS -> moment(low[i], 1_000_000).toString();
            case TIMESTAMP_NANOS -> moment(low[i], 1_000_000_000).toString();
            case STRING -> new String(bytes[i], (int) low[i], (int) high[i], StandardCharsets.UTF_8);
            case BYTES -> HexFormat.of().formatHex(bytes[i], (int) low[i], (int) (low[i] + high[i]));
            case DECIMAL -> decimal(i).toPlainString();
            case UUID -> new UUID(high[i], low[i]).toString();
        };
    }

    private static Instant moment(long units, long perSecond) {
        return Instant.ofEpochSecond(
                Math.floorDiv(units, perSecond), Math.floorMod(units, perSecond) * (1_000_000_000L / perSecond));
    }

    private BigDecimal decimal(int i) {
        return types[i].isWideDecimal()
                ? WideDecimal.of(high[i], low[i], types[i].scale())
                : BigDecimal.valueOf(low[i], types[i].scale());
    }

    @Override
    public OptionalLong millis(FieldReference field) {
        int i = field.column(schema);
        if (i < 0 || !present[i]) {
            return OptionalLong.empty();
        }
        return switch (types[i].kind()) {
            case DATE -> OptionalLong.of(TimeValues.toMillis(Type.Kind.DATE, low[i]));
            case LONG, TIMESTAMP_MILLIS -> OptionalLong.of(low[i]);
            case TIMESTAMP_MICROS -> OptionalLong.of(TimeValues.toMillis(Type.Kind.TIMESTAMP_MICROS, low[i]));
            case TIMESTAMP_NANOS -> OptionalLong.of(TimeValues.toMillis(Type.Kind.TIMESTAMP_NANOS, low[i]));
            case STRING -> TimeValues.parsed(Type.Kind.TIMESTAMP_MILLIS, text(field));
            default -> OptionalLong.empty();
        };
    }

    /** The bytes of a value, whatever a converter made of it; null if it is none. */
    static byte[] bytesOf(Object value) {
        if (value instanceof byte[] array) {
            return array;
        }
        if (value instanceof String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] copy = new byte[buffer.remaining()];
            buffer.duplicate().get(copy);
            return copy;
        }
        return null;
    }
}
