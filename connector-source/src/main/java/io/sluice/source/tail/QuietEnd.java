package io.sluice.source.tail;

import io.sluice.source.framing.Window.Follow;
import java.time.Duration;

/**
 * How long a content has ended where it ends, and since when what is held back there waits: so long may it still become more.
 * Times are by the clock for spans. Owned by the reader.
 */
final class QuietEnd {

    private final TailSettings settings;

    /** Whether what is held back goes out when it has waited for long enough, although the content grows on. */
    private final boolean whileGrowing;

    private long end;
    private long endSince;

    /** Where what is held back begins. */
    private long held;

    private long heldSince;

    QuietEnd(TailSettings settings, boolean whileGrowing) {
        this.settings = settings;
        this.whileGrowing = whileGrowing;
    }

    /** Whether there is something behind a position that may become more by waiting. */
    boolean isBehind(long position) {
        return end > position;
    }

    /** How long until what may follow is another answer, if the content stays as it is; null if it stays the same for ever. */
    Duration untilNext(long now) {
        Duration quiet = Duration.ofNanos(now - endSince);
        Duration flush = settings.flushAfter().minus(waited(now));
        if (!flush.isNegative() && !flush.isZero()) {
            return flush;
        }
        Duration partial = settings.partialLineAfter() == null
                ? Duration.ZERO
                : settings.partialLineAfter().minus(quiet);
        return partial.isNegative() || partial.isZero() ? null : partial;
    }

    private Duration waited(long now) {
        return Duration.ofNanos(now - (whileGrowing ? heldSince : endSince));
    }

    /**
     * The content was seen to end.
     *
     * @param position behind which nothing was handed out yet
     * @return what may follow
     */
    Follow seen(long position, long endNow, long now) {
        if (position != held || end <= position) {
            held = position;
            heldSince = now;
        }
        if (endNow != end) {
            end = endNow;
            endSince = now;
        }
        Duration quiet = Duration.ofNanos(now - endSince);
        Duration partial = settings.partialLineAfter();
        if (partial != null && quiet.compareTo(partial) >= 0) {
            return Follow.NOTHING;
        }
        return waited(now).compareTo(settings.flushAfter()) >= 0 ? Follow.LATER : Follow.MORE;
    }
}
