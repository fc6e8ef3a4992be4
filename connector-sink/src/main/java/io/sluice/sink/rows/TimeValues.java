package io.sluice.sink.rows;

import io.sluice.sink.rows.Type.Kind;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Date;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Dates and times as numbers of their column's unit. Stateless. */
final class TimeValues {
    private static final long MILLIS_PER_DAY = TimeUnit.DAYS.toMillis(1);

    private TimeValues() {}

    /** A value that a column of times takes: a number is one already. */
    static long of(Kind kind, Object value) {
        if (value instanceof Date date) {
            return kind == Kind.DATE
                    ? Math.floorDiv(date.toInstant().toEpochMilli(), MILLIS_PER_DAY)
                    : fromMillis(kind, date.toInstant().toEpochMilli());
        }
        return value instanceof Number number
                ? number.longValue()
                : parsed(kind, (String) value).orElseThrow();
    }

    /** Whether a column's unit is not too fine for a date so far away. */
    static boolean holds(Kind kind, Date date) {
        try {
            long unused = of(kind, date);
            return true;
        } catch (ArithmeticException tooFar) {
            return false;
        }
    }

    private static long fromMillis(Kind kind, long millis) {
        return switch (kind) {
            case TIMESTAMP_MICROS, TIME_MICROS -> Math.multiplyExact(millis, 1_000);
            case TIMESTAMP_NANOS, TIME_NANOS -> Math.multiplyExact(millis, 1_000_000);
            default -> millis;
        };
    }

    /** What text in ISO 8601 says; empty if it is none, or out of range. */
    static OptionalLong parsed(Kind kind, String text) {
        try {
            return OptionalLong.of(
                    switch (kind) {
                        case DATE -> LocalDate.parse(text).toEpochDay();
                        case TIME_MILLIS -> LocalTime.parse(text).toNanoOfDay() / 1_000_000;
                        case TIME_MICROS -> LocalTime.parse(text).toNanoOfDay() / 1_000;
                        case TIME_NANOS -> LocalTime.parse(text).toNanoOfDay();
                        default -> moment(kind, OffsetDateTime.parse(text).toInstant());
                    });
        } catch (DateTimeException | ArithmeticException unfit) {
            return OptionalLong.empty();
        }
    }

    private static long moment(Kind kind, Instant moment) {
        long perSecond = switch (kind) {
            case TIMESTAMP_NANOS -> 1_000_000_000L;
            case TIMESTAMP_MICROS -> 1_000_000L;
            default -> 1_000L;
        };
        return Math.addExact(
                Math.multiplyExact(moment.getEpochSecond(), perSecond),
                moment.getNano() / (1_000_000_000L / perSecond));
    }

    /** A number of a column's unit as milliseconds since 1970. */
    static long toMillis(Kind kind, long units) {
        return switch (kind) {
            case DATE -> Math.multiplyExact(units, MILLIS_PER_DAY);
            case TIMESTAMP_MICROS -> Math.floorDiv(units, 1_000);
            case TIMESTAMP_NANOS -> Math.floorDiv(units, 1_000_000);
            default -> units;
        };
    }
}
