package io.sluice.source.content;

import java.io.IOException;

/** Compressed data asks for more memory than it may have. */
final class WindowTooLargeException extends IOException {

    private static final long serialVersionUID = 1L;

    WindowTooLargeException(long asked, long limit) {
        super("needs a window of " + asked + " bytes, but largestWindowBytes is " + limit);
    }
}
