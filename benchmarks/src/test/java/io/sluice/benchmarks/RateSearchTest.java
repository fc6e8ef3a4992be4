package io.sluice.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateSearchTest {

    private static List<Double> tries(RateSearch search, double capacity) {
        List<Double> tries = new ArrayList<>();
        while (!search.isOver()) {
            tries.add(search.next());
            search.tried(search.next() <= capacity);
        }
        return tries;
    }

    @Test
    void itGoesUpUntilARateIsMissedAndThenHalvesTheDistance() {
        RateSearch search = new RateSearch(100, 2, 0.05, 20);

        assertThat(tries(search, 330)).containsExactly(100.0, 200.0, 400.0, 300.0, 350.0, 325.0, 337.5);
        assertThat(search.best()).isEqualTo(325);
    }

    @Test
    void itGoesDownWhereTheFirstRateIsMissed() {
        RateSearch search = new RateSearch(100, 2, 0.3, 20);

        assertThat(tries(search, 30)).containsExactly(100.0, 50.0, 25.0, 37.5, 31.25);
        assertThat(search.best()).isEqualTo(25);
    }

    @Test
    void itEndsAfterSoManyTriesWhateverComes() {
        RateSearch search = new RateSearch(100, 2, 0.05, 4);

        assertThat(tries(search, 1e9)).hasSize(4);
        assertThat(search.best()).isEqualTo(800);
    }

    @Test
    void whereNothingIsHeldTheBestIsNothing() {
        RateSearch search = new RateSearch(100, 2, 0.05, 3);

        assertThat(tries(search, 0)).containsExactly(100.0, 50.0, 25.0);
        assertThat(search.best()).isZero();
    }
}
