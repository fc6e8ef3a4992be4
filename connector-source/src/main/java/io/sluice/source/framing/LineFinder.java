package io.sluice.source.framing;

import java.util.Arrays;

/** Finds where lines end. Immutable; made per framing. */
final class LineFinder {

    private final byte[] delimiter;
    private final byte[] carriageReturn;
    private final int anchor;
    private final int unitMask;

    /**
     * @param carriageReturn what may stand before a delimiter and belongs to it; empty for nothing
     * @param unit 1, 2 or 4: delimiters begin at positions that are multiples of it
     */
    LineFinder(byte[] delimiter, byte[] carriageReturn, int unit) {
        this.delimiter = delimiter;
        this.carriageReturn = carriageReturn;
        unitMask = unit - 1;
        // Look for the last byte that is not 0: in UTF-16 every other byte of most text is 0.
        int last = delimiter.length - 1;
        while (last > 0 && delimiter[last] == 0) {
            last--;
        }
        anchor = last;
    }

    /** How long a line's end can be. */
    int longestEnd() {
        return carriageReturn.length + delimiter.length;
    }

    int delimiterBytes() {
        return delimiter.length;
    }

    /** The first delimiter that lies in {@code [from, to)}, or -1. */
    int find(byte[] bytes, int from, int to, long shift) {
        if (delimiter.length == 1) {
            return ByteSearch.indexOf(bytes, from, to, delimiter[0]);
        }
        int stop = to - (delimiter.length - 1 - anchor);
        int at = ByteSearch.indexOf(bytes, from + anchor, stop, delimiter[anchor]);
        while (at >= 0) {
            int start = at - anchor;
            if (((start + shift) & unitMask) == 0
                    && Arrays.equals(bytes, start, start + delimiter.length, delimiter, 0, delimiter.length)) {
                return start;
            }
            at = ByteSearch.indexOf(bytes, at + 1, stop, delimiter[anchor]);
        }
        return -1;
    }

    /** Before which index no delimiter can begin, if there is none in {@code [from, to)}. */
    int searched(int from, int to) {
        return Math.max(from, to - (delimiter.length - 1));
    }

    /** Where the line that begins at {@code from} ends, if its delimiter is at {@code found}. */
    int lineEnd(byte[] bytes, int from, int found) {
        int end = found - carriageReturn.length;
        if (carriageReturn.length == 1) {
            return end >= from && bytes[end] == carriageReturn[0] ? end : found;
        }
        boolean returns = end >= from && Arrays.equals(bytes, end, found, carriageReturn, 0, carriageReturn.length);
        return returns ? end : found;
    }
}
