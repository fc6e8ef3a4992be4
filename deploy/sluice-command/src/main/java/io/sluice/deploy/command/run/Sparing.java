package io.sluice.deploy.command.run;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How often something is looked at that may cost much: with every chance as long as a look takes no time, and after a rest of many
 * times what the last one took otherwise. Used by one thread.
 */
final class Sparing {
    /** Then looking takes a twentieth of a core. */
    private static final int REST = 20;

    private final LongSupplier nanoTime;
    private final long mostRest;
    private boolean looked;
    private long end;
    private long rest;

    /** @param mostRest however long a look has taken, which may be for another reason than what it costs */
    Sparing(LongSupplier nanoTime, Duration mostRest) {
        this.nanoTime = nanoTime;
        this.mostRest = mostRest.toNanos();
    }

    boolean isDue() {
        return !looked || nanoTime.getAsLong() - end >= rest;
    }

    /** A look. */
    @FunctionalInterface
    interface Look<E extends Exception> {
        long look() throws E;
    }

    /** Looks, and notes how long that took, also if it fails. */
    <E extends Exception> long look(Look<E> look) throws E {
        long begin = nanoTime.getAsLong();
        try {
            return look.look();
        } finally {
            end = nanoTime.getAsLong();
            rest = Math.min(mostRest, (end - begin) * REST);
            looked = true;
        }
    }
}
