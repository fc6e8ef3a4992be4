package io.sluice.record;

import java.util.Objects;

/**
 * How rows are written as JSON lines: one object per line, UTF-8, its keys the columns' names. An immutable value, free
 * to share.
 *
 * @param unknownFields what a key means that is no column
 * @param maxDepth how deep objects and arrays may nest in a row, the row itself included
 * @param maxRowBytes how long a row may be; longer ones are bad
 */
public record JsonFormat(UnknownFields unknownFields, int maxDepth, int maxRowBytes) {

    private static final int DEFAULT_DEPTH = 64;
    private static final int DEFAULT_ROW_BYTES = 16 << 20;
    private static final int LARGEST_DEPTH = 10_000;

    /** What a key means that is no column. */
    public enum UnknownFields {
        /** Nothing: its value is skipped. */
        IGNORE,
        /** The row is bad. */
        BAD
    }

    /** Checks each setting. */
    public JsonFormat {
        Objects.requireNonNull(unknownFields, "unknownFields");
        if (maxDepth < 1 || maxDepth > LARGEST_DEPTH) {
            throw new IllegalArgumentException("json max depth is " + maxDepth + "; allowed is 1 to " + LARGEST_DEPTH);
        }
        if (maxRowBytes < 2) {
            throw new IllegalArgumentException("json max row bytes is " + maxRowBytes + "; allowed is 2 or more");
        }
    }

    /** Unknown keys are ignored, 64 levels, rows of up to 16 MiB. */
    public static JsonFormat standard() {
        return new JsonFormat(UnknownFields.IGNORE, DEFAULT_DEPTH, DEFAULT_ROW_BYTES);
    }

    public JsonFormat withUnknownFields(UnknownFields newUnknownFields) {
        return new JsonFormat(newUnknownFields, maxDepth, maxRowBytes);
    }

    public JsonFormat withMaxDepth(int newMaxDepth) {
        return new JsonFormat(unknownFields, newMaxDepth, maxRowBytes);
    }

    public JsonFormat withMaxRowBytes(int newMaxRowBytes) {
        return new JsonFormat(unknownFields, maxDepth, newMaxRowBytes);
    }
}
