package io.sluice.benchmarks;

/**
 * Looks for the highest rate that is held: goes up until one is not, then halves the distance. One thread.
 *
 * <p>State: the highest rate that was held, and the lowest that was not.
 */
final class RateSearch {

    private final double growth;
    private final double precision;
    private final int mostSteps;
    private double next;
    private double held;
    private double missed = Double.POSITIVE_INFINITY;
    private int steps;

    /**
     * A search.
     *
     * @param first the rate to begin with
     * @param growth what a rate that was held is multiplied by, while none was missed
     * @param precision how far apart the two may be at the end, as a share of the lower one
     */
    RateSearch(double first, double growth, double precision, int mostSteps) {
        this.next = first;
        this.growth = growth;
        this.precision = precision;
        this.mostSteps = mostSteps;
    }

    boolean isOver() {
        return steps >= mostSteps || missed - held <= precision * held;
    }

    /** What to try next. */
    double next() {
        return next;
    }

    /** Says how the try went. */
    void tried(boolean wasHeld) {
        steps++;
        if (wasHeld) {
            held = Math.max(held, next);
        } else {
            missed = Math.min(missed, next);
        }
        if (Double.isInfinite(missed)) {
            next = held * growth;
        } else {
            next = held == 0 ? missed / growth : (held + missed) / 2;
        }
    }

    /** The highest rate that was held; 0 if none was. */
    double best() {
        return held;
    }
}
