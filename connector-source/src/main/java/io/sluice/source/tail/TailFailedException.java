package io.sluice.source.tail;

/** Reading stops at a file, as the settings want it for what is in the file. The message names the file and the position. */
public final class TailFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    TailFailedException(FileView file, long position, String reason, Throwable cause) {
        super(file.found().path() + ", position " + position + ": " + reason, cause);
    }
}
