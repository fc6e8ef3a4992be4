package io.sluice.source.framing;

import io.sluice.record.BadRow;
import io.sluice.record.RowVisitor;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Rows of string columns as text, and bad rows, by their positions. */
final class DecodedRows implements RowVisitor {

    final Map<Long, String> rows = new TreeMap<>();
    private long position;
    private StringBuilder row;

    @Override
    public void beginRow(long at, int number) {
        position = at;
        row = new StringBuilder();
    }

    @Override
    public void nullValue(int column) {
        row.append("|null");
    }

    @Override
    public void bytesValue(int column, byte[] buffer, int offset, int length) {
        row.append('|').append(new String(buffer, offset, length, StandardCharsets.UTF_8));
    }

    @Override
    public void endRow() {
        rows.put(position, row.toString());
    }

    @Override
    public void badRow(BadRow bad) {
        rows.put(bad.position(), "bad");
    }

    @Override
    public void booleanValue(int column, boolean value) {
        throw new IllegalStateException();
    }

    @Override
    public void longValue(int column, long value) {
        throw new IllegalStateException();
    }

    @Override
    public void doubleValue(int column, double value) {
        throw new IllegalStateException();
    }

    @Override
    public void decimalValue(int column, long unscaled) {
        throw new IllegalStateException();
    }

    @Override
    public void wideDecimalValue(int column, long high, long low) {
        throw new IllegalStateException();
    }

    @Override
    public void uuidValue(int column, long mostSignificant, long leastSignificant) {
        throw new IllegalStateException();
    }
}
