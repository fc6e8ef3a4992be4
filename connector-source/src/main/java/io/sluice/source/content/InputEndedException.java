package io.sluice.source.content;

import java.io.IOException;

/** The file ended where a decoder needed more. No {@code EOFException}, which libraries take for news of their own. */
final class InputEndedException extends IOException {

    private static final long serialVersionUID = 1L;

    private final long filePosition;

    InputEndedException(long filePosition) {
        super("the file ends at byte " + filePosition);
        this.filePosition = filePosition;
    }

    long filePosition() {
        return filePosition;
    }
}
