package io.sluice.streams.app;

import io.sluice.record.Column;
import io.sluice.record.ColumnType;
import io.sluice.streams.aggregate.FieldReceiver;
import io.sluice.streams.bytes.PackedWriter;
import io.sluice.streams.engine.Bar;
import io.sluice.streams.engine.Plan;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Results as Avro in Confluent's wire format: a zero, the schema's id in the registry, and the fields of {@link
 * AvroSchemaText} in Avro's binary form. One per task, on its stream thread.
 */
final class AvroBars implements BarWriter {
    private static final int MAGIC = 0;

    private final Plan plan;
    private final Map<String, Integer> ids;
    // Its signed numbers are Avro's: zigzag, seven bits to a byte.
    private final PackedWriter out = new PackedWriter();
    private final Fields fields;

    /** @param ids the schema's id for each window's topic, by the window's name */
    AvroBars(Plan plan, Map<String, Integer> ids) {
        this.plan = plan;
        this.ids = Map.copyOf(ids);
        fields = new Fields(out, plan.aggregates().columns());
    }

    @Override
    public byte[] write(Bar bar) {
        int id = ids.get(bar.level().name());
        out.clear();
        out.writeByte(MAGIC);
        for (int shift = 24; shift >= 0; shift -= 8) {
            out.writeByte(id >> shift);
        }
        key(bar.key().get());
        bytes(bar.level().name().getBytes(StandardCharsets.UTF_8));
        out.writeSigned(bar.start());
        out.writeSigned(bar.end());
        out.writeBoolean(bar.isFinal());
        out.writeSigned(bar.revision());
        out.writeBoolean(bar.gap());
        out.writeSigned(bar.values().rows());
        bar.values().show(fields.anew());
        return out.toBytes();
    }

    private void key(byte[] key) {
        List<Column> columns = plan.keys().columns();
        List<String> texts = plan.keys().texts(key);
        for (int i = 0; i < columns.size(); i++) {
            String text = texts.get(i);
            switch (columns.get(i).type().kind()) {
                case BOOLEAN -> out.writeBoolean(Boolean.parseBoolean(text));
                case INT, LONG -> out.writeSigned(Long.parseLong(text));
                case DATE -> out.writeSigned(LocalDate.parse(text).toEpochDay());
                default -> bytes(text.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private void bytes(byte[] value) {
        out.writeSigned(value.length);
        out.writeRaw(value, 0, value.length);
    }

    /** Writes one field after the other. */
    private static final class Fields implements FieldReceiver {
        private final PackedWriter out;
        private final List<Column> columns;
        private int next;

        Fields(PackedWriter out, List<Column> columns) {
            this.out = out;
            this.columns = columns;
        }

        Fields anew() {
            next = 0;
            return this;
        }

        /** Which of a nullable column's two types follows. */
        private ColumnType present() {
            Column column = columns.get(next++);
            if (column.nullable()) {
                out.writeSigned(1);
            }
            return column.type();
        }

        @Override
        public void none() {
            Column column = columns.get(next++);
            if (!column.nullable()) {
                throw new IllegalStateException("a result lacks its field '" + column.name() + "'");
            }
            out.writeSigned(0);
        }

        @Override
        public void whole(long value) {
            if (present().kind() == ColumnType.Kind.BOOLEAN) {
                out.writeBoolean(value != 0);
            } else {
                out.writeSigned(value);
            }
        }

        @Override
        public void decimal(BigInteger unscaled) {
            present();
            raw(unscaled.toByteArray());
        }

        @Override
        public void real(double value) {
            present();
            // The only number in Avro that is not of variable length; its lowest byte comes first.
            out.writeLong(Long.reverseBytes(Double.doubleToRawLongBits(value)));
        }

        @Override
        public void bytes(byte[] value) {
            present();
            raw(value);
        }

        @Override
        public void uuid(long mostSignificant, long leastSignificant) {
            present();
            raw(new UUID(mostSignificant, leastSignificant).toString().getBytes(StandardCharsets.US_ASCII));
        }

        private void raw(byte[] value) {
            out.writeSigned(value.length);
            out.writeRaw(value, 0, value.length);
        }
    }
}
