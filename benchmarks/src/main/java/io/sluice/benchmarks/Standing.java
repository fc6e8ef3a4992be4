package io.sluice.benchmarks;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** How a {@link Contest} ended. */
record Standing(Contest contest, List<Round> rounds) {

    Standing {
        rounds = List.copyOf(rounds);
    }

    /** Units per second of one contender, round by round. */
    Spread rate(String contender) {
        return Spread.of(rounds.stream()
                .mapToDouble(round -> contest.units() / round.seconds().get(contender))
                .toArray());
    }

    /** How many times as fast one was as the other, pair by pair: both from the same round. */
    Spread ratios(String one, String other) {
        return Spread.of(
                rounds.stream().mapToDouble(round -> round.ratio(one, other)).toArray());
    }

    /** The fastest of some, by its median. */
    String fastest(List<String> names) {
        return names.stream()
                .max(Comparator.comparingDouble(name -> rate(name).median()))
                .orElseThrow();
    }

    /** A bar that holds when one is at least so many times as fast as the other in the median of the pairs. */
    Bar bar(String one, String other, double goal) {
        return Bar.atLeast(
                contest.name() + ": " + one + " / " + other, ratios(one, other).median(), goal);
    }

    /** A bar that holds when one takes at most so much of the processor as the other, in the median of the pairs. */
    Bar cpuBar(String one, String other, double goal) {
        double[] ratios =
                rounds.stream().mapToDouble(round -> round.cpuRatio(one, other)).toArray();
        return new Bar(
                contest.name() + ": processor time of " + one + " / " + other,
                Spread.of(ratios).median(),
                goal,
                false,
                "");
    }

    /** The processor's seconds of one contender, round by round; empty if nobody looked. */
    Optional<Spread> cpuSeconds(String contender) {
        double[] seconds = rounds.stream()
                .filter(round -> round.cpuSeconds().containsKey(contender))
                .mapToDouble(round -> round.cpuSeconds().get(contender))
                .toArray();
        return seconds.length == 0 ? Optional.empty() : Optional.of(Spread.of(seconds));
    }
}
