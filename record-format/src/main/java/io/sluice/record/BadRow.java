package io.sluice.record;

/**
 * A row that could not be decoded, and why. An immutable value.
 *
 * @param position the byte position of the row's first byte in its file
 * @param length how many bytes the row takes, its line end included: what to copy into a dead-letter record
 * @param row the row's number within the decode call, from 0
 * @param errorPosition the byte position of the fault, or of the field that holds it
 * @param column the column's name, or empty if the fault is the row's as a whole
 * @param reason what is wrong
 */
public record BadRow(long position, int length, int row, long errorPosition, String column, String reason) {

    /** One line for a log or a dead-letter header. */
    public String message() {
        String which = column.isEmpty() ? "" : ", column '" + column + "'";
        return "row " + row + " at byte " + position + which + ", byte " + errorPosition + ": " + reason;
    }
}
