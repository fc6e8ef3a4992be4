package io.sluice.source.tail;

import java.util.Arrays;

/**
 * The one buffer of a reader, between a content and its framing. Grows to what a frame needs, and shrinks again when a turn
 * begins. Owned by the reader.
 */
final class TailWindow {

    private final int usual;
    private byte[] bytes;

    TailWindow(int usual) {
        this.usual = usual;
        this.bytes = new byte[usual];
    }

    byte[] forTurn() {
        if (bytes.length > usual) {
            bytes = new byte[usual];
        }
        return bytes;
    }

    byte[] grown(int most) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(most, 2L * bytes.length));
        return bytes;
    }
}
