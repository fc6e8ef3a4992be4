package io.sluice.record;

/** Reads whole numbers: an optional sign, then digits. Stateless; a result of null means good, else it is the reason. */
final class LongText {

    /** Numbers of this many digits cannot overflow a long. */
    private static final int SAFE_DIGITS = 18;

    private LongText() {}

    static String readInt(byte[] bytes, int from, int to, RowBuffer row, int column) {
        String reason = read(bytes, from, to, row, column, "an int");
        if (reason == null) {
            long value = row.longAt(column);
            if (value != (int) value) {
                return outOfRange(bytes, from, to, "an int", Integer.MIN_VALUE, Integer.MAX_VALUE);
            }
        }
        return reason;
    }

    static String read(byte[] bytes, int from, int to, RowBuffer row, int column, String what) {
        int at = from;
        boolean negative = false;
        if (at < to && (bytes[at] == '-' || bytes[at] == '+')) {
            negative = bytes[at] == '-';
            at++;
        }
        if (at == to) {
            return notNumber(bytes, from, to, what);
        }
        if (to - at > SAFE_DIGITS) {
            return readLongest(bytes, from, at, to, negative, row, column, what);
        }
        long value = 0;
        for (; to - at >= Long.BYTES; at += Long.BYTES) {
            long word = Swar.word(bytes, at);
            if (!Swar.areDigits(word)) {
                return notNumber(bytes, from, to, what);
            }
            value = value * 100_000_000 + Swar.eightDigits(word);
        }
        for (; at < to; at++) {
            int digit = bytes[at] - '0';
            if (digit < 0 || digit > 9) {
                return notNumber(bytes, from, to, what);
            }
            value = value * 10 + digit;
        }
        row.setLong(column, negative ? -value : value);
        return null;
    }

    private static String readLongest(
            byte[] bytes, int from, int digits, int to, boolean negative, RowBuffer row, int column, String what) {
        // Counts downwards: the negative range is larger by one.
        long value = 0;
        boolean overflow = false;
        for (int at = digits; at < to; at++) {
            int digit = bytes[at] - '0';
            if (digit < 0 || digit > 9) {
                return notNumber(bytes, from, to, what);
            }
            overflow |= value < (Long.MIN_VALUE + digit) / 10;
            value = value * 10 - digit;
        }
        if (overflow || (!negative && value == Long.MIN_VALUE)) {
            return outOfRange(bytes, from, to, what, Long.MIN_VALUE, Long.MAX_VALUE);
        }
        row.setLong(column, negative ? value : -value);
        return null;
    }

    private static String notNumber(byte[] bytes, int from, int to, String what) {
        return Excerpt.of(bytes, from, to) + " is not " + what + ": expected digits with an optional sign";
    }

    private static String outOfRange(byte[] bytes, int from, int to, String what, long least, long most) {
        return Excerpt.of(bytes, from, to) + " is out of range for " + what + ", " + least + " to " + most;
    }
}
