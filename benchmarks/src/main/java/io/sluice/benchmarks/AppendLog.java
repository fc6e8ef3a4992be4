package io.sluice.benchmarks;

import java.util.Arrays;
import java.util.OptionalLong;

/**
 * When which lines were appended to one file, whose keys take turns. The writer adds, others ask: guarded by its own lock.
 */
final class AppendLog {

    private static final int FIELDS = 5;
    private static final int FIRST_LINE = 0;
    private static final int LINES = 1;
    private static final int AFTER = 2;
    private static final int UNTIL = 3;
    private static final int APPENDED = 4;

    private final int keys;
    private long[] entries = new long[FIELDS * 64];
    private int size;
    private long lines;

    /** @param keys how many take turns */
    AppendLog(int keys) {
        this.keys = keys;
    }

    /**
     * Adds one append.
     *
     * @param after the microsecond before those of its lines
     * @param until the time of its last line
     * @param appended when it was done
     */
    synchronized void add(int count, long after, long until, long appended) {
        if ((size + 1) * FIELDS > entries.length) {
            entries = Arrays.copyOf(entries, entries.length * 2);
        }
        int at = size++ * FIELDS;
        entries[at + FIRST_LINE] = lines;
        entries[at + LINES] = count;
        entries[at + AFTER] = after;
        entries[at + UNTIL] = until;
        entries[at + APPENDED] = appended;
        lines += count;
    }

    /** When the line with this time, which is there, was appended; empty if none of about this time is. */
    synchronized OptionalLong appended(long time) {
        int entry = firstUntil(time);
        return entry == size || field(entry, AFTER) > time
                ? OptionalLong.empty()
                : OptionalLong.of(field(entry, APPENDED));
    }

    /** When the first line of a key was appended whose time is no less; empty if there is none yet. */
    synchronized OptionalLong appendedFrom(long time, int keyInTurn) {
        int entry = firstUntil(time);
        if (entry == size) {
            return OptionalLong.empty();
        }
        long count = field(entry, LINES);
        long after = field(entry, AFTER);
        long span = field(entry, UNTIL) - after;
        // The least place whose time, as TradeBlock.timeOf rounds it, is not before.
        long place = time <= after || span == 0 ? 0 : Math.max(0, -Math.floorDiv(-(time - after) * count, span) - 1);
        long line = field(entry, FIRST_LINE) + place;
        line += Math.floorMod(keyInTurn - line, (long) keys);
        while (entry < size && field(entry, FIRST_LINE) + field(entry, LINES) <= line) {
            entry++;
        }
        return entry == size ? OptionalLong.empty() : OptionalLong.of(field(entry, APPENDED));
    }

    /** The first entry that ends no earlier. */
    private int firstUntil(long time) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (field(middle, UNTIL) < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private long field(int entry, int field) {
        return entries[entry * FIELDS + field];
    }
}
