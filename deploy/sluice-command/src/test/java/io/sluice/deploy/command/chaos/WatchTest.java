package io.sluice.deploy.command.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.command.chaos.Gauges.Reading;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WatchTest {
    private final Watch watch = new Watch();

    @Test
    void aFaultIsOverForAStageWhenWhatWasWrittenBeforeItHasLanded() {
        watch.take(reading(0, 100, 10, 1, 50, 50));
        watch.broken(Deed.KILL, at(1), 110);
        watch.take(reading(2, 120, 10, 1, 90, 50));
        watch.take(reading(3, 130, 12, 1, 109, 50));
        watch.take(reading(4, 140, 12, 2, 110, 50));
        watch.take(reading(9, 150, 12, 3, 130, 111));

        Watch.Recoveries kill = watch.recoveries().get(0);

        assertThat(kill.deed()).isEqualTo(Deed.KILL);
        assertThat(kill.topic()).containsExactly(2.0);
        assertThat(kill.bars()).containsExactly(3.0);
        assertThat(kill.landed()).containsExactly(3.0);
        assertThat(kill.landedInS3()).containsExactly(8.0);
    }

    @Test
    void whatNeverMovesAgainIsNotAmongTheSpans() {
        watch.broken(Deed.FREEZE, at(1), 110);
        watch.take(reading(2, 120, 10, 1, 90, 50));
        watch.take(reading(90, 120, 10, 1, 90, 50));

        Watch.Recoveries freeze = watch.recoveries().get(0);

        assertThat(freeze.times()).isEqualTo(1);
        assertThat(freeze.landed()).isEmpty();
        assertThat(Spans.of(freeze.landed()).text()).isEqualTo("-");
    }

    @Test
    void aTableThatStandsStillForAMinuteBehindItsTopicIsStuck() {
        for (int second = 0; second <= 70; second++) {
            watch.take(reading(second, 100 + second, 10 + second, 1, 50, 100 + second));
        }

        assertThat(watch.stuck()).containsExactly(ChaosPipeline.TRADES_SINK);
    }

    @Test
    void ifItsTopicStandsStillTooTheSourceMayBeTheReason() {
        for (int second = 0; second <= 70; second++) {
            watch.take(reading(second, 100 + second, 10, 1, 50, 50));
        }

        assertThat(watch.stuck())
                .containsExactlyInAnyOrder(ChaosPipeline.TRADES_SINK, ChaosPipeline.S3_SINK, ChaosPipeline.SOURCE);

        watch.forgetSpan();
        assertThat(watch.stuck()).isEmpty();
    }

    @Test
    void whatHasNothingToDoIsNotStuck() {
        for (int second = 0; second <= 70; second++) {
            watch.take(reading(second, 100, 10, 1, 100, 100));
        }

        assertThat(watch.stuck()).isEmpty();
    }

    @Test
    void aReasonIsWhatIsAtTheBottomWithoutWhatDiffersEachTime() {
        String trace = List.of(
                        "org.apache.kafka.connect.errors.ConnectException: Unrecoverable",
                        "\tat org.example.Some(Some.java:1)",
                        "Caused by: org.example.Fenced: epoch 17 of producer 3")
                .stream()
                .reduce((one, other) -> one + "\n" + other)
                .orElseThrow();

        assertThat(Operator.reason(trace)).isEqualTo("org.example.Fenced: epoch n of producer n");
        assertThat(Operator.reason("")).isEqualTo("no reason is known");
    }

    private static Reading reading(int second, long lines, long topic, long bars, long landed, long landedInS3) {
        return new Reading(at(second), lines, topic, bars, landed, landedInS3, 0);
    }

    private static long at(int second) {
        return TimeUnit.SECONDS.toNanos(second);
    }
}
