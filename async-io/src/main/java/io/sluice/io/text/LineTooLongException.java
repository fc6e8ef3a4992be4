package io.sluice.io.text;

import java.io.IOException;

/** A line longer than the limit that bounds the memory of reading lines. */
public final class LineTooLongException extends IOException {
    private static final long serialVersionUID = 1;

    private final long position;

    LineTooLongException(String file, long position, int limit) {
        super(file + ": the line at byte position " + position + " is longer than " + limit
                + " bytes; raise the line limit, or check that the file is text with line ends");
        this.position = position;
    }

    /** The byte position where the line begins. */
    public long position() {
        return position;
    }
}
