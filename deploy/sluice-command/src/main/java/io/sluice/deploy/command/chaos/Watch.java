package io.sluice.deploy.command.chaos;

import io.sluice.deploy.command.chaos.Gauges.Reading;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Notes how long after each deed every stage has moved again, and which stage stands still although it has something to do. Readings
 * come from one thread, deeds from any.
 */
final class Watch {
    /** A stage that stands still for so long with work before it is taken for stuck. */
    static final Duration STUCK = Duration.ofSeconds(60);

    private final List<Hurt> hurts = new ArrayList<>();
    private final Deque<Reading> readings = new ArrayDeque<>();

    /** How long each stage took after deeds of one kind, in seconds; what never came is not among them. */
    record Recoveries(
            Deed deed,
            int times,
            List<Double> topic,
            List<Double> bars,
            List<Double> landed,
            List<Double> landedInS3) {}

    private static final class Hurt {
        private final Deed deed;
        private final long at;
        private final long lines;
        private Reading first;
        private double topic = Double.NaN;
        private double bars = Double.NaN;
        private double landed = Double.NaN;
        private double landedInS3 = Double.NaN;

        Hurt(Deed deed, long at, long lines) {
            this.deed = deed;
            this.at = at;
            this.lines = lines;
        }

        void take(Reading reading) {
            if (reading.nanos() < at) {
                return;
            }
            if (first == null) {
                first = reading;
            }
            double seconds = (reading.nanos() - at) / 1e9;
            topic = reading.topic() > first.topic() ? lesser(topic, seconds) : topic;
            bars = reading.bars() > first.bars() ? lesser(bars, seconds) : bars;
            landed = reading.landed() >= lines ? lesser(landed, seconds) : landed;
            landedInS3 = reading.landedInS3() >= lines ? lesser(landedInS3, seconds) : landedInS3;
        }

        private static double lesser(double noted, double seconds) {
            return Double.isNaN(noted) ? seconds : noted;
        }

        boolean isOver() {
            return !Double.isNaN(topic + bars + landed + landedInS3);
        }
    }

    /** Something is broken now, when so many lines are written. */
    synchronized void broken(Deed deed, long nanos, long lines) {
        hurts.add(new Hurt(deed, nanos, lines));
    }

    /** How far all is now. */
    synchronized void take(Reading reading) {
        for (Hurt hurt : hurts) {
            if (!hurt.isOver()) {
                hurt.take(reading);
            }
        }
        readings.add(reading);
        // One that is older than the span stays, to compare with.
        while (readings.size() > 2 && isOld(secondOldest(), reading)) {
            readings.poll();
        }
    }

    private Reading secondOldest() {
        return readings.stream().skip(1).findFirst().orElseThrow();
    }

    private static boolean isOld(Reading reading, Reading now) {
        return now.nanos() - reading.nanos() > STUCK.toNanos();
    }

    /** Begins the span anew: what was stuck is being looked after. */
    synchronized void forgetSpan() {
        readings.clear();
    }

    /** The connectors that stand still although there is something for them to do. */
    synchronized Set<String> stuck() {
        Set<String> stuck = new TreeSet<>();
        if (readings.isEmpty()) {
            return stuck;
        }
        Reading then = readings.peek();
        Reading now = readings.peekLast();
        if (!isOld(then, now)) {
            return stuck;
        }
        boolean topicStands = then.topic() == now.topic();
        boolean landedStands = then.landed() == now.landed() && now.landed() < then.lines();
        boolean s3Stands = then.landedInS3() == now.landedInS3() && now.landedInS3() < then.lines();
        if (landedStands) {
            stuck.add(ChaosPipeline.TRADES_SINK);
        }
        if (s3Stands) {
            stuck.add(ChaosPipeline.S3_SINK);
        }
        if (topicStands && (landedStands || s3Stands)) {
            stuck.add(ChaosPipeline.SOURCE);
        }
        return stuck;
    }

    /** By deed, of those that were done. */
    synchronized List<Recoveries> recoveries() {
        Map<Deed, List<Hurt>> byDeed = new EnumMap<>(Deed.class);
        hurts.forEach(hurt ->
                byDeed.computeIfAbsent(hurt.deed, unused -> new ArrayList<>()).add(hurt));
        List<Recoveries> all = new ArrayList<>();
        byDeed.forEach((deed, of) -> all.add(new Recoveries(
                deed,
                of.size(),
                sorted(of.stream().map(hurt -> hurt.topic)),
                sorted(of.stream().map(hurt -> hurt.bars)),
                sorted(of.stream().map(hurt -> hurt.landed)),
                sorted(of.stream().map(hurt -> hurt.landedInS3)))));
        return all;
    }

    private static List<Double> sorted(Stream<Double> seconds) {
        return seconds.filter(span -> !Double.isNaN(span)).sorted().toList();
    }
}
