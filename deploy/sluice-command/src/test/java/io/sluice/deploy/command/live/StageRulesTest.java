package io.sluice.deploy.command.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.command.live.StageRules.Judged;
import io.sluice.deploy.page.PipelineState.Failure;
import org.junit.jupiter.api.Test;

/** Whom a stage waits for, and what is not said where nobody knows. */
class StageRulesTest {
    private static final Failure FAILURE = new Failure("disk full", "", "lake task 0");

    @Test
    void aDirectoryWaitsForItsTopicWhenItsBudgetIsOnItsWay() {
        Judged judged = StageRules.directory(null, 1e6, 5_000L, 13L << 20, 16L << 20, 0L, "topic:t");

        assertThat(judged.state()).isEqualTo("waiting");
        assertThat(judged.waitsFor()).isEqualTo("topic:t");
        assertThat(judged.reason()).contains("13.6 MB").contains("16.8 MB");
        assertThat(StageRules.flow(null, judged, "topic:t", 1e6)).isEqualTo("waiting");
    }

    @Test
    void aDirectoryThatReadsIsWellAndOneWithNothingToReadIsIdle() {
        assertThat(StageRules.directory(null, 1e6, 5_000L, 1L, 16L << 20, 0L, "t")
                        .state())
                .isEqualTo("ok");
        assertThat(StageRules.directory(null, 0.0, 0L, 0L, 16L << 20, 0L, "t").state())
                .isEqualTo("idle");
        assertThat(StageRules.directory(null, null, null, null, 16L << 20, null, "t")
                        .state())
                .isEqualTo("unknown");
        assertThat(StageRules.directory(FAILURE, 1e6, 0L, 0L, 16L << 20, 0L, "t")
                        .state())
                .isEqualTo("failed");
    }

    @Test
    void aDirectoryWithBytesThatNobodyReadsSaysWhy() {
        assertThat(StageRules.directory(null, 0.0, 7L, 0L, 16L << 20, 0L, "t").reason())
                .contains("may still change");
        assertThat(StageRules.directory(null, 0.0, 7L, 0L, 16L << 20, 2L, "t").reason())
                .contains("2 file(s) could not be read");
    }

    @Test
    void aTopicWaitsForTheReaderThatIsTooFarBehind() {
        double allowed = StageRules.mostBehind(1_000.0, 0);

        assertThat(allowed).isEqualTo(5_000);
        assertThat(StageRules.topic(1_000.0, 9L, "table:t", 5_001L, allowed).waitsFor())
                .isEqualTo("table:t");
        assertThat(StageRules.topic(1_000.0, 9L, "table:t", 5_000L, allowed).state())
                .isEqualTo("ok");
        assertThat(StageRules.topic(0.0, 9L, null, null, allowed).state()).isEqualTo("idle");
        assertThat(StageRules.topic(null, null, null, null, allowed).state()).isEqualTo("unknown");
    }

    @Test
    void aTableWaitsForItsStoreOrItsMemory() {
        assertThat(StageRules.table(null, true, 1.0, 1L, 0.0).reason()).contains("store");
        assertThat(StageRules.table(null, true, 1.0, 0L, 0.5).reason()).contains("memory");
        assertThat(StageRules.table(null, true, 1.0, null, null).state()).isEqualTo("ok");
        assertThat(StageRules.table(null, false, null, null, null).state()).isEqualTo("unknown");
        assertThat(StageRules.table(FAILURE, true, 1.0, 1L, 0.0).state()).isEqualTo("failed");
    }
}
