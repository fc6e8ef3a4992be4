package io.sluice.sink.rows;

import io.sluice.sink.rows.Type.Kind;
import io.sluice.sink.rows.Type.Scalar;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Locale;
import java.util.UUID;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;

/** Writes single values: what Connect's converters make of them, and what a map without a schema holds. */
final class ScalarNode {
    private static final long MOST_EXACT_DOUBLE = 1L << 53;
    private static final int MOST_SHOWN = 80;

    private ScalarNode() {}

    static ValueNode of(String path, Scalar type) {
        return switch (type.kind()) {
            case BOOLEAN -> new Booleans(path);
            case INT8, INT16, INT32 -> new Ints(path, type.kind());
            case INT64 -> new Longs(path);
            case FLOAT32 -> new Floats(path);
            case FLOAT64 -> new Doubles(path);
            case STRING -> new Strings(path);
            case BYTES -> new Bytes(path);
            case DECIMAL -> new Decimals(path, type.precision(), type.scale());
            case UUID -> new Uuids(path);
            case DATE, TIME_MILLIS -> new Times(path, type.kind(), true);
            default -> new Times(path, type.kind(), false);
        };
    }

    static BadRecordException unfit(String path, Object value, String wanted) {
        String shown = String.valueOf(value);
        return new BadRecordException("field " + path + " is "
                + (shown.length() > MOST_SHOWN ? shown.substring(0, MOST_SHOWN) + "…" : shown) + " ("
                + (value == null ? "null" : value.getClass().getSimpleName()) + "), which is not " + wanted);
    }

    private static boolean isWhole(Object value) {
        return value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte;
    }

    private record Booleans(String path) implements ValueNode {
        @Override
        public void check(Object value) throws BadRecordException {
            if (!(value instanceof Boolean)) {
                throw unfit(path, value, "a boolean");
            }
        }

        @Override
        public void write(RecordConsumer consumer, Object value) {
            consumer.addBoolean((Boolean) value);
        }
    }

    private record Ints(String path, Kind kind) implements ValueNode {
        @Override
        public void check(Object value) throws BadRecordException {
            if (!isWhole(value) || ((Number) value).longValue() != narrowed(((Number) value).longValue())) {
                throw unfit(path, value, "a whole number of " + kind);
            }
        }

        private long narrowed(long value) {
            return switch (kind) {
                case INT8 -> (byte) value;
                case INT16 -> (short) value;
                default -> (int) value;
            };
        }

        @Override
        public void write(RecordConsumer consumer, Object value) {
            consumer.addInteger(((Number) value).intValue());
        }
    }

    private record Longs(String path) implements ValueNode {
        @Override
        public void check(Object value) throws BadRecordException {
            if (!isWhole(value)) {
                throw unfit(path, value, "a whole number of 64 bits");
            }
        }

        @Override
        public void write(RecordConsumer consumer, Object value) {
            consumer.addLong(((Number) value).longValue());
        }
    }

    private record Floats(String path) implements ValueNode {
        @Override
        public void check(Object value) throws BadRecordException {
            if (!(value instanceof Float)) {
                throw unfit(path, value, "a floating-point number of 32 bits");
            }
        }

        @Override
        public void write(RecordConsumer consumer, Object value) {
            consumer.addFloat((Float) value);
        }
    }

    private record Doubles(String path) implements ValueNode {
        @Override
        public void check(Object value) throws BadRecordException {
            boolean fits = value instanceof Double
                    || value instanceof Float
                    || (isWhole(value) && isExact(((Number) value).longValue()));
            if (!fits) {
                throw unfit(path, value, "a number that 64 bits of floating point hold exactly");
            }
        }

        private static boolean isExact(long value) {
            return value >= -MOST_EXACT_DOUBLE && value <= MOST_EXACT_DOUBLE;
        }

        @Override
        public void write(RecordConsumer consumer, Object value) {
            consumer.addDouble(((Number) value).doubleValue());
        }
    }

    private record Strings(String path) implements ValueNode {
        @Override
        public void check(Object value) throws BadRecordException {
            if (!(value instanceof String)) {
                throw unfit(path, value, "a string");
            }
        }

        @Override
        public void write(RecordConsumer consumer, Object value) {
            // Not fromString, whose bytes are in a buffer that is asked for each of them.
            consumer.addBinary(Binary.fromConstantByteArray(((String) value).getBytes(StandardCharsets.UTF_8)));
        }
    }

    private record Bytes(String path) implements ValueNode {
        @Override
        public void check(Object value) throws BadRecordException {
            if (!(value instanceof byte[]) && !(value instanceof ByteBuffer)) {
                throw unfit(path, value, "a string of bytes");
            }
        }

        @Override
        public void write(RecordConsumer consumer, Object value) {
            consumer.addBinary(
                    value instanceof byte[] bytes
                            ? Binary.fromConstantByteArray(bytes)
                            : Binary.fromConstantByteBuffer(((ByteBuffer) value).duplicate()));
        }
    }

    private record Decimals(String path, int precision, int scale) implements ValueNode {
        @Override
        public void check(Object value) throws BadRecordException {
            BigDecimal number = decimalOf(value);
            if (number == null
                    || (number.scale() > scale && number.stripTrailingZeros().scale() > scale)
                    || DecimalBytes.wholeDigits(number) > precision - scale) {
                throw unfit(
                        path, value, "a decimal of " + precision + " digits, " + scale + " of them behind the point");
            }
        }

        private static BigDecimal decimalOf(Object value) {
            if (value instanceof BigDecimal decimal) {
                return decimal;
            }
            if (isWhole(value)) {
                return BigDecimal.valueOf(((Number) value).longValue());
            }
            boolean number = value instanceof Double d && !d.isNaN() && !d.isInfinite();
            return number ? BigDecimal.valueOf((Double) value) : DecimalBytes.parsed(value);
        }

        @Override
        public void write(RecordConsumer consumer, Object value) {
            BigDecimal number = decimalOf(value).setScale(scale);
            if (precision <= Scalar.MOST_LONG_PRECISION) {
                consumer.addLong(number.unscaledValue().longValueExact());
            } else {
                consumer.addBinary(Binary.fromConstantByteArray(DecimalBytes.of(number.unscaledValue())));
            }
        }
    }

    private record Uuids(String path) implements ValueNode {
        @Override
        public void check(Object value) throws BadRecordException {
            if (!(value instanceof UUID) && !(value instanceof String text && UuidBytes.isUuid(text))) {
                throw unfit(path, value, "a UUID of 36 characters");
            }
        }

        @Override
        public void write(RecordConsumer consumer, Object value) {
            UUID uuid = value instanceof UUID known ? known : UUID.fromString((String) value);
            consumer.addBinary(Binary.fromConstantByteArray(
                    UuidBytes.of(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits())));
        }
    }

    /** Dates, times of day and moments: as Connect has them, as numbers of their unit, or as text of ISO 8601. */
    private record Times(String path, Kind kind, boolean isInt) implements ValueNode {
        @Override
        public void check(Object value) throws BadRecordException {
            boolean fits = (value instanceof Date date && TimeValues.holds(kind, date))
                    || (isWhole(value) && (!isInt || ((Number) value).longValue() == ((Number) value).intValue()))
                    || (value instanceof String text
                            && TimeValues.parsed(kind, text).isPresent());
            if (!fits) {
                throw unfit(path, value, "a " + kind.name().toLowerCase(Locale.ROOT));
            }
        }

        @Override
        public void write(RecordConsumer consumer, Object value) {
            long units = TimeValues.of(kind, value);
            if (isInt) {
                consumer.addInteger((int) units);
            } else {
                consumer.addLong(units);
            }
        }
    }
}
