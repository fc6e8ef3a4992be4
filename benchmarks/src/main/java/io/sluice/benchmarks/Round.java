package io.sluice.benchmarks;

import java.util.List;
import java.util.Map;

/**
 * One round of a {@link Contest}: the order the contenders ran in, and the seconds each took.
 *
 * @param order names, the first to run first
 * @param seconds by name
 * @param cpuSeconds of the processor, by name; empty if nobody looked
 */
record Round(List<String> order, Map<String, Double> seconds, Map<String, Double> cpuSeconds) {

    Round {
        order = List.copyOf(order);
        seconds = Map.copyOf(seconds);
        cpuSeconds = Map.copyOf(cpuSeconds);
    }

    Round(List<String> order, Map<String, Double> seconds) {
        this(order, seconds, Map.of());
    }

    /** How many times as fast {@code one} was as {@code other}. */
    double ratio(String one, String other) {
        return seconds.get(other) / seconds.get(one);
    }

    /** How much of the processor {@code one} took for each second that {@code other} did. */
    double cpuRatio(String one, String other) {
        return cpuSeconds.get(one) / cpuSeconds.get(other);
    }
}
