package io.sluice.record;

import java.util.Objects;
import java.util.Optional;

/**
 * Finds where the rows of a CSV file end, as {@link CsvRows} does, in content of which more may come. For those who cut
 * files into records. Owned by one thread at a time; its findings are valid until the next {@link #find}.
 */
public final class CsvRowCutter {

    /** What is known of the row. */
    public enum Found {
        /** It is whole: it ends before {@link #next}, with its line end. */
        ROW,
        /** Its quoting is broken ({@link #fault}): it is a bad row up to {@link #next}. */
        FAULT,
        /** Whatever it is, its line end is not there. */
        NEEDS_LINE_END,
        /** A quoted field is not closed, or was never meant to be one. */
        NEEDS_QUOTE,
        /** A quoted field is closed, or holds a quote: the next byte tells. */
        NEEDS_BYTE
    }

    private final CsvRowSplitter splitter;

    public CsvRowCutter(CsvFormat format) {
        splitter = new CsvRowSplitter(Objects.requireNonNull(format, "format"));
    }

    /**
     * Looks at the row that begins at {@code start}.
     *
     * @param end behind the last byte that is there, and behind {@code start}
     * @param last whether nothing follows: then the end ends the row, and a quote that is not closed never is
     */
    public Found find(byte[] bytes, int start, int end, boolean last) {
        Objects.checkFromToIndex(start, end, bytes.length);
        if (start == end) {
            throw new IllegalArgumentException("end is start (" + start + "); allowed is one byte or more");
        }
        splitter.split(bytes, start, end);
        if (!last && splitter.isUnclosed()) {
            return Found.NEEDS_QUOTE;
        }
        // A row that ends with the input does not end with a line feed: inside quotes it would be unclosed.
        if (!last && bytes[splitter.next() - 1] != '\n') {
            return endsQuoted() ? Found.NEEDS_BYTE : Found.NEEDS_LINE_END;
        }
        return splitter.fault() == null ? Found.ROW : Found.FAULT;
    }

    private boolean endsQuoted() {
        int field = splitter.fields() - 1;
        return splitter.fault() == null && (field >= CsvRowSplitter.MAX_FIELDS || splitter.isQuoted(field));
    }

    /** Where the next row begins. */
    public int next() {
        return splitter.next();
    }

    /** What is wrong with the row's quoting, as far as it was seen. */
    public Optional<String> fault() {
        return Optional.ofNullable(splitter.fault());
    }

    /** Whether the fault is that a quoted field is not closed before the end. */
    public boolean isUnclosed() {
        return splitter.isUnclosed();
    }
}
