package io.sluice.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProfilePartsTest {

    @Test
    void threadsAreToldApartByTheirNames() {
        assertThat(ThreadGroups.of("task-thread-files-0")).startsWith("source: Connect");
        assertThat(ThreadGroups.of("task-thread-rows-0")).startsWith("sink: Connect");
        assertThat(ThreadGroups.of("sluice-sink-rows-2")).isEqualTo("sink: rows into Parquet");
        assertThat(ThreadGroups.of("windows-1234-StreamThread-2")).isEqualTo("stream threads");
        assertThat(ThreadGroups.of("main")).isEqualTo(ThreadGroups.OTHERS);
    }

    @Test
    void samplesAreCountedByTheirMethodAndByTheNearestOneThatOneKnows() {
        CostCenters centers = new CostCenters();
        for (int i = 0; i < 3; i++) {
            centers.add("a", List.of("java.util.HashMap.get", "io.sluice.streams.Fold.row", "kafka.Loop.run"));
        }
        centers.add("a", List.of("java.lang.Thread.run"));
        centers.add("a", List.of("sun.nio.ch.EPoll.wait", "org.apache.kafka.common.network.Selector.poll"));

        assertThat(centers.samples()).isEqualTo(4);
        assertThat(centers.methods()).containsExactly("75.0 % HashMap.get", "25.0 % Thread.run");
        assertThat(centers.known()).containsExactly("75.0 % Fold.row", "25.0 % others");
    }

    @Test
    void aLogOfCollectionsSaysWhatEachOfThemLeft() {
        assertThat(GcLog.read(List.of(
                        "[0.010s][info][gc] Using Serial",
                        "[1.234s][info][gc] GC(0) Pause Young (Allocation Failure) 68M->12M(247M) 11.123ms",
                        "[22.500s][info][gc] GC(1) Pause Full (System.gc()) 40M->9M(247M) 30.000ms")))
                .containsExactly(new GcLog.Collection(1.234, 12), new GcLog.Collection(22.5, 9));
    }

    @Test
    void ofEachPartOfTheTimeTheLeastThatACollectionLeftIsTold() {
        List<Integer> least = Sustained.leastLeft(
                List.of(
                        new GcLog.Collection(100, 30),
                        new GcLog.Collection(101, 20),
                        new GcLog.Collection(150, 25),
                        new GcLog.Collection(199, 24)),
                100);

        assertThat(least).hasSize(20).startsWith(20, -1).endsWith(24);
        assertThat(least.get(10)).isEqualTo(25);
    }

    @Test
    void theTimeOfTheVirtualMachineItselfIsWhatNoThreadOfJavasHasTaken() {
        CpuTimes times = new CpuTimes(
                Map.of("app", 10.0), Map.of("app", Map.of("stream threads", 6.0)), Map.of("app", 1.5), 0.1, 0.2);
        CpuTimes before = new CpuTimes(
                Map.of("app", 4.0), Map.of("app", Map.of("stream threads", 3.0)), Map.of("app", 0.5), 0.1, 0.1);

        CpuTimes taken = times.since(before);

        assertThat(taken.all()).isEqualTo(6);
        assertThat(taken.rest("app")).isEqualTo(2);
        assertThat(taken.threads().get("app")).containsEntry("stream threads", 3.0);
    }
}
