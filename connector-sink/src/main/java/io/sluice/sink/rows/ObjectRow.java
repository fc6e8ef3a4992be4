package io.sluice.sink.rows;

import io.sluice.sink.rows.Type.Kind;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;
import java.util.HexFormat;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.parquet.io.api.RecordConsumer;

/** A struct, or a map that stands for one, as a row. */
final class ObjectRow implements Row {
    private final SinkRecord record;
    private final Object value;
    private final Object[] values;
    private final RowShape shape;

    /** @param values of the value, which its shape has checked */
    ObjectRow(SinkRecord record, Object value, Object[] values, RowShape shape) {
        this.record = record;
        this.value = value;
        this.values = values;
        this.shape = shape;
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
        shape.node().writeColumns(consumer, values);
    }

    @Override
    public String text(FieldReference field) {
        Object found = find(field);
        if (found == null) {
            return null;
        }
        if (found instanceof Date date) {
            Instant moment = Instant.ofEpochMilli(date.toInstant().toEpochMilli());
            return field.kind(shape) == Kind.DATE
                    ? LocalDate.ofEpochDay(TimeValues.of(Kind.DATE, date)).toString()
                    : moment.toString();
        }
        if (found instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        return found instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : found.toString();
    }

    @Override
    public OptionalLong millis(FieldReference field) {
        Object found = find(field);
        if (found instanceof Date date) {
            return OptionalLong.of(date.toInstant().toEpochMilli());
        }
        if (found instanceof Long || found instanceof Integer) {
            Kind kind = field.kind(shape);
            return OptionalLong.of(TimeValues.toMillis(kind == null ? Kind.INT64 : kind, ((Number) found).longValue()));
        }
        return found instanceof String text ? TimeValues.parsed(Kind.TIMESTAMP_MILLIS, text) : OptionalLong.empty();
    }

    private Object find(FieldReference field) {
        Object at = value;
        for (String name : field.path()) {
            if (at instanceof Struct struct) {
                at = struct.schema().field(name) == null ? null : struct.get(name);
            } else if (at instanceof Map<?, ?> map) {
                at = map.get(name);
            } else {
                return null;
            }
        }
        return at;
    }
}
