package io.sluice.streams.engine;

/** Takes rows that cannot be aggregated, on the thread that folds. */
public interface RefusedRows {
    /**
     * A row that is undecodable or incomplete.
     *
     * @param row its number in the record, or -1 for the record as a whole
     * @param from where in the record's value it begins, or -1 if that is not known
     * @param length how many bytes it has
     */
    void refused(int row, int from, int length, String reason);
}
