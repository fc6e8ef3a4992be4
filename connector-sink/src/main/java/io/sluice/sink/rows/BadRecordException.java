package io.sluice.sink.rows;

/** A record, or a row of one, that cannot be written, whatever is tried. The message says why. */
public final class BadRecordException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean schema;

    public BadRecordException(String message) {
        this(message, false);
    }

    private BadRecordException(String message, boolean schema) {
        super(message);
        this.schema = schema;
    }

    static BadRecordException incompatible(String message) {
        return new BadRecordException(message, true);
    }

    /** Whether the schema changed in a way that files cannot follow, rather than one value being wrong. */
    public boolean isIncompatibleSchema() {
        return schema;
    }
}
