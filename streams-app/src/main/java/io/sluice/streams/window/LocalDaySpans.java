package io.sluice.streams.window;

import java.time.LocalDate;
import java.time.ZoneId;

/**
 * Parts of a time zone's day: each day is cut from its beginning, and its last part is shorter or longer where daylight
 * saving changes.
 *
 * @param length of a part, in ticks: a part of 24 hours
 */
record LocalDaySpans(long length, ZoneId zone, TimeScale scale) implements Spans {
    @Override
    public long startOf(long time) {
        long day = day(time);
        return day + (time - day) / length * length;
    }

    @Override
    public long endOf(long start) {
        LocalDate date = scale.instant(start).atZone(zone).toLocalDate();
        return Math.min(start + length, start(date.plusDays(1)));
    }

    private long day(long time) {
        LocalDate date = scale.instant(time).atZone(zone).toLocalDate();
        long start = start(date);
        return start <= time ? start : start(date.minusDays(1));
    }

    private long start(LocalDate date) {
        return scale.ticks(date.atStartOfDay(zone).toInstant());
    }
}
