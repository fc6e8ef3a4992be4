package io.sluice.source.framing;

import io.sluice.source.framing.FrameSink.Reason;
import java.util.Arrays;

/**
 * What is kept of something too long to hold while its end is looked for: its place, and as much of its beginning as is
 * to be handed on. Immutable; owned by its framing.
 */
final class Remnant {

    private final byte[] beginning;
    private final long position;
    private final Reason reason;

    private Remnant(byte[] beginning, long position, Reason reason) {
        this.beginning = beginning;
        this.position = position;
        this.reason = reason;
    }

    /** Of something that becomes one frame, shorter than it is. */
    static Remnant truncated(byte[] bytes, int from, int to, long position) {
        return new Remnant(Arrays.copyOfRange(bytes, from, to), position, null);
    }

    /** Of something bad, shown by its first bytes. */
    static Remnant bad(byte[] bytes, int from, int to, long position, Reason reason) {
        int end = Math.min(to, from + OverLong.EXCERPT_BYTES);
        return new Remnant(Arrays.copyOfRange(bytes, from, end), position, reason);
    }

    /** Hands it on, its end found. */
    boolean finish(FrameSink sink, long next) {
        if (reason != null) {
            return sink.bad(beginning, 0, beginning.length, position, next, reason);
        }
        sink.shortened(position);
        return sink.frame(beginning, 0, beginning.length, position, next);
    }
}
