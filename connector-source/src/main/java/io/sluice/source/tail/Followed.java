package io.sluice.source.tail;

import io.sluice.source.scan.FoundFile;
import java.time.Duration;
import java.time.Instant;

/** When one file's next turn is, and why. Owned by the reader thread. */
final class Followed<R> {

    final FileTailer<R> tailer;

    /** Whether it stands in the line for a turn, or for a moment. */
    boolean waiting;

    /** The moment it waits for, by the clock for spans. */
    long due;

    /** When it was seen to have changed last, by the clock for spans. */
    private long changedAt;

    private long vanishedAt = -1;

    /** Whether it is not read, as it seemed to be about to get another owner. */
    private boolean stopped;

    private int failures;

    Followed(FileTailer<R> tailer, long now) {
        this.tailer = tailer;
        this.changedAt = now;
    }

    /** Returns whether the file has changed since it was seen last. */
    boolean seen(FoundFile found, long now) {
        FoundFile before = tailer.view().found();
        boolean changed = before.stat().bytes() != found.stat().bytes()
                || !before.stat().modified().equals(found.stat().modified());
        if (changed) {
            changedAt = now;
        }
        vanishedAt = -1;
        tailer.seen(found);
        boolean again = stopped && !tailer.isDone();
        stopped = false;
        return changed || again;
    }

    /** It gets no turns until it is seen under a name of this task again. */
    void stop() {
        stopped = true;
    }

    StateKey key() {
        return tailer.view().key();
    }

    String inode() {
        return tailer.view().inode();
    }

    void delivered(long now) {
        changedAt = now;
    }

    Duration unchangedFor(long now) {
        return Duration.ofNanos(now - changedAt);
    }

    /** Whether it has not changed for so long, as far as was seen; or twice as long by its own time, seen now or not. */
    boolean isStable(Duration stableFor, long now, Instant wallClock) {
        return unchangedFor(now).compareTo(stableFor) >= 0
                || !tailer.view()
                        .found()
                        .stat()
                        .modified()
                        .plus(stableFor.multipliedBy(2))
                        .isAfter(wallClock);
    }

    /** It is not where it was; returns for how long. */
    Duration vanished(long now) {
        if (vanishedAt < 0) {
            vanishedAt = now;
        }
        return Duration.ofNanos(now - vanishedAt);
    }

    /** So much time went by in which nobody looked. */
    void stoodStill(long nanos) {
        if (vanishedAt >= 0) {
            vanishedAt += nanos;
        }
    }

    boolean hasVanished() {
        return vanishedAt >= 0;
    }

    /** How often in a row reading has failed, with this time. */
    int failed() {
        return ++failures;
    }

    boolean isFailing() {
        return failures > 0;
    }

    void succeeded() {
        failures = 0;
    }
}
