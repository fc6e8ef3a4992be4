package io.sluice.benchmarks;

/**
 * A promise with a number.
 *
 * @param value what was measured, or null if it could not be
 * @param goal what was promised
 * @param atLeast whether the goal is the least the value may be, or the most
 * @param note why it was not measured, or empty
 */
record Bar(String name, Double value, double goal, boolean atLeast, String note) {

    static Bar atLeast(String name, double value, double goal) {
        return new Bar(name, value, goal, true, "");
    }

    static Bar atMost(String name, long value, long goal) {
        return new Bar(name, (double) value, goal, false, "");
    }

    /** What was not measured does not hold. */
    static Bar notMeasured(String name, double goal, String why) {
        return new Bar(name, null, goal, true, why);
    }

    boolean holds() {
        return value != null && (atLeast ? value >= goal : value <= goal);
    }
}
