package io.sluice.source.tail;

import io.sluice.source.framing.Window.Follow;
import java.time.Duration;

/** How long a content has ended where it ends: so long may what is held back there still become more. Owned by the reader. */
final class QuietEnd {

    private final TailSettings settings;
    private long end;

    /** By the clock for spans. */
    private long since;

    QuietEnd(TailSettings settings) {
        this.settings = settings;
    }

    /** Whether there is something behind a position that may become more by waiting. */
    boolean isBehind(long position) {
        return end > position;
    }

    /** How long until what may follow is another answer, if the content stays as it is; null if it stays the same for ever. */
    Duration untilNext(long now) {
        Duration quiet = Duration.ofNanos(now - since);
        Duration flush = settings.flushAfter().minus(quiet);
        if (!flush.isNegative() && !flush.isZero()) {
            return flush;
        }
        Duration partial = settings.partialLineAfter() == null
                ? Duration.ZERO
                : settings.partialLineAfter().minus(quiet);
        return partial.isNegative() || partial.isZero() ? null : partial;
    }

    /** The content was seen to end there. Returns what may follow. */
    Follow seen(long endNow, long now) {
        if (endNow != end) {
            end = endNow;
            since = now;
        }
        Duration quiet = Duration.ofNanos(now - since);
        Duration partial = settings.partialLineAfter();
        if (partial != null && quiet.compareTo(partial) >= 0) {
            return Follow.NOTHING;
        }
        return quiet.compareTo(settings.flushAfter()) >= 0 ? Follow.LATER : Follow.MORE;
    }
}
