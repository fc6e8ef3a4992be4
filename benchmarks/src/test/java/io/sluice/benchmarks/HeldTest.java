package io.sluice.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeldTest {

    /** A hundred trades a second, of which so many come into Parquet and into bars. */
    private static Held held(int seconds, double rowsRate, double barsRate) {
        List<Moment> moments = IntStream.rangeClosed(1, seconds)
                .mapToObj(second ->
                        new Moment(second, second * 100L, (long) (second * rowsRate), (long) (second * barsRate)))
                .toList();
        return new Held(100, moments);
    }

    @Test
    void aRateIsHeldIfWhatIsOnTheWayStaysAsMuch() {
        Held held = held(30, 99, 99);

        assertThat(held.growthSeconds()).isEqualTo(0.1, within(1e-9));
        assertThat(held.isHeld()).isTrue();
        assertThat(held.appendedRate()).isEqualTo(100);
        assertThat(held.rowsRate()).isEqualTo(99);
    }

    @Test
    void aRateIsNotHeldIfRowsOrBarsFallBehind() {
        assertThat(held(30, 94, 100).isHeld()).isFalse();
        assertThat(held(30, 100, 94).isHeld()).isFalse();
        assertThat(held(30, 100, 94).growthSeconds()).isEqualTo(0.6, within(1e-9));
    }

    @Test
    void aRateThatTheFeedItselfCannotWriteIsNotHeld() {
        Held held = held(30, 100, 100);

        assertThat(new Held(120, held.moments()).isHeld()).isFalse();
    }
}
