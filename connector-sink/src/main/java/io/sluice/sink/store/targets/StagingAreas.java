package io.sluice.sink.store.targets;

import java.io.IOException;

/** Opens staging areas under names that nobody has had before. Any thread. */
public final class StagingAreas {
    private static final int MOST_NAMES = 20;

    private StagingAreas() {}

    /** Opens the area of a writer that is called {@code prefix} and sixteen digits. */
    public static StagingArea open(Target target, String prefix) throws IOException {
        AreaTakenException last = null;
        for (int attempt = 0; attempt < MOST_NAMES; attempt++) {
            try {
                return target.openStaging(prefix + HexText.of(target.random()));
            } catch (AreaTakenException taken) {
                last = taken;
            }
        }
        throw last;
    }
}
