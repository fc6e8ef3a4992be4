package io.sluice.streams.window;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;

/**
 * Days, weeks (from Monday), months or years of a time zone's calendar. A day across a change of daylight saving has 23
 * or 25 hours.
 *
 * @param unit DAYS, WEEKS, MONTHS or YEARS
 */
record CalendarSpans(ChronoUnit unit, ZoneId zone, TimeScale scale) implements Spans {
    @Override
    public long startOf(long time) {
        LocalDate date = scale.instant(time).atZone(zone).toLocalDate();
        LocalDate first = first(date);
        long start = start(first);
        // A zone may skip the day's beginning, or have it twice; what is before it belongs to the span before.
        return start <= time ? start : start(first.minus(1, unit));
    }

    @Override
    public long endOf(long start) {
        return start(first(scale.instant(start).atZone(zone).toLocalDate()).plus(1, unit));
    }

    private LocalDate first(LocalDate date) {
        return switch (unit) {
            case DAYS -> date;
            case WEEKS -> date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTHS -> date.withDayOfMonth(1);
            case YEARS -> date.withDayOfYear(1);
            default -> throw new IllegalArgumentException("calendar spans of " + unit + " do not exist");
        };
    }

    private long start(LocalDate date) {
        return scale.ticks(date.atStartOfDay(zone).toInstant());
    }
}
