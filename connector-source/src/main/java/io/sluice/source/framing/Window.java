package io.sluice.source.framing;

/** A piece of a file's content in memory, valid during one call. */
public final class Window {

    private final byte[] bytes;
    private final int from;
    private final int to;
    private final long position;
    private final boolean last;

    /**
     * @param bytes holds it from {@code from} to {@code to}
     * @param position of the first byte in the content, which is the decompressed one of a compressed file
     * @param last whether nothing follows, ever: the rest is to be cut too, and an end without a line end is an end
     */
    public Window(byte[] bytes, int from, int to, long position, boolean last) {
        this.bytes = bytes;
        this.from = from;
        this.to = to;
        this.position = position;
        this.last = last;
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

    public boolean isLast() {
        return last;
    }
}
