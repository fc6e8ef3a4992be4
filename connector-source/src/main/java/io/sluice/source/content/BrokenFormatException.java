package io.sluice.source.content;

import java.io.IOException;

/** Compressed data breaks the rules of its format; the reason is for people, without the file's name and positions. */
final class BrokenFormatException extends IOException {

    private static final long serialVersionUID = 1L;

    BrokenFormatException(String reason) {
        super(reason);
    }

    BrokenFormatException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
