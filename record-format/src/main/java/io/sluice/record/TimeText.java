package io.sluice.record;

/**
 * Reads dates and timestamps by hand: {@code YYYY-MM-DD}, and {@code YYYY-MM-DD(T|space)hh:mm[:ss[.fraction]]zone} with
 * a zone of {@code Z}, {@code ±hh}, {@code ±hhmm} or {@code ±hh:mm}; a whole number is a count of the column's unit since
 * 1970-01-01T00:00Z. Stateless; a result of null means good, else it is the reason.
 */
final class TimeText {

    private static final int DATE_LENGTH = 10;
    private static final int MAX_FRACTION_DIGITS = 9;
    private static final int[] FRACTION_POWERS = {
        1_000_000_000, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000, 100, 10, 1
    };
    private static final long BAD = Long.MIN_VALUE;

    private TimeText() {}

    static String readDate(byte[] bytes, int from, int to, RowBuffer row, int column) {
        long day = to - from == DATE_LENGTH ? day(bytes, from) : BAD;
        if (day == BAD) {
            return Excerpt.of(bytes, from, to) + " is not a date: expected YYYY-MM-DD";
        }
        row.setLong(column, day);
        return null;
    }

    /** Reads a timestamp column's text. {@code unitsPerSecond} is a power of ten up to 10^9. */
    static String readTimestamp(byte[] bytes, int from, int to, RowBuffer row, int column, int unitsPerSecond) {
        if (to - from > DATE_LENGTH && bytes[from + 4] == '-') {
            return readIso(bytes, from, to, row, column, unitsPerSecond);
        }
        if (LongText.read(bytes, from, to, row, column, "a timestamp") == null) {
            return null;
        }
        return fault(bytes, from, to, "");
    }

    private static String readIso(byte[] bytes, int from, int to, RowBuffer row, int column, int unitsPerSecond) {
        long day = day(bytes, from);
        int time = from + DATE_LENGTH;
        if (day == BAD || to - time < 6 || (bytes[time] != 'T' && bytes[time] != ' ' && bytes[time] != 't')) {
            return fault(bytes, from, to, "");
        }
        int hour = twoDigits(bytes, time + 1);
        int minute = twoDigits(bytes, time + 4);
        int second = 0;
        int nanos = 0;
        int at = time + 6;
        if (at < to && bytes[at] == ':') {
            second = to - at < 3 ? -1 : twoDigits(bytes, at + 1);
            at += 3;
            if (at < to && (bytes[at] == '.' || bytes[at] == ',')) {
                int digits = at + 1;
                at = digits;
                while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
                    if (at - digits == MAX_FRACTION_DIGITS) {
                        return fault(bytes, from, to, ": more than nine digits of a second");
                    }
                    nanos = nanos * 10 + bytes[at++] - '0';
                }
                if (at == digits) {
                    return fault(bytes, from, to, "");
                }
                nanos *= FRACTION_POWERS[at - digits];
            }
        }
        if (bytes[time + 3] != ':' || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
            return fault(bytes, from, to, "");
        }
        if (at >= to) {
            return fault(bytes, from, to, ": the zone is missing");
        }
        int zone = zoneSeconds(bytes, at, to);
        if (zone == Integer.MIN_VALUE) {
            return fault(bytes, from, to, "");
        }
        long seconds = day * 86_400 + hour * 3_600L + minute * 60L + second - zone;
        return store(bytes, from, to, row, column, unitsPerSecond, seconds, nanos);
    }

    private static String store(
            byte[] bytes, int from, int to, RowBuffer row, int column, int unitsPerSecond, long seconds, int nanos) {
        int nanosPerUnit = 1_000_000_000 / unitsPerSecond;
        int units = nanos / nanosPerUnit;
        if (units * nanosPerUnit != nanos) {
            return Excerpt.of(bytes, from, to) + " is finer than the column's unit, 1/" + unitsPerSecond + " s";
        }
        try {
            // Towards zero first: the earliest nanoseconds lie in a second that begins before the range does.
            long whole = seconds < 0 ? seconds + 1 : seconds;
            long rest = seconds < 0 ? units - unitsPerSecond : units;
            row.setLong(column, Math.addExact(Math.multiplyExact(whole, unitsPerSecond), rest));
            return null;
        } catch (ArithmeticException e) {
            return Excerpt.of(bytes, from, to) + " is out of range for the column's unit, 1/" + unitsPerSecond + " s";
        }
    }

    /** The zone's distance from UTC in seconds, or {@code Integer.MIN_VALUE}. */
    private static int zoneSeconds(byte[] bytes, int at, int to) {
        int length = to - at;
        if (length == 1) {
            return bytes[at] == 'Z' || bytes[at] == 'z' ? 0 : Integer.MIN_VALUE;
        }
        if ((bytes[at] != '+' && bytes[at] != '-') || (length != 3 && length != 5 && length != 6)) {
            return Integer.MIN_VALUE;
        }
        if (length == 6 && bytes[at + 3] != ':') {
            return Integer.MIN_VALUE;
        }
        int hours = twoDigits(bytes, at + 1);
        int minutes = length == 3 ? 0 : twoDigits(bytes, to - 2);
        if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59 || (hours == 18 && minutes > 0)) {
            return Integer.MIN_VALUE;
        }
        int seconds = hours * 3_600 + minutes * 60;
        return bytes[at] == '-' ? -seconds : seconds;
    }

    /** Days since 1970-01-01 of the ten bytes at {@code at}, or {@link #BAD}. */
    private static long day(byte[] bytes, int at) {
        int century = twoDigits(bytes, at);
        int yearOfCentury = twoDigits(bytes, at + 2);
        int month = twoDigits(bytes, at + 5);
        int day = twoDigits(bytes, at + 8);
        if (century < 0
                || yearOfCentury < 0
                || month < 1
                || month > 12
                || day < 1
                || bytes[at + 4] != '-'
                || bytes[at + 7] != '-') {
            return BAD;
        }
        int year = century * 100 + yearOfCentury;
        return day > daysOfMonth(year, month) ? BAD : epochDay(year, month, day);
    }

    private static int daysOfMonth(int year, int month) {
        if (month == 2) {
            boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            return leap ? 29 : 28;
        }
        // 31 in odd months up to July, in even ones from August.
        return 30 + ((month + (month >> 3)) & 1);
    }

    private static long epochDay(int year, int month, int day) {
        // Years that begin in March put the leap day last; 400 are added to keep the divisions positive.
        int shifted = (month <= 2 ? year - 1 : year) + 400;
        int monthsSinceMarch = month <= 2 ? month + 9 : month - 3;
        int dayOfYear = (153 * monthsSinceMarch + 2) / 5 + day - 1;
        int days = 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear;
        // From 0000-03-01 less 400 years (146,097 days) to 1970-01-01.
        return (long) days - (719_468 + 146_097);
    }

    /** The number that two digits spell, or a negative one. */
    private static int twoDigits(byte[] bytes, int at) {
        int tens = bytes[at] - '0';
        int ones = bytes[at + 1] - '0';
        return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
    }

    private static String fault(byte[] bytes, int from, int to, String detail) {
        return Excerpt.of(bytes, from, to) + " is not a timestamp" + detail
                + "; expected YYYY-MM-DDThh:mm[:ss[.fraction]] with a zone (Z or ±hh:mm), or a whole number of the"
                + " column's unit since 1970";
    }
}
