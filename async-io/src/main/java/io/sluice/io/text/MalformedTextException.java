package io.sluice.io.text;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;

/** Bytes that are no text in the charset they were read in. */
public final class MalformedTextException extends CharacterCodingException {
    private static final long serialVersionUID = 1;

    private final String what;
    private final long position;

    MalformedTextException(String file, long position, Charset charset) {
        this.what = file + ": the bytes at position " + position + " are not valid " + charset.name()
                + "; name the charset the file was written in, or repair it there";
        this.position = position;
    }

    /** The byte position of the first byte that could not be decoded. */
    public long position() {
        return position;
    }

    @Override
    public String getMessage() {
        return what;
    }
}
