package io.sluice.record;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which field of a CSV row is which column of the schema: by order, or by a header's names. If that is not known, every
 * row is bad and {@link #fault} says why. Immutable.
 */
final class CsvColumns {

    private final int[] columnOfField;
    private final int[] absent;
    private final String fault;

    private CsvColumns(int[] columnOfField, int[] absent, String fault) {
        this.columnOfField = columnOfField;
        this.absent = absent;
        this.fault = fault;
    }

    static CsvColumns inOrder(RowSchema schema) {
        return new CsvColumns(IntStream.range(0, schema.columns().size()).toArray(), new int[0], null);
    }

    static CsvColumns unknown(String reason) {
        return new CsvColumns(new int[0], new int[0], reason);
    }

    static CsvColumns byName(RowSchema schema, List<String> names) {
        if (names.size() >= CsvRowSplitter.MAX_FIELDS) {
            return unknown("the header has " + names.size() + " names or more; allowed are "
                    + (CsvRowSplitter.MAX_FIELDS - 1));
        }
        int[] columnOfField = new int[names.size()];
        Arrays.fill(columnOfField, -1);
        List<Column> columns = schema.columns();
        IntStream.Builder absent = IntStream.builder();
        for (int i = 0; i < columns.size(); i++) {
            String name = columns.get(i).name();
            int field = names.indexOf(name);
            if (field < 0 && !columns.get(i).nullable()) {
                return unknown("the header has no column '" + name + "', which is required");
            }
            if (field < 0) {
                absent.add(i);
            } else if (field != names.lastIndexOf(name)) {
                return unknown("the header has the column '" + name + "' twice");
            } else {
                columnOfField[field] = i;
            }
        }
        return new CsvColumns(columnOfField, absent.build().toArray(), null);
    }

    /** How many fields a row has. */
    int fields() {
        return columnOfField.length;
    }

    /** The column of a field, or -1 if the schema does not have it. */
    int column(int field) {
        return columnOfField[field];
    }

    /** Sets the columns that have no field to null. */
    void setAbsent(RowBuffer row) {
        for (int column : absent) {
            row.setNull(column);
        }
    }

    /** Why rows cannot be read, or null. */
    String fault() {
        return fault;
    }
}
