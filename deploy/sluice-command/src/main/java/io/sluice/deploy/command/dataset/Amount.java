package io.sluice.deploy.command.dataset;

import java.util.Locale;

/** Numbers as people read them. */
final class Amount {
    private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB"};

    private Amount() {}

    /** Such as {@code 12.3 MB}. */
    static String ofBytes(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = -1;
        do {
            value /= 1000;
            unit++;
        } while (value >= 999.95 && unit < UNITS.length - 1);
        return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }

    /** Such as {@code 1 file}, {@code 2 files}. */
    static String of(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
