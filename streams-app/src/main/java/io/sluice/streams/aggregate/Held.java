package io.sluice.streams.aggregate;

import io.sluice.record.ColumnType;
import io.sluice.record.ColumnType.Kind;
import io.sluice.streams.bytes.PackedReader;
import io.sluice.streams.bytes.PackedWriter;
import io.sluice.streams.rows.RowValues;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** One value of a column, held beyond its row: what min, max, first and last keep. Owned by one thread. */
final class Held {
    /** How values of a column are stored and compared. */
    enum Form {
        LONG,
        DOUBLE,
        WIDE,
        UUID,
        BYTES;

        static Form of(ColumnType type) {
            return switch (type.kind()) {
                case STRING, BYTES -> BYTES;
                case DOUBLE -> DOUBLE;
                case UUID -> UUID;
                case DECIMAL -> type.isWideDecimal() ? WIDE : LONG;
                default -> LONG;
            };
        }
    }

    private static final byte[] NOTHING = {};

    private final ColumnType type;
    private final Form form;
    private boolean present;
    private long high;
    private long low;
    private byte[] bytes = NOTHING;

    Held(ColumnType type) {
        this.type = type;
        form = Form.of(type);
    }

    boolean isPresent() {
        return present;
    }

    long low() {
        return low;
    }

    void take(RowValues row, int column) {
        present = true;
        if (form == Form.BYTES) {
            int from = row.offsetAt(column);
            bytes = Arrays.copyOfRange(row.bufferAt(column), from, from + row.lengthAt(column));
        } else {
            low = row.longAt(column);
            high = row.highAt(column);
        }
    }

    void take(Held other) {
        present = other.present;
        high = other.high;
        low = other.low;
        bytes = other.bytes;
    }

    /** The value held is less than (negative) or greater than (positive) the row's. */
    int compare(RowValues row, int column) {
        if (form == Form.BYTES) {
            int from = row.offsetAt(column);
            return Arrays.compareUnsigned(
                    bytes, 0, bytes.length, row.bufferAt(column), from, from + row.lengthAt(column));
        }
        return compare(row.highAt(column), row.longAt(column));
    }

    int compare(Held other) {
        return form == Form.BYTES ? Arrays.compareUnsigned(bytes, other.bytes) : compare(other.high, other.low);
    }

    private int compare(long otherHigh, long otherLow) {
        return switch (form) {
            case LONG -> Long.compare(low, otherLow);
            case DOUBLE -> Double.compare(Double.longBitsToDouble(low), Double.longBitsToDouble(otherLow));
            case WIDE -> high != otherHigh ? Long.compare(high, otherHigh) : Long.compareUnsigned(low, otherLow);
            case UUID ->
                high != otherHigh ? Long.compareUnsigned(high, otherHigh) : Long.compareUnsigned(low, otherLow);
            case BYTES -> throw new IllegalStateException("bytes are compared as bytes");
        };
    }

    void write(PackedWriter out) {
        out.writeBoolean(present);
        if (!present) {
            return;
        }
        switch (form) {
            case LONG -> out.writeSigned(low);
            case DOUBLE -> out.writeLong(low);
            case WIDE, UUID -> {
                out.writeLong(high);
                out.writeLong(low);
            }
            case BYTES -> out.writeBytes(bytes);
        }
    }

    void read(PackedReader in) {
        present = in.readBoolean();
        if (!present) {
            return;
        }
        switch (form) {
            case LONG -> low = in.readSigned();
            case DOUBLE -> low = in.readLong();
            case WIDE, UUID -> {
                high = in.readLong();
                low = in.readLong();
            }
            case BYTES -> bytes = in.readBytes();
        }
    }

    void show(FieldReceiver out) {
        if (!present) {
            out.none();
            return;
        }
        switch (form) {
            case LONG -> {
                if (type.kind() == Kind.DECIMAL) {
                    out.decimal(BigInteger.valueOf(low));
                } else {
                    out.whole(low);
                }
            }
            case DOUBLE -> out.real(Double.longBitsToDouble(low));
            case WIDE -> out.decimal(wide(high, low));
            case UUID -> out.uuid(high, low);
            case BYTES -> out.bytes(bytes);
        }
    }

    static BigInteger wide(long high, long low) {
        return new BigInteger(
                ByteBuffer.allocate(2 * Long.BYTES).putLong(high).putLong(low).array());
    }
}
