package io.sluice.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContestTest {

    private static Contender scripted(String name, List<String> log, Double... seconds) {
        Deque<Double> script = new ArrayDeque<>(List.of(seconds));
        return new Contender(name, () -> {
            log.add(name);
            return new Contender.Outcome(script.remove(), 42);
        });
    }

    @Test
    void everyRoundBeginsWithTheNextContenderAndWarmUpsDoNotCount() throws Exception {
        List<String> log = new ArrayList<>();
        Contest contest = new Contest(
                "job",
                6,
                "MB",
                List.of(
                        scripted("A", log, 9.0, 1.0, 2.0, 3.0),
                        scripted("B", log, 9.0, 1.0, 1.0, 1.0),
                        scripted("C", log, 9.0, 2.0, 2.0, 2.0)),
                1,
                3);

        Standing standing = contest.run();

        assertThat(log).containsExactly("A", "B", "C", "B", "C", "A", "C", "A", "B", "A", "B", "C");
        assertThat(standing.rounds()).hasSize(3);
        assertThat(standing.rate("A").most()).isEqualTo(6);
        assertThat(standing.rate("A").median()).isEqualTo(3);
        assertThat(standing.fastest(List.of("A", "C"))).isIn("A", "C");
        assertThat(standing.fastest(List.of("A", "B"))).isEqualTo("B");
    }

    @Test
    void aBarIsDecidedByTheMedianOfThePairsAndNotByTheRatioOfTheMedians() throws Exception {
        List<String> log = new ArrayList<>();
        // Pair by pair A is 3, 2 and 1/2 times as fast: 2 in the median. The ratio of the medians is 1.
        Contest contest = new Contest(
                "job", 1, "MB", List.of(scripted("A", log, 1.0, 4.0, 8.0), scripted("B", log, 3.0, 8.0, 4.0)), 0, 3);

        Bar bar = contest.run().bar("A", "B", 1.5);

        assertThat(bar.value()).isEqualTo(2);
        assertThat(bar.holds()).isTrue();
    }

    @Test
    void processorTimeIsComparedPairByPairToo() throws Exception {
        Deque<Double> ours = new ArrayDeque<>(List.of(1.0, 3.0, 6.0));
        Contest contest = new Contest(
                "job",
                1,
                "MB",
                List.of(
                        new Contender("A", () -> new Contender.Outcome(1, ours.remove(), 42)),
                        new Contender("B", () -> new Contender.Outcome(1, 5, 42))),
                0,
                3);

        Standing standing = contest.run();

        assertThat(standing.cpuBar("A", "B", 0.7).value()).isEqualTo(0.6);
        assertThat(standing.cpuBar("A", "B", 0.7).holds()).isTrue();
        assertThat(standing.cpuBar("A", "B", 0.5).holds()).isFalse();
        assertThat(standing.cpuSeconds("A")).hasValue(new Spread(1, 2, 3, 4.5, 6));
    }

    @Test
    void contendersThatDoNotDoTheSameJobEndTheContest() {
        Contest contest = new Contest(
                "job",
                1,
                "MB",
                List.of(
                        new Contender("A", () -> new Contender.Outcome(1, 42)),
                        new Contender("B", () -> new Contender.Outcome(1, 43))),
                0,
                1);

        assertThatThrownBy(contest::run)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("job")
                .hasMessageContaining("B came to 43 and A to 42");
    }

    @Test
    void quartilesLieBetweenTheNearestNumbers() {
        assertThat(Spread.of(4, 1, 3, 2)).isEqualTo(new Spread(1, 1.75, 2.5, 3.25, 4));
        assertThat(Spread.of(7)).isEqualTo(new Spread(7, 7, 7, 7, 7));
    }
}
