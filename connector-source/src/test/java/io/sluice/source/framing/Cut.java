package io.sluice.source.framing;

import java.nio.charset.StandardCharsets;

/** Something a framing told its sink, in a form that can be compared and printed: each byte is one character. */
record Cut(Kind kind, long position, long next, String bytes) {

    enum Kind {
        FRAME,
        TOO_LONG,
        MALFORMED,
        SHORTENED,
        PASSED,
        FAILED
    }

    static Cut frame(byte[] bytes, int from, int to, long position, long next) {
        return new Cut(Kind.FRAME, position, next, text(bytes, from, to));
    }

    static Cut tooLong(byte[] bytes, int from, int to, long position, long next) {
        return new Cut(Kind.TOO_LONG, position, next, text(bytes, from, to));
    }

    static Cut shortened(long position) {
        return new Cut(Kind.SHORTENED, position, -1, "");
    }

    static Cut failed(long position) {
        return new Cut(Kind.FAILED, position, -1, "");
    }

    static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
