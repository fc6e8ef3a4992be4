package io.sluice.record;

/** Reads UUIDs: 8-4-4-4-12 hexadecimal digits. Stateless; a result of null means good, else it is the reason. */
final class UuidText {

    private static final int LENGTH = 36;

    private UuidText() {}

    static String read(byte[] bytes, int from, int to, RowBuffer row, int column) {
        long high = 0;
        long low = 0;
        boolean good = to - from == LENGTH;
        for (int i = 0; good && i < LENGTH; i++) {
            byte value = bytes[from + i];
            if (i == 8 || i == 13 || i == 18 || i == 23) {
                good = value == '-';
                continue;
            }
            int digit = hexDigit(value);
            good = digit >= 0;
            if (i < 18) {
                high = high << 4 | digit;
            } else {
                low = low << 4 | digit;
            }
        }
        if (!good) {
            return Excerpt.of(bytes, from, to) + " is not a UUID: expected 8-4-4-4-12 hexadecimal digits";
        }
        row.setPair(column, high, low);
        return null;
    }

    private static int hexDigit(byte value) {
        if (value >= '0' && value <= '9') {
            return value - '0';
        }
        int lower = value | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }
}
