package io.sluice.streams.app;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.sluice.record.Column;
import io.sluice.record.ColumnType;
import io.sluice.streams.aggregate.AggregateValues;
import io.sluice.streams.aggregate.FieldReceiver;
import io.sluice.streams.engine.Bar;
import io.sluice.streams.engine.LatePart;
import io.sluice.streams.engine.Origin;
import io.sluice.streams.engine.Plan;
import io.sluice.streams.window.TimeScale;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/**
 * Results and late rows as JSON, as {@code deploy/topics/bars.md} has it. One per task or query, on its thread.
 */
final class JsonBars implements BarWriter {
    private static final JsonFactory JSON = new JsonFactory();

    private final Plan plan;
    private final TimeTexts times;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);

    JsonBars(Plan plan) {
        this.plan = plan;
        times = new TimeTexts(plan.scale());
    }

    @Override
    public byte[] write(Bar bar) {
        out.reset();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            key(json, bar.key().get());
            json.writeStringField("window", bar.level().name());
            json.writeFieldName("start");
            json.writeString(times.of(bar.start()));
            json.writeFieldName("end");
            json.writeString(times.of(bar.end()));
            json.writeBooleanField("final", bar.isFinal());
            json.writeNumberField("revision", bar.revision());
            json.writeBooleanField("gap", bar.gap());
            json.writeNumberField("rows", bar.values().rows());
            fields(json, bar.values());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer in memory does not fail", e);
        }
        return out.toByteArray();
    }

    /** Rows that were late, with where they came from, if they are of one record. */
    byte[] write(LatePart part, Origin origin) {
        out.reset();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            key(json, part.key().get());
            json.writeStringField("window", part.level().name());
            json.writeStringField("start", plan.scale().text(part.start()));
            json.writeStringField("end", plan.scale().text(part.end()));
            json.writeFieldName("watermark");
            if (part.watermark() == Long.MIN_VALUE) {
                json.writeNull();
            } else {
                json.writeString(plan.scale().text(part.watermark()));
            }
            json.writeStringField("reason", part.reason());
            json.writeBooleanField("corrected", part.corrected());
            if (origin != null) {
                json.writeStringField("topic", origin.topic());
                json.writeNumberField("partition", origin.partition());
                json.writeNumberField("offset", origin.offset());
                json.writeNumberField("lastOffset", origin.lastOffset());
            }
            json.writeNumberField("rows", part.values().rows());
            fields(json, part.values());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer in memory does not fail", e);
        }
        return out.toByteArray();
    }

    private void key(JsonGenerator json, byte[] key) throws IOException {
        List<Column> columns = plan.keys().columns();
        List<String> texts = plan.keys().texts(key);
        for (int i = 0; i < columns.size(); i++) {
            json.writeFieldName(columns.get(i).name());
            if (plan.keys().isQuoted(i)) {
                json.writeString(texts.get(i));
            } else {
                json.writeRawValue(texts.get(i));
            }
        }
    }

    private void fields(JsonGenerator json, AggregateValues values) {
        values.show(new Fields(json, plan.aggregates().columns()));
    }

    /** Writes one field after the other. */
    private static final class Fields implements FieldReceiver {
        private final JsonGenerator json;
        private final List<Column> columns;
        private int next;

        Fields(JsonGenerator json, List<Column> columns) {
            this.json = json;
            this.columns = columns;
        }

        private ColumnType named() {
            Column column = columns.get(next++);
            try {
                json.writeFieldName(column.name());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return column.type();
        }

        @Override
        public void none() {
            named();
            write(json::writeNull);
        }

        @Override
        public void whole(long value) {
            switch (named().kind()) {
                case BOOLEAN -> write(() -> json.writeBoolean(value != 0));
                case DATE ->
                    write(() -> json.writeString(LocalDate.ofEpochDay(value).toString()));
                case TIMESTAMP_MILLIS -> write(() -> json.writeString(TimeScale.MILLIS.text(value)));
                case TIMESTAMP_MICROS -> write(() -> json.writeString(TimeScale.MICROS.text(value)));
                case TIMESTAMP_NANOS -> write(() -> json.writeString(TimeScale.NANOS.text(value)));
                default -> write(() -> json.writeNumber(value));
            }
        }

        @Override
        public void decimal(BigInteger unscaled) {
            int scale = named().scale();
            write(() -> json.writeString(new BigDecimal(unscaled, scale).toPlainString()));
        }

        @Override
        public void real(double value) {
            named();
            boolean number = !Double.isNaN(value) && !Double.isInfinite(value);
            write(() -> {
                if (number) {
                    json.writeNumber(value);
                } else {
                    json.writeString(Double.toString(value));
                }
            });
        }

        @Override
        public void bytes(byte[] value) {
            boolean text = named().kind() == ColumnType.Kind.STRING;
            write(() -> {
                if (text) {
                    json.writeUTF8String(value, 0, value.length);
                } else {
                    json.writeString(Base64.getEncoder().encodeToString(value));
                }
            });
        }

        @Override
        public void uuid(long mostSignificant, long leastSignificant) {
            named();
            write(() -> json.writeString(new UUID(mostSignificant, leastSignificant).toString()));
        }

        private void write(Writing writing) {
            try {
                writing.write();
            } catch (IOException e) {
                throw new UncheckedIOException("a buffer in memory does not fail", e);
            }
        }
    }

    /** One call of a generator. */
    private interface Writing {
        void write() throws IOException;
    }
}
