package io.sluice.source.content;

import java.io.IOException;

/** Reads bits, the highest of a byte first, and goes back to where it was marked. One thread at a time. */
final class BitInput {

    private final FileInput input;
    /** Its lowest {@link #count} bits are read from the input and not yet taken. */
    private long bits;

    private int count;
    private long markedPosition;
    private long markedBits;
    private int markedCount;

    BitInput(FileInput input) {
        this.input = input;
    }

    /** Starts at the input's position. */
    void start() {
        bits = 0;
        count = 0;
        mark();
    }

    void mark() {
        markedPosition = input.position();
        markedBits = bits;
        markedCount = count;
    }

    void rewind() {
        input.seek(markedPosition);
        bits = markedBits;
        count = markedCount;
    }

    /** Drops the rest of a byte and gives whole bytes back to the input. */
    void align() {
        input.seek(input.position() - count / 8);
        start();
    }

    /** Makes sure that so many bits, 56 at most, can be looked at. */
    void require(int wanted) throws IOException {
        while (count < wanted) {
            bits = bits << 8 | input.takeByte();
            count += 8;
        }
    }

    /** The next bits without taking them. */
    int peek(int wanted) {
        return (int) (bits >>> (count - wanted)) & ((1 << wanted) - 1);
    }

    void drop(int taken) {
        count -= taken;
    }

    /** Takes up to 31 bits. */
    int take(int wanted) throws IOException {
        require(wanted);
        int value = peek(wanted);
        count -= wanted;
        return value;
    }

    boolean takeBit() throws IOException {
        return take(1) != 0;
    }

    int takeInt() throws IOException {
        int high = take(16);
        return high << 16 | take(16);
    }
}
