package io.sluice.record;

/** Reads booleans: true, false in any case, 1, 0. Stateless; a result of null means good, else it is the reason. */
final class BooleanText {

    private BooleanText() {}

    static String read(byte[] bytes, int from, int to, RowBuffer row, int column) {
        if (Ascii.equalsAnyCase(bytes, from, to, "true") || Ascii.equals(bytes, from, to, "1")) {
            row.setLong(column, 1);
        } else if (Ascii.equalsAnyCase(bytes, from, to, "false") || Ascii.equals(bytes, from, to, "0")) {
            row.setLong(column, 0);
        } else {
            return Excerpt.of(bytes, from, to) + " is not a boolean: expected true, false, 1 or 0";
        }
        return null;
    }
}
