package io.sluice.source;

import io.sluice.connector.Problems;
import java.util.Map;

/** How often a line may arrive: what the settings of Connect, not ours, say. */
enum Guarantee {
    /** {@code exactly.once.support=required}. */
    EXACTLY_ONCE,
    /** Otherwise: after a failure, some may arrive again. */
    AT_LEAST_ONCE;

    static final String SUPPORT = "exactly.once.support";
    static final String BOUNDARY = "transaction.boundary";
    static final String TOLERANCE = "errors.tolerance";

    private static final String REQUIRED = "required";
    private static final String CONNECTOR = "connector";
    private static final String NO_TOLERANCE = "none";
    private static final String DEFAULT_BOUNDARY = "poll";

    static Guarantee of(Map<String, String> connector) {
        return REQUIRED.equalsIgnoreCase(connector.get(SUPPORT)) ? EXACTLY_ONCE : AT_LEAST_ONCE;
    }

    /** What stands against exactly once where it is asked for, and what to set instead. */
    static void check(Map<String, String> connector, Problems problems) {
        String boundary = connector.getOrDefault(BOUNDARY, DEFAULT_BOUNDARY);
        if (of(connector) == AT_LEAST_ONCE) {
            if (CONNECTOR.equalsIgnoreCase(boundary)) {
                problems.add(
                        SUPPORT,
                        "is " + connector.getOrDefault(SUPPORT, "requested") + ", but " + BOUNDARY
                                + " is connector: set exactly.once.support=required for exactly-once, or leave "
                                + BOUNDARY + " out for at-least-once");
            } else if (!DEFAULT_BOUNDARY.equalsIgnoreCase(boundary)) {
                problems.add(
                        BOUNDARY,
                        "is " + boundary + ", with which a transaction could outlast its time-out: set connector (and"
                                + " exactly.once.support=required) for exactly-once, or leave it out for at-least-once");
            }
            return;
        }
        if (!CONNECTOR.equalsIgnoreCase(boundary)) {
            problems.add(
                    BOUNDARY,
                    "is " + boundary
                            + ", but exactly.once.support is required, for which the connector itself must end its"
                            + " transactions: set transaction.boundary=connector");
        }
        String tolerance = connector.getOrDefault(TOLERANCE, NO_TOLERANCE);
        if (!NO_TOLERANCE.equalsIgnoreCase(tolerance)) {
            problems.add(
                    TOLERANCE,
                    "is " + tolerance
                            + ", but exactly.once.support is required, and records that fail would be left out in"
                            + " silence: set errors.tolerance=none");
        }
    }
}
