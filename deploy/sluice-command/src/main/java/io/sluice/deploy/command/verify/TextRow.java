package io.sluice.deploy.command.verify;

import io.sluice.record.ColumnType.Kind;
import io.sluice.record.RowSchema;
import io.sluice.record.RowVisitor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/** A decoded row whose values are text, as Parquet's example rows print theirs; null is empty. One thread. */
abstract class TextRow implements RowVisitor {
    private final RowSchema schema;
    private final String[] values;

    TextRow(RowSchema schema) {
        this.schema = schema;
        values = new String[schema.columns().size()];
    }

    final String value(int column) {
        return values[column];
    }

    final int index(String column) {
        for (int i = 0; i < values.length; i++) {
            if (schema.columns().get(i).name().equals(column)) {
                return i;
            }
        }
        throw new IllegalStateException(column);
    }

    @Override
    public final void beginRow(long position, int row) {
        Arrays.fill(values, "");
    }

    @Override
    public final void nullValue(int column) {
        // Stays empty.
    }

    @Override
    public final void booleanValue(int column, boolean value) {
        values[column] = Boolean.toString(value);
    }

    @Override
    public final void longValue(int column, long value) {
        values[column] = Long.toString(value);
    }

    @Override
    public final void doubleValue(int column, double value) {
        values[column] = Double.toString(value);
    }

    @Override
    public final void decimalValue(int column, long unscaled) {
        values[column] = Long.toString(unscaled);
    }

    @Override
    public final void wideDecimalValue(int column, long high, long low) {
        values[column] = high + ":" + low;
    }

    @Override
    public final void bytesValue(int column, byte[] buffer, int offset, int length) {
        values[column] = schema.columns().get(column).type().kind() == Kind.STRING
                ? new String(buffer, offset, length, StandardCharsets.UTF_8)
                : "";
    }

    @Override
    public final void uuidValue(int column, long mostSignificant, long leastSignificant) {
        values[column] = new UUID(mostSignificant, leastSignificant).toString();
    }
}
