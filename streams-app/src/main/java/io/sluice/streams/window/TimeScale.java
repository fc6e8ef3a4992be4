package io.sluice.streams.window;

import io.sluice.record.ColumnType;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;

/** The unit in which event time is counted, which is that of its column. Free to share. */
public enum TimeScale {
    MILLIS(1_000L),
    MICROS(1_000_000L),
    NANOS(1_000_000_000L);

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final long perSecond;

    TimeScale(long perSecond) {
        this.perSecond = perSecond;
    }

    /**
     * The unit of a column.
     *
     * @throws IllegalArgumentException if the column is no timestamp
     */
    public static TimeScale of(ColumnType type) {
        return switch (type.kind()) {
            case TIMESTAMP_MILLIS -> MILLIS;
            case TIMESTAMP_MICROS -> MICROS;
            case TIMESTAMP_NANOS -> NANOS;
            default ->
                throw new IllegalArgumentException("is a " + type
                        + "; event time is a column of timestamp_millis, timestamp_micros or timestamp_nanos");
        };
    }

    long perSecond() {
        return perSecond;
    }

    /** A length of time in this unit; what is finer is cut off. */
    public long ticks(Duration duration) {
        return Math.addExact(
                Math.multiplyExact(duration.getSeconds(), perSecond),
                duration.getNano() / (NANOS_PER_SECOND / perSecond));
    }

    public long ticks(Instant instant) {
        return ticks(Duration.between(Instant.EPOCH, instant));
    }

    public Instant instant(long ticks) {
        return Instant.ofEpochSecond(
                Math.floorDiv(ticks, perSecond), Math.floorMod(ticks, perSecond) * (NANOS_PER_SECOND / perSecond));
    }

    /** The time as ISO 8601 in UTC, with as many digits as it needs. */
    public String text(long ticks) {
        return DateTimeFormatter.ISO_INSTANT.format(instant(ticks));
    }
}
