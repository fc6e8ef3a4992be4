package io.sluice.record;

/** Reads every value, keeps none, and makes no garbage: for measuring. */
final class CountingVisitor implements RowVisitor {
    private long rows;
    private long bad;
    private long sum;
    private BadRow first;

    long rows() {
        return rows;
    }

    long bad() {
        return bad;
    }

    /** Depends on every value. */
    long sum() {
        return sum;
    }

    /** The first bad row, or null. */
    BadRow first() {
        return first;
    }

    @Override
    public void beginRow(long position, int row) {
        sum += position;
    }

    @Override
    public void nullValue(int column) {
        sum++;
    }

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
        sum += low;
    }

    @Override
    public void bytesValue(int column, byte[] buffer, int offset, int length) {
        sum += buffer[offset] + length;
    }

    @Override
    public void uuidValue(int column, long mostSignificant, long leastSignificant) {
        sum += leastSignificant;
    }

    @Override
    public void endRow() {
        rows++;
    }

    @Override
    public void badRow(BadRow row) {
        bad++;
        first = first == null ? row : first;
    }
}
