package io.sluice.source.retire;

import io.sluice.source.tail.Retiring;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What becomes of files that were read.
 *
 * @param directory where files are moved to; null unless they are
 * @param grace how long a file must not have changed
 * @param attempts how often it is tried before a file is left where it is
 */
public record RetireSettings(Action action, Path directory, Packing packing, Duration grace, int attempts) {

    /** Everything stays where it is. */
    public static final RetireSettings KEEP = new RetireSettings(Action.KEEP, null, null, Duration.ZERO, 1);

    Retiring.Settings forTailing() {
        return new Retiring.Settings(grace, attempts);
    }
}
