package io.sluice.io.text;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.util.Arrays;

/**
 * Cuts a file's bytes into lines, in memory bounded by the longest line allowed. The caller reads into {@link #space()},
 * says how much came with {@link #filled} and takes lines with {@link #next} until there is none; at the end of the file,
 * {@link #rest} is the line that has no end yet. A line ends with a line feed, and a carriage return before it belongs to
 * the end. One thread at a time.
 *
 * <p>A byte-order mark at position 0 belongs to no line. Line ends are looked for as the charset writes them, so UTF-16
 * works, and so does every charset in which no other character contains the byte of a line feed: all that Java ships.
 */
public final class LineBuffer {
    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private final String file;
    private final Charset declared;
    private final int chunkBytes;
    private final int maxLineBytes;

    private TextEncoding encoding;
    private TextCoding decoder;
    private byte[] lineFeed;
    private byte[] carriageReturn;

    private byte[] bytes;
    /** Where the next line begins, how far it is known to hold no line end, and where the bytes read end. */
    private int start;

    private int scanned;
    private int end;
    /** The byte position in the file of {@code bytes[start]}. */
    private long position;

    private int lineOffset;
    private int lineLength;
    private int lineBytes;
    private long linePosition;

    /**
     * @param file the name for messages
     * @param position the byte position reading begins at
     * @param chunkBytes how much to read at a time
     * @param maxLineBytes the longest line allowed, its end included
     */
    public LineBuffer(String file, long position, Charset charset, int chunkBytes, int maxLineBytes) {
        if (chunkBytes < 16) {
            throw new IllegalArgumentException("chunkBytes: " + chunkBytes + " is less than 16");
        }
        if (maxLineBytes < 1 || maxLineBytes > Integer.MAX_VALUE - 8 - chunkBytes) {
            throw new IllegalArgumentException(
                    "maxLineBytes: " + maxLineBytes + " is not from 1 to " + (Integer.MAX_VALUE - 8 - chunkBytes));
        }
        this.file = file;
        this.position = position;
        this.declared = charset;
        this.chunkBytes = chunkBytes;
        this.maxLineBytes = maxLineBytes;
        this.bytes = new byte[chunkBytes];
        if (position > 0) {
            decideEncoding();
        }
    }

    /** Where to read on: room for at least half a chunk, valid until the next call. */
    public ByteBuffer space() {
        if (start > 0 && (start == end || bytes.length - end < chunkBytes / 2)) {
            System.arraycopy(bytes, start, bytes, 0, end - start);
            scanned -= start;
            end -= start;
            start = 0;
        }
        if (bytes.length - end < chunkBytes / 2) {
            // Doubling keeps the copying linear; next() refuses a line before this passes the limit by more than a
            // chunk.
            int most = maxLineBytes + chunkBytes;
            bytes = Arrays.copyOf(bytes, (int) Math.min(most, Math.max(bytes.length * 2L, end + (long) chunkBytes)));
        }
        return ByteBuffer.wrap(bytes, end, bytes.length - end).slice();
    }

    /** The byte position in the file of the first byte of {@link #space()}. */
    public long readPosition() {
        return position + (end - start);
    }

    /** The byte position of the next line. */
    public long position() {
        return position;
    }

    /** Says that {@code count} bytes were read into {@link #space()}. */
    public void filled(int count) {
        end += count;
    }

    /**
     * Moves to the next whole line; false if the bytes read so far hold none.
     *
     * @throws LineTooLongException if it is longer than allowed, whether its end was seen or not
     */
    public boolean next() throws IOException {
        if (encoding == null) {
            if (end - start < TextCoding.LONGEST_MARK && indexOf((byte) '\n', start) < 0) {
                return false;
            }
            decideEncoding();
        }
        int lineEnd = findLineEnd();
        if ((lineEnd < 0 ? end : lineEnd) - start > maxLineBytes) {
            throw new LineTooLongException(file, position, maxLineBytes);
        }
        if (lineEnd < 0) {
            return false;
        }
        int contentEnd = lineEnd - lineFeed.length;
        if (endsWith(carriageReturn, contentEnd)) {
            contentEnd -= carriageReturn.length;
        }
        take(contentEnd, lineEnd);
        return true;
    }

    /** At the end of the file: moves to the last line if it has no line end; false if nothing is left. */
    public boolean rest() throws IOException {
        if (encoding == null) {
            decideEncoding();
        }
        if (start == end) {
            return false;
        }
        if (end - start > maxLineBytes) {
            throw new LineTooLongException(file, position, maxLineBytes);
        }
        take(end, end);
        return true;
    }

    private void take(int contentEnd, int lineEnd) {
        lineOffset = start;
        lineLength = contentEnd - start;
        lineBytes = lineEnd - start;
        linePosition = position;
        position += lineBytes;
        start = lineEnd;
        scanned = lineEnd;
    }

    /** The array that holds the current line; valid until the next call of {@link #space()}. */
    public byte[] array() {
        return bytes;
    }

    public int lineOffset() {
        return lineOffset;
    }

    /** The current line's length in bytes without its end. */
    public int lineLength() {
        return lineLength;
    }

    /** The current line's length in bytes with its end. */
    public int lineBytes() {
        return lineBytes;
    }

    public long linePosition() {
        return linePosition;
    }

    /** The current line, decoded. */
    public Line line() throws MalformedTextException {
        return new Line(text(), linePosition, lineBytes, lineBytes > lineLength);
    }

    /** The current line's characters without its end. */
    public String text() throws MalformedTextException {
        return decoder.decode(bytes, lineOffset, lineLength, linePosition);
    }

    private void decideEncoding() {
        byte[] head = Arrays.copyOfRange(bytes, start, Math.min(end, start + TextCoding.LONGEST_MARK));
        encoding = TextEncoding.of(declared, head);
        decoder = new TextCoding(file, encoding.charset());
        lineFeed = encoding.lineFeed();
        carriageReturn = encoding.carriageReturn();
        start += encoding.markBytes();
        position += encoding.markBytes();
        scanned = start;
    }

    /** The index just past the next line end, or -1. */
    private int findLineEnd() {
        int unit = lineFeed.length;
        if (unit == 1) {
            int at = indexOf(lineFeed[0], scanned);
            scanned = at < 0 ? end : at;
            return at < 0 ? -1 : at + 1;
        }
        for (int at = scanned; at + unit <= end; at += unit) {
            if (Arrays.equals(bytes, at, at + unit, lineFeed, 0, unit)) {
                scanned = at;
                return at + unit;
            }
            scanned = at + unit;
        }
        return -1;
    }

    private boolean endsWith(byte[] tail, int contentEnd) {
        int from = contentEnd - tail.length;
        return tail.length > 0 && from >= start && Arrays.equals(bytes, from, contentEnd, tail, 0, tail.length);
    }

    /** Eight bytes at a time: a byte of {@code word} is zero exactly where the array holds {@code wanted}. */
    private int indexOf(byte wanted, int from) {
        long pattern = (wanted & 0xFF) * ONES;
        int at = from;
        for (; at + 8 <= end; at += 8) {
            long word = (long) EIGHT_BYTES.get(bytes, at) ^ pattern;
            long zeros = (word - ONES) & ~word & HIGHS;
            if (zeros != 0) {
                return at + (Long.numberOfTrailingZeros(zeros) >>> 3);
            }
        }
        for (; at < end; at++) {
            if (bytes[at] == wanted) {
                return at;
            }
        }
        return -1;
    }
}
