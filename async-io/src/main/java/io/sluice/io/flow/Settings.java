package io.sluice.io.flow;

import java.time.Duration;

/** The checks that the settings of this library share; each names the setting, its value and what is allowed. */
public final class Settings {
    private Settings() {}

    public static void atLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + ": it must be at least " + least);
        }
    }

    public static void within(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is " + value + ": it must be from " + least + " to " + most);
        }
    }

    public static void within(String name, double value, double least, double most) {
        // Written so that NaN fails too.
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(name + " is " + value + ": it must be from " + least + " to " + most);
        }
    }

    public static void atLeast(String name, Duration value, Duration least) {
        if (value.compareTo(least) < 0) {
            throw new IllegalArgumentException(name + " is " + value + ": it must be at least " + least);
        }
        if (value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " is " + value + ": it must be at most " + LONGEST);
        }
    }

    /** Far below what a count of nanoseconds can hold, so that sums of two never overflow. */
    private static final Duration LONGEST = Duration.ofDays(3650);
}
