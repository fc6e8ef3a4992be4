package io.sluice.source.framing;

import java.util.Objects;

/**
 * A piece of a file's content in memory, valid during one call. The windows of a file follow each other: each begins
 * where {@link Framing#cut} was done with the one before.
 */
public final class Window {

    /** What follows the window, which decides whether what could still grow is held back. */
    public enum Follow {
        /** More, now or soon: only what cannot change any more is cut. */
        MORE,
        /**
         * Nothing that anybody is ready to wait for any longer: what is whole goes out although more could have joined it,
         * as the lines of a chunk that is not full. A line without its end is held back.
         */
        LATER,
        /**
         * Nothing, ever: the rest is cut too, and an end without a line end is an end. Also for a half-written line
         * nobody waits for any longer: what comes behind it after all is cut as if a line began there.
         */
        NOTHING
    }

    private final byte[] bytes;
    private final int from;
    private final int to;
    private final long position;
    private final Follow follow;

    /**
     * @param bytes holds it from {@code from} to {@code to}
     * @param position of the first byte in the content, which is the decompressed one of a compressed file
     */
    public Window(byte[] bytes, int from, int to, long position, Follow follow) {
        Objects.checkFromToIndex(from, to, bytes.length);
        this.bytes = bytes;
        this.from = from;
        this.to = to;
        this.position = position;
        this.follow = Objects.requireNonNull(follow, "follow");
    }

    /** @param last whether nothing follows, ever; else more does */
    public Window(byte[] bytes, int from, int to, long position, boolean last) {
        this(bytes, from, to, position, last ? Follow.NOTHING : Follow.MORE);
    }

    public byte[] bytes() {
        return bytes;
    }

    public int from() {
        return from;
    }

    public int to() {
        return to;
    }

    public int length() {
        return to - from;
    }

    public long position() {
        return position;
    }

    /** Whether nothing follows, ever. */
    public boolean isLast() {
        return follow == Follow.NOTHING;
    }

    /** Whether what is whole is to go out now: nothing follows, for now or ever. */
    public boolean isFlush() {
        return follow != Follow.MORE;
    }

    /** What is to be added to an index in {@link #bytes} for the position in the content. */
    long shift() {
        return position - from;
    }
}
