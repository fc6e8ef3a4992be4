package io.sluice.benchmarks;

import java.util.List;
import java.util.Map;

/**
 * One round of a {@link Contest}: the order the contenders ran in, and the seconds each took.
 *
 * @param order names, the first to run first
 * @param seconds by name
 */
record Round(List<String> order, Map<String, Double> seconds) {

    Round {
        order = List.copyOf(order);
        seconds = Map.copyOf(seconds);
    }

    /** How many times as fast {@code one} was as {@code other}. */
    double ratio(String one, String other) {
        return seconds.get(other) / seconds.get(one);
    }
}
