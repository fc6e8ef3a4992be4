package io.sluice.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RateScheduleTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void howeverUnevenlyItIsAskedAllThatIsDueIsHandedOutOnce() {
        RateSchedule schedule = new RateSchedule(300, 5 * SECOND);
        long[] turns = {1, 10, 11, 400, 401, 999, 1_000};
        long all = 0;

        for (long millis : turns) {
            all += schedule.due(5 * SECOND + millis * SECOND / 1_000);
        }

        assertThat(all).isEqualTo(300);
        assertThat(schedule.due(6 * SECOND)).isZero();
    }

    @Test
    void ratesThatDoNotDivideASecondLoseNothingOverTime() {
        RateSchedule schedule = new RateSchedule(7.5, 0);
        long all = 0;

        for (int turn = 1; turn <= 10_000; turn++) {
            all += schedule.due(turn * (SECOND / 100));
        }

        assertThat(all).isEqualTo(750);
    }

    @Test
    void whoStoodStillMakesUpForASecondAtMostAndThenGoesOnAtTheRate() {
        RateSchedule schedule = new RateSchedule(100, 0);

        assertThat(schedule.due(60 * SECOND)).isEqualTo(100);
        assertThat(schedule.due(61 * SECOND)).isEqualTo(100);
        assertThat(schedule.due(61 * SECOND + SECOND / 2)).isEqualTo(50);
    }

    @Test
    void aRateOfNothingIsRefused() {
        assertThatThrownBy(() -> new RateSchedule(0, 0)).hasMessage("perSecond is 0.0; it must be more than 0");
    }
}
