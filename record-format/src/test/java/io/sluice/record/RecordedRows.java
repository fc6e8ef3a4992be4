package io.sluice.record;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * A visitor that keeps everything as objects, and fails if the decoder breaks the visitor's contract: one value per
 * column in order, positions rising, numbers without holes.
 */
final class RecordedRows implements RowVisitor {

    final List<List<Object>> rows = new ArrayList<>();
    final List<BadRow> bad = new ArrayList<>();
    final List<Long> positions = new ArrayList<>();
    private final RowSchema schema;
    private List<Object> row;
    private long lastPosition = -1;
    private int lastNumber = -1;

    RecordedRows(RowSchema schema) {
        this.schema = schema;
    }

    static RecordedRows of(RowDecoder decoder, byte[] input, long position) {
        // Odd surroundings, so that a decoder that looks outside its slice is found out.
        byte[] padded = new byte[input.length + 11];
        Arrays.fill(padded, (byte) '"');
        System.arraycopy(input, 0, padded, 5, input.length);
        RecordedRows recorded = new RecordedRows(decoder.schema());
        decoder.decode(padded, 5, input.length, position, recorded);
        return recorded;
    }

    static RecordedRows of(RowDecoder decoder, String input) {
        return of(decoder, input.getBytes(StandardCharsets.UTF_8), 0);
    }

    List<String> reasons() {
        return bad.stream().map(BadRow::reason).toList();
    }

    @Override
    public void beginRow(long position, int number) {
        check(row == null, "a row began inside a row");
        place(position, number);
        row = new ArrayList<>();
    }

    @Override
    public void nullValue(int column) {
        check(schema.columns().get(column).nullable(), "null in a required column");
        add(column, null);
    }

    @Override
    public void booleanValue(int column, boolean value) {
        add(column, value);
    }

    @Override
    public void longValue(int column, long value) {
        boolean date = type(column).kind() == ColumnType.Kind.DATE;
        add(column, date ? LocalDate.ofEpochDay(value) : (Object) value);
    }

    @Override
    public void doubleValue(int column, double value) {
        add(column, value);
    }

    @Override
    public void decimalValue(int column, long unscaled) {
        check(!type(column).isWideDecimal(), "a wide decimal came as a long");
        add(column, BigDecimal.valueOf(unscaled, type(column).scale()));
    }

    @Override
    public void wideDecimalValue(int column, long high, long low) {
        check(type(column).isWideDecimal(), "a short decimal came as 128 bits");
        add(column, WideDecimal.of(high, low, type(column).scale()));
    }

    @Override
    public void bytesValue(int column, byte[] buffer, int offset, int length) {
        byte[] slice = Arrays.copyOfRange(buffer, offset, offset + length);
        boolean string = type(column).kind() == ColumnType.Kind.STRING;
        check(!string || Utf8.firstMalformed(slice, 0, length) < 0, "a string is not UTF-8");
        add(
                column,
                string
                        ? new String(slice, StandardCharsets.UTF_8)
                        : HexFormat.of().formatHex(slice));
    }

    @Override
    public void uuidValue(int column, long mostSignificant, long leastSignificant) {
        add(column, new UUID(mostSignificant, leastSignificant));
    }

    @Override
    public void endRow() {
        check(row.size() == schema.columns().size(), "a row ended before its last column");
        rows.add(row);
        row = null;
    }

    @Override
    public void badRow(BadRow badRow) {
        check(row == null, "a bad row inside a row");
        place(badRow.position(), badRow.row());
        check(badRow.length() > 0, "a bad row without bytes");
        boolean inside = badRow.errorPosition() >= badRow.position()
                && badRow.errorPosition() <= badRow.position() + badRow.length();
        check(inside, "the fault lies outside its row: " + badRow);
        bad.add(badRow);
    }

    private void place(long position, int number) {
        check(position > lastPosition, "positions do not rise");
        check(number == lastNumber + 1, "numbers have a hole");
        lastPosition = position;
        lastNumber = number;
        positions.add(position);
    }

    private void add(int column, Object value) {
        check(row != null && row.size() == column, "a value out of order");
        row.add(value);
    }

    private ColumnType type(int column) {
        return schema.columns().get(column).type();
    }

    private static void check(boolean good, String what) {
        if (!good) {
            throw new AssertionError(what);
        }
    }
}
