package io.sluice.record;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The declared columns of a row, in order. Written in one line, the same in every module's configuration:
 *
 * <pre>ts timestamp_micros, symbol string, price decimal(18,8), quantity long, sequence long?</pre>
 *
 * <p>{@code parse(schema.toString())} equals {@code schema}. An immutable value, free to share.
 *
 * @param columns the columns, at least one, no name twice
 */
public record RowSchema(List<Column> columns) {

    /** The most columns a schema may have. */
    public static final int MAX_COLUMNS = 10_000;

    /** Checks the number of columns and that no name occurs twice. */
    public RowSchema {
        columns = List.copyOf(columns);
        if (columns.isEmpty() || columns.size() > MAX_COLUMNS) {
            throw new IllegalArgumentException(
                    "a row schema has " + columns.size() + " columns; allowed is 1 to " + MAX_COLUMNS);
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < columns.size(); i++) {
            if (!names.add(columns.get(i).name())) {
                throw new IllegalArgumentException("column " + (i + 1) + " of the row schema repeats the name '"
                        + columns.get(i).name() + "'; give every column its own name");
            }
        }
    }

    /**
     * Reads a schema line.
     *
     * @throws IllegalArgumentException if the line is not a schema; the message names the column and what is allowed
     */
    public static RowSchema parse(String line) {
        return new RowSchemaParser(line).parse();
    }

    /** The position of a column by its name, or -1. Linear: look names up when configuring, not per row. */
    public int indexOf(String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /** The schema line. */
    @Override
    public String toString() {
        return columns.stream().map(Column::toString).collect(Collectors.joining(", "));
    }
}
