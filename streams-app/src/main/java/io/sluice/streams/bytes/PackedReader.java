package io.sluice.streams.bytes;

import java.util.Arrays;
import java.util.Objects;

/** Reads what a {@link PackedWriter} wrote, in the same order. One per thread that reads; can be pointed anew. */
public final class PackedReader {
    private static final int KNOWN = 64;

    private byte[] buffer = new byte[0];
    private int at;
    private int end;
    private byte[] last;
    // Arrays that were read, by their hash: what names the same input over and over stays one old array, so that
    // neither
    // reading nor keeping it costs anything.
    private final byte[][] known = new byte[KNOWN][];

    /** Reads these bytes from now on. */
    public PackedReader over(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        buffer = bytes;
        at = offset;
        end = offset + length;
        last = null;
        return this;
    }

    public PackedReader over(byte[] bytes) {
        return over(bytes, 0, bytes.length);
    }

    public boolean isAtEnd() {
        return at == end;
    }

    public int readByte() {
        need(1);
        return buffer[at++] & 0xFF;
    }

    public boolean readBoolean() {
        return readByte() != 0;
    }

    public long readCount() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            int next = readByte();
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw fault("a number of more than ten bytes");
    }

    /** A count that an array or a loop can have. */
    public int readSize() {
        long size = readCount();
        if (size < 0 || size > end - at) {
            throw fault("a size of " + size + " where " + (end - at) + " bytes are left");
        }
        return (int) size;
    }

    public long readSigned() {
        long value = readCount();
        return (value >>> 1) ^ -(value & 1);
    }

    public long readLong() {
        need(8);
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = (value << 8) | (buffer[at++] & 0xFF);
        }
        return value;
    }

    public double readDouble() {
        return Double.longBitsToDouble(readLong());
    }

    public byte[] readBytes() {
        return readRaw(readSize());
    }

    public byte[] readRaw(int length) {
        need(length);
        at += length;
        return Arrays.copyOfRange(buffer, at - length, at);
    }

    /** Where the next byte lies in {@link #buffer}. */
    public int position() {
        return at;
    }

    public byte[] buffer() {
        return buffer;
    }

    public void skip(int length) {
        need(length);
        at += length;
    }

    /**
     * What {@link PackedWriter#writeRepeated} wrote; the same array for what was repeated, and mostly for what was read
     * before. Not to be changed.
     */
    public byte[] readRepeated() {
        int size = readSize();
        if (size > 0) {
            last = known(size - 1);
        } else if (last == null) {
            throw fault("a repetition of nothing");
        }
        return last;
    }

    private byte[] known(int length) {
        need(length);
        int hash = length;
        for (int i = at; i < at + length; i++) {
            hash = 31 * hash + buffer[i];
        }
        int place = (hash ^ (hash >>> 16)) & (KNOWN - 1);
        byte[] found = known[place];
        if (found == null || !Arrays.equals(found, 0, found.length, buffer, at, at + length)) {
            found = Arrays.copyOfRange(buffer, at, at + length);
            known[place] = found;
        }
        at += length;
        return found;
    }

    private void need(int bytes) {
        if (end - at < bytes) {
            throw fault("an end " + (bytes - (end - at)) + " bytes too early");
        }
    }

    private IllegalArgumentException fault(String what) {
        return new IllegalArgumentException("packed bytes have " + what + ", at byte " + at + " of " + end
                + ": they were not written by this version, or are damaged");
    }
}
