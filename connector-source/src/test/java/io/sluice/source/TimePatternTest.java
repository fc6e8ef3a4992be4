package io.sluice.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimePatternTest {

    private static OptionalLong millis(String pattern, String format, String zone, String text) {
        return new TimePattern(Pattern.compile(pattern), format, TimePattern.zone(zone)).millisIn(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    iso                      | UTC           | 2026-01-31T23:59:59.123Z      | 2026-01-31T23:59:59.123Z
                    iso                      | UTC           | 2026-01-31T23:59:59+01:00     | 2026-01-31T22:59:59Z
                    iso                      | Europe/Berlin | 2026-07-01T12:00:00           | 2026-07-01T10:00:00Z
                    epoch-s                  | UTC           | 1700000000                    | 2023-11-14T22:13:20Z
                    epoch-ms                 | UTC           | 1700000000123                 | 2023-11-14T22:13:20.123Z
                    yyyy-MM-dd HH:mm:ss,SSS  | UTC           | 2026-01-31 23:59:59,123       | 2026-01-31T23:59:59.123Z
                    dd/MMM/yyyy:HH:mm:ss Z   | UTC           | 31/Jan/2026:23:59:59 -0500    | 2026-02-01T04:59:59Z
                    yyyyMMdd                 | UTC           | 20260131                      | 2026-01-31T00:00:00Z
                    """)
    void timesAreReadAsTheyAreWritten(String format, String zone, String text, String instant) {
        assertThat(millis("^\\[(.*?)\\]", format, zone, "[" + text + "] and more"))
                .hasValue(Instant.parse(instant).toEpochMilli());
    }

    @Test
    void withoutAGroupTheWholeMatchIsTheTime() {
        assertThat(millis("\\d{13}", "epoch-ms", "UTC", "at 1700000000123")).hasValue(1_700_000_000_123L);
    }

    @ParameterizedTest
    @CsvSource({"iso, nothing", "iso, [no time]", "epoch-s, [99999999999999999999]", "iso, [1969-12-31T23:59:59Z]"})
    void whereThereIsNoTimeThereIsNone(String format, String text) {
        assertThat(millis("\\[(.*)\\]", format, "UTC", text)).isEmpty();
    }

    @Test
    void aPatternThatBacktracksForEverIsGivenUp() {
        assertThat(millis("(a+)+b", "iso", "UTC", "a".repeat(1000))).isEmpty();
    }

    @Test
    void whatIsNoFormatOrZoneIsRefused() {
        assertThatThrownBy(() -> millis(".", "iso", "Mars", "")).hasMessageContaining("'Mars' is no time zone");
        assertThatThrownBy(() -> millis(".", "yyyy-QQQQQQQ", "UTC", "")).isInstanceOf(IllegalArgumentException.class);
    }
}
