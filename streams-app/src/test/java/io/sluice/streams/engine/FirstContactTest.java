package io.sluice.streams.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.streams.window.Level;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Rows of the same times and keys in two partitions, both with a backlog, of which one is read far ahead: what the other
 * brings is not late although it has not fed the key before.
 */
class FirstContactTest {
    private static final Plan PLAN = TestPlans.plan(
            TestPlans.levels(Duration.ZERO, Level.Emit.FINAL, 0, "a=tumbling 10ms", "b=tumbling 50ms of a"), false, 0);
    private static final long UNKNOWN = UpstreamProgress.UNKNOWN;

    private final EngineRun engine = new EngineRun(PLAN, 2);

    /** Rows of one key, one each ten milliseconds. */
    private static void feed(EngineRun to, int partition, int from, int until) {
        StringBuilder csv = new StringBuilder();
        for (int time = from; time < until; time += 10) {
            csv.append(time).append(",k,1.00,1\n");
        }
        to.fold(Origin.ofPartition("t", partition, from), csv.toString(), 0).forEach(to::accept);
    }

    private static void behind(EngineRun to, int task, long reached) {
        to.accept(PartialAggregates.upstream(task, 2, false, 10, reached));
    }

    private static void atEnd(EngineRun to, int task) {
        to.accept(PartialAggregates.upstream(task, 2, true, 10, UNKNOWN));
    }

    private List<Long> rowsOf(String level) {
        return engine.results.stream()
                .filter(result -> result.level().equals(level))
                .map(EngineRun.Result::rows)
                .toList();
    }

    @Test
    void whatASlowerPartitionBringsAtFirstContactIsInItsWindow() {
        feed(engine, 0, 0, 1_000);
        behind(engine, 0, 990);
        assertThat(engine.results).as("of partition 1 nothing is known").isEmpty();
        behind(engine, 1, UNKNOWN);
        assertThat(engine.results).as("it is behind, and has read nothing").isEmpty();
        assertThat(engine.windows().keysHeld()).isEqualTo(1);
        feed(engine, 1, 0, 500);
        engine.accept(PartialAggregates.progress(1, 2, 490));
        assertThat(rowsOf("a")).hasSize(49).containsOnly(2L);
        assertThat(rowsOf("b")).hasSize(9).containsOnly(10L);
        feed(engine, 1, 500, 1_000);
        atEnd(engine, 1);
        assertThat(engine.windows().keysHeld()).as("partition 0 is as far").isZero();
        atEnd(engine, 0);

        assertThat(engine.late).isEmpty();
        assertThat(rowsOf("a")).as("all but the one that is not over").hasSize(99);
        assertThat(engine.windows().openWindows())
                .as("that one, and those above")
                .isEqualTo(2);
    }

    @Test
    void withoutWordOfTheOtherPartitionItWouldBeLate() {
        EngineRun alone = new EngineRun(PLAN, 1);
        feed(alone, 0, 0, 1_000);
        feed(alone, 1, 0, 500);

        assertThat(alone.late).as("so the test above can fail").isNotEmpty();
    }

    @Test
    void aPartitionThatIsReadToItsEndHoldsNothingBack() {
        atEnd(engine, 1);
        behind(engine, 0, UNKNOWN);
        feed(engine, 0, 0, 1_000);
        assertThat(engine.results).isEmpty();
        behind(engine, 0, 700);
        assertThat(rowsOf("a")).hasSize(70);
        atEnd(engine, 0);
        assertThat(rowsOf("a")).hasSize(99);
        engine.accept(PartialAggregates.progress(0, 2, 100));
        feed(engine, 0, 1_000, 1_100);
        assertThat(rowsOf("a"))
                .as("how far it has read means nothing at its end")
                .hasSize(109);
    }

    @Test
    void whatWaitedClosesAlsoAfterARestart() {
        feed(engine, 0, 0, 1_000);
        behind(engine, 0, 990);
        behind(engine, 1, 300);
        assertThat(rowsOf("a")).hasSize(30);
        engine.commit();
        long open = engine.windows().openWindows();
        engine.crash();
        assertThat(engine.windows().openWindows()).isEqualTo(open);
        assertThat(engine.windows().keysHeld()).isEqualTo(1);

        behind(engine, 0, 990);
        assertThat(rowsOf("a")).as("of partition 1 nothing is known again").hasSize(30);
        behind(engine, 1, 600);
        assertThat(rowsOf("a")).hasSize(60);
        atEnd(engine, 0);
        atEnd(engine, 1);
        assertThat(rowsOf("a")).hasSize(99);
        assertThat(engine.late).isEmpty();
    }

    @Test
    void whereATaskIsIsTheLeastThatAnyOfItsPresentInputsHasReached() {
        feed(engine, 0, 0, 100);
        feed(engine, 1, 0, 50);
        assertThat(engine.progress()).isEqualTo(40);
        feed(engine, 0, 100, 200);
        assertThat(engine.progress()).as("the other one has not come since").isEqualTo(190);
        assertThat(engine.progress()).as("nothing has come since").isEqualTo(190);
    }
}
