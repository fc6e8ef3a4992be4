package io.sluice.streams.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Days, weeks, months and years of zones that change their clocks, at midnight too, and of one that skipped a day. */
class CalendarSpansTest {
    private static final List<String> ZONES = List.of(
            "Europe/Berlin",
            "America/New_York",
            "America/Sao_Paulo",
            "Asia/Kolkata",
            "Australia/Lord_Howe",
            "Pacific/Apia",
            "Africa/Cairo",
            "UTC");
    private static final long SEED = 20_160_301;

    @Test
    void aMonthBeginsAndEndsAtLocalMidnightOnBothSidesOfAChangeOfClocks() {
        Spans months = SpanText.spans("1mo", "Europe/Berlin", TimeScale.MILLIS);

        long start = months.startOf(millis("2016-03-27T01:00:00Z"));

        assertThat(Instant.ofEpochMilli(start)).isEqualTo("2016-02-29T23:00:00Z");
        assertThat(Instant.ofEpochMilli(months.endOf(start))).isEqualTo("2016-03-31T22:00:00Z");
        assertThat(Instant.ofEpochMilli(months.startOf(millis("2016-03-31T22:00:00Z"))))
                .as("the first instant of April")
                .isEqualTo("2016-03-31T22:00:00Z");
        assertThat(Instant.ofEpochMilli(months.startOf(millis("2016-03-31T21:59:59.999Z"))))
                .as("the last instant of March")
                .isEqualTo("2016-02-29T23:00:00Z");
    }

    @Test
    void aDayThatAZoneSkippedLeavesNoHole() {
        Spans days = SpanText.spans("1d", "Pacific/Apia", TimeScale.MILLIS);

        long last = days.startOf(millis("2011-12-30T09:00:00Z"));

        assertThat(Instant.ofEpochMilli(last)).as("29 December begins").isEqualTo("2011-12-29T10:00:00Z");
        assertThat(Instant.ofEpochMilli(days.endOf(last)))
                .as("31 December begins")
                .isEqualTo("2011-12-30T10:00:00Z");
    }

    @Test
    void everyInstantIsInOneSpanAndSpansTouchInEveryZone() {
        Random random = new Random(SEED);
        for (String zone : ZONES) {
            for (String length : List.of("1d", "1w", "1mo", "1y")) {
                Spans spans = SpanText.spans(length, zone, TimeScale.MILLIS);
                for (int i = 0; i < 500; i++) {
                    long time = random.nextLong(millis("1990-01-01T00:00:00Z"), millis("2037-01-01T00:00:00Z"));
                    long start = spans.startOf(time);
                    long end = spans.endOf(start);
                    String where = length + " " + zone + " at " + Instant.ofEpochMilli(time) + ", seed " + SEED;
                    assertThat(time).as(where).isGreaterThanOrEqualTo(start).isLessThan(end);
                    assertThat(spans.startOf(start)).as(where).isEqualTo(start);
                    assertThat(spans.startOf(end - 1)).as(where).isEqualTo(start);
                    assertThat(spans.startOf(end)).as(where).isEqualTo(end);
                    assertThat(Instant.ofEpochMilli(start))
                            .as(where)
                            .isEqualTo(firstInstantOf(length, Instant.ofEpochMilli(time), ZoneId.of(zone)));
                }
            }
        }
    }

    /** Found by walking back day by day: nothing of how the spans do it. */
    private static Instant firstInstantOf(String length, Instant time, ZoneId zone) {
        LocalDate day = time.atZone(zone).toLocalDate();
        while (!isFirst(length, day)) {
            day = day.minus(1, ChronoUnit.DAYS);
        }
        return day.atStartOfDay(zone).toInstant();
    }

    private static boolean isFirst(String length, LocalDate day) {
        return switch (length) {
            case "1d" -> true;
            case "1w" -> day.getDayOfWeek().getValue() == 1;
            case "1mo" -> day.getDayOfMonth() == 1;
            default -> day.getDayOfYear() == 1;
        };
    }

    private static long millis(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }
}
