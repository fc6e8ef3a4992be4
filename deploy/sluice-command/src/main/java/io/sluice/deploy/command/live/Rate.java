package io.sluice.deploy.command.live;

import java.util.ArrayDeque;
import java.util.Deque;

/** How fast a count grows, over the last seconds. One thread. */
final class Rate {
    private static final int SAMPLES = 6;

    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(long millis, double total) {}

    /**
     * Adds what was counted by now.
     *
     * @param total null if nobody knows; a smaller one than before is of a new beginning
     * @return how much it grows in a second; null if that is not known yet
     */
    Double add(long millis, Number total) {
        if (total == null) {
            samples.clear();
            return null;
        }
        double now = total.doubleValue();
        if (!samples.isEmpty() && now < samples.getLast().total) {
            samples.clear();
        }
        if (samples.size() == SAMPLES) {
            samples.removeFirst();
        }
        samples.addLast(new Sample(millis, now));
        Sample first = samples.getFirst();
        return millis <= first.millis ? null : (now - first.total) * 1_000 / (millis - first.millis);
    }
}
