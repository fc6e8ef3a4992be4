package io.sluice.io.flow;

/**
 * The right to have one operation with so many bytes under way. Whoever got it returns it with {@link #close}, once, from
 * any thread; a second {@code close} does nothing. Requests that fit now are completed on the thread that closes.
 */
public final class Permit implements AutoCloseable {
    private final Permits issuer;
    private final long bytes;

    /** Guarded by the issuer's lock. */
    boolean returned;

    Permit(Permits issuer, long bytes) {
        this.issuer = issuer;
        this.bytes = bytes;
    }

    public long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        issuer.release(this);
    }
}
