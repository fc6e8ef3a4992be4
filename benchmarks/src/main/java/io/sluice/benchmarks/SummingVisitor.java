package io.sluice.benchmarks;

import io.sluice.record.BadRow;
import io.sluice.record.RowVisitor;

/** Adds up every value of every row, so that none is decoded for nothing. One thread. */
final class SummingVisitor implements RowVisitor {

    private long sum;

    long sum() {
        return sum;
    }

    @Override
    public void beginRow(long position, int row) {}

    @Override
    public void nullValue(int column) {}

    @Override
    public void booleanValue(int column, boolean value) {
        sum += value ? 1 : 0;
    }

    @Override
    public void longValue(int column, long value) {
        sum += value;
    }

    @Override
    public void doubleValue(int column, double value) {
        sum += (long) value;
    }

    @Override
    public void decimalValue(int column, long unscaled) {
        sum += unscaled;
    }

    @Override
    public void wideDecimalValue(int column, long high, long low) {
        sum += high + low;
    }

    @Override
    public void bytesValue(int column, byte[] buffer, int offset, int length) {
        sum += length;
    }

    @Override
    public void uuidValue(int column, long mostSignificant, long leastSignificant) {
        sum += mostSignificant + leastSignificant;
    }

    @Override
    public void endRow() {}

    @Override
    public void badRow(BadRow row) {
        throw new IllegalStateException("a bad row in the benchmark's own data: " + row.message());
    }
}
