package io.sluice.record;

import java.util.List;

/**
 * Reads the text of one field by its column's type: the one place where CSV fields and JSON strings and numbers become
 * values. One per decoder, on its thread. Strings are not read here: what makes them valid depends on the format.
 */
final class FieldText {

    private final ColumnType[] types;
    private final ColumnType.Kind[] kinds;
    private final DecimalText decimals;
    private final DoubleText doubles;

    FieldText(RowSchema schema) {
        List<Column> columns = schema.columns();
        types = columns.stream().map(Column::type).toArray(ColumnType[]::new);
        kinds = columns.stream().map(column -> column.type().kind()).toArray(ColumnType.Kind[]::new);
        NumberText number = new NumberText();
        decimals = new DecimalText(number);
        doubles = new DoubleText(number);
    }

    ColumnType.Kind kind(int column) {
        return kinds[column];
    }

    ColumnType type(int column) {
        return types[column];
    }

    /** Stores the value in the row, or returns why it cannot be one. */
    String read(byte[] bytes, int from, int to, RowBuffer row, int column) {
        return switch (kinds[column]) {
            case STRING -> throw new IllegalStateException("strings are read by their format");
            case BYTES -> Base64Text.read(bytes, from, to, row, column);
            case BOOLEAN -> BooleanText.read(bytes, from, to, row, column);
            case INT -> LongText.readInt(bytes, from, to, row, column);
            case LONG -> LongText.read(bytes, from, to, row, column, "a long");
            case DOUBLE -> doubles.read(bytes, from, to, row, column);
            case DECIMAL -> decimals.read(bytes, from, to, row, column, types[column]);
            case DATE -> TimeText.readDate(bytes, from, to, row, column);
            case TIMESTAMP_MILLIS -> TimeText.readTimestamp(bytes, from, to, row, column, 1_000);
            case TIMESTAMP_MICROS -> TimeText.readTimestamp(bytes, from, to, row, column, 1_000_000);
            case TIMESTAMP_NANOS -> TimeText.readTimestamp(bytes, from, to, row, column, 1_000_000_000);
            case UUID -> UuidText.read(bytes, from, to, row, column);
        };
    }
}
