package io.sluice.streams.bytes;

import java.util.Arrays;

/**
 * Writes values into a buffer that grows and is reused: numbers in variable length, the rest as they are. One per
 * thread that writes.
 */
public final class PackedWriter {
    private byte[] buffer = new byte[512];
    private int size;
    // The array written last by repeated(): most of what is repeated is the same array again.
    private byte[] last;

    /** Begins anew, in the same buffer. */
    public PackedWriter clear() {
        size = 0;
        last = null;
        return this;
    }

    public int size() {
        return size;
    }

    /** The buffer itself, of which {@link #size} bytes count, until the next write. */
    public byte[] buffer() {
        return buffer;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(buffer, size);
    }

    public void writeByte(int value) {
        room(1);
        buffer[size++] = (byte) value;
    }

    public void writeBoolean(boolean value) {
        writeByte(value ? 1 : 0);
    }

    /** A number of zero or more: one byte for each seven bits. Negative ones are allowed and take ten. */
    public void writeCount(long value) {
        room(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            buffer[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        buffer[size++] = (byte) rest;
    }

    /** A number of either sign that is mostly near zero. */
    public void writeSigned(long value) {
        writeCount((value << 1) ^ (value >> 63));
    }

    /** A number in eight bytes. */
    public void writeLong(long value) {
        room(8);
        for (int shift = 56; shift >= 0; shift -= 8) {
            buffer[size++] = (byte) (value >> shift);
        }
    }

    public void writeDouble(double value) {
        writeLong(Double.doubleToRawLongBits(value));
    }

    public void writeBytes(byte[] bytes) {
        writeBytes(bytes, 0, bytes.length);
    }

    public void writeBytes(byte[] bytes, int offset, int length) {
        writeCount(length);
        writeRaw(bytes, offset, length);
    }

    /** Bytes whose length the reader knows. */
    public void writeRaw(byte[] bytes, int offset, int length) {
        room(length);
        System.arraycopy(bytes, offset, buffer, size, length);
        size += length;
    }

    /** Bytes that are often those of the call before, which then take one byte. The array must not change. */
    public void writeRepeated(byte[] bytes) {
        if (bytes == last || (last != null && Arrays.equals(bytes, last))) {
            writeCount(0);
        } else {
            writeCount(bytes.length + 1L);
            writeRaw(bytes, 0, bytes.length);
            last = bytes;
        }
    }

    private void room(int more) {
        if (buffer.length - size < more) {
            buffer = Arrays.copyOf(buffer, (int) Math.min(Integer.MAX_VALUE - 8L, 2L * Math.addExact(size, more)));
        }
    }
}
