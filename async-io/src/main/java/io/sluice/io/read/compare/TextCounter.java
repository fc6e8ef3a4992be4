package io.sluice.io.read.compare;

import io.sluice.io.read.ChunkReader;
import java.nio.ByteBuffer;

/**
 * Counts one file's lines, words and characters. A word, and a character of several bytes, may be cut anywhere by the end of
 * a chunk: what is begun is kept in the fields. One thread at a time.
 */
final class TextCounter implements ChunkReader<TextCounts> {

    /** 1 for what can be in a word, 0 for white space; numbers, so that counting them needs no jumps. */
    private static final byte[] ASCII_TEXT = new byte[128];

    static {
        for (int c = 0; c < ASCII_TEXT.length; c++) {
            ASCII_TEXT[c] = (byte) (isSpace(c) ? 0 : 1);
        }
    }

    private final ComparisonProgress progress;
    private long lines;
    private long words;
    private long characters;
    private long malformed;
    private boolean inWord;

    /** Bytes still to come of the character begun, 0 when none is. */
    private int missing;

    private int codePoint;

    /** What the next byte must lie between: tighter than a continuation byte after some first bytes. */
    private int least;

    private int most;

    TextCounter(ComparisonProgress progress) {
        this.progress = progress;
    }

    @Override
    public void chunk(ByteBuffer bytes, long position) {
        int limit = bytes.limit();
        progress.bytesRead(bytes.remaining());
        for (int at = bytes.position(); at < limit; ) {
            if (missing == 0) {
                at = ascii(bytes, at, limit);
            }
            if (at < limit) {
                other(bytes.get(at++) & 0xff);
            }
        }
    }

    @Override
    public TextCounts end(long bytes) {
        if (missing > 0) {
            malformed();
        }
        return new TextCounts(bytes, lines, words, characters, malformed);
    }

    @Override
    public boolean takesMappedMemory() {
        return true;
    }

    /** Counts ASCII from {@code from} on; returns where it ends. */
    private int ascii(ByteBuffer bytes, int from, int limit) {
        int in = inWord ? 1 : 0;
        long wordsHere = 0;
        long linesHere = 0;
        int at = from;
        for (; at < limit; at++) {
            int b = bytes.get(at);
            if (b < 0) {
                break;
            }
            int text = ASCII_TEXT[b];
            wordsHere += text & (in ^ 1);
            linesHere += b == '\n' ? 1 : 0;
            in = text;
        }
        inWord = in == 1;
        words += wordsHere;
        lines += linesHere;
        characters += at - from;
        return at;
    }

    private void other(int b) {
        if (missing > 0) {
            if (b >= least && b <= most) {
                codePoint = (codePoint << 6) | (b & 0x3f);
                least = 0x80;
                most = 0xbf;
                if (--missing == 0) {
                    whole();
                }
                return;
            }
            malformed();
        }
        first(b);
    }

    private void first(int b) {
        if (b < 0x80) {
            lines += b == '\n' ? 1 : 0;
            character(ASCII_TEXT[b] == 0);
        } else if (b >= 0xc2 && b <= 0xdf) {
            begin(1, b & 0x1f, 0x80, 0xbf);
        } else if (b >= 0xe0 && b <= 0xef) {
            // No overlong forms; surrogates are seen when they are whole.
            begin(2, b & 0x0f, b == 0xe0 ? 0xa0 : 0x80, 0xbf);
        } else if (b >= 0xf0 && b <= 0xf4) {
            // No overlong forms, nothing past U+10FFFF.
            begin(3, b & 0x07, b == 0xf0 ? 0x90 : 0x80, b == 0xf4 ? 0x8f : 0xbf);
        } else {
            malformed();
        }
    }

    private void begin(int following, int bits, int from, int to) {
        missing = following;
        codePoint = bits;
        least = from;
        most = to;
    }

    private void whole() {
        if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
            malformed();
        } else {
            character(isSpace(codePoint));
        }
    }

    private void malformed() {
        missing = 0;
        malformed++;
        character(false);
    }

    private void character(boolean space) {
        characters++;
        if (!space && !inWord) {
            words++;
        }
        inWord = !space;
    }

    static boolean isSpace(int codePoint) {
        return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint) || codePoint == 0x85;
    }
}
