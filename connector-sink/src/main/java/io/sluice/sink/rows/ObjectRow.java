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
    private SinkRecord record;
    private Object value;
    private RowShape shape;

    ObjectRow with(SinkRecord newRecord, Object newValue, RowShape newShape) {
        record = newRecord;
        value = newValue;
        shape = newShape;
        return this;
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
        shape.node().writeFields(consumer, value, 0);
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
