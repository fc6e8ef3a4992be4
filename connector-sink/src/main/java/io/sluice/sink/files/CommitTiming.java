package io.sluice.sink.files;

import java.time.Duration;

/** Says when a partition is to be committed. The lane's; anyone may ask how long ago the last commit was. */
final class CommitTiming {
    /** What waits for something that has no moment, such as a report, is looked at so often. */
    private static final Duration LOOK = Duration.ofMillis(50);

    private final RotationSettings rotation;
    private volatile long committedAtNanos;

    CommitTiming(RotationSettings rotation, long now) {
        this.rotation = rotation;
        this.committedAtNanos = now;
    }

    void committed(long now) {
        committedAtNanos = now;
    }

    Duration sinceCommit(long now) {
        return Duration.ofNanos(now - committedAtNanos);
    }

    /** @param allFinished whether there are files, and none of them takes rows */
    boolean isDue(UncommittedRange range, boolean allFinished, long now) {
        boolean old = range.ageNanos(now) >= rotation.age().toNanos();
        boolean idle = !rotation.idle().isZero()
                && range.idleNanos(now) >= rotation.idle().toNanos();
        boolean full = allFinished
                && now - committedAtNanos >= rotation.leastInterval().toNanos();
        return !range.isEmpty() && (old || idle || full);
    }

    /** How long it will take until a commit may be due. */
    Duration untilDue(UncommittedRange range, boolean allFinished, long now) {
        long wait = rotation.age().toNanos() - range.ageNanos(now);
        if (!rotation.idle().isZero()) {
            wait = Math.min(wait, rotation.idle().toNanos() - range.idleNanos(now));
        }
        if (allFinished) {
            wait = Math.min(wait, rotation.leastInterval().toNanos() - (now - committedAtNanos));
        }
        return Duration.ofNanos(Math.max(wait, LOOK.toNanos()));
    }
}
