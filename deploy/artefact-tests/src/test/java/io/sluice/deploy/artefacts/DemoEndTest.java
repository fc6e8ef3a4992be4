package io.sluice.deploy.artefacts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a demo that does not come to its end: nothing, and the next one runs in the same directory. */
@Tag("soak") // A minute that CI does not have: ClusterUpCommandTest and ParentDeathTest end such processes in such
// ways.
class DemoEndTest {
    private static final String MORE_THAN_GET_THROUGH = "5000000";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void ctrlCAndAKillLeaveNoProcessAndTheNextDemoInTheSameDirectoryHolds() throws IOException, InterruptedException {
        try (SluiceProcess interrupted = start("interrupted", MORE_THAN_GET_THROUGH)) {
            awaitRunning(interrupted);
            try (SluiceProcess second = start("second", "1000")) {
                assertThat(second.awaitEnd()).as(second.err()).isEqualTo(1);
                assertThat(second.err())
                        .contains(
                                "sluice: The directory",
                                "in use by another run (process "
                                        + interrupted.process().pid() + ")",
                                "--dir DIR");
            }
            assertThat(interrupted.process().isAlive()).isTrue();
            interrupted.signal("INT");
            assertThat(interrupted.awaitEnd()).as(interrupted.err()).isEqualTo(130);
            assertThat(interrupted.err()).contains("Stopping", "Stopped").doesNotContain("sluice: ");
        }
        assertThat(SluiceProcess.stillRunningIn(directory)).isEmpty();

        try (SluiceProcess killed = start("killed", MORE_THAN_GET_THROUGH)) {
            awaitRunning(killed);
            List<ProcessHandle> children = killed.children();
            killed.signal("KILL");
            assertThat(killed.awaitEnd()).isEqualTo(137);
            for (ProcessHandle child : children) {
                Lake.await(() -> !child.isAlive(), () -> "process " + child.pid() + " ends with the command");
            }
        }

        try (SluiceProcess last = start("last", "20000")) {
            assertThat(last.awaitEnd()).as(last.err() + last.out()).isZero();
            assertThat(last.out()).startsWith("{\"ok\":true,\"finished\":true,");
        }
        assertThat(SluiceProcess.stillRunningIn(directory)).isEmpty();
    }

    /** In directories of their own they have nothing to do with each other, and share no port. */
    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void twoDemosAtOnceBothHold() throws IOException, InterruptedException {
        try (SluiceProcess one = start("one", directory.resolve("demo-1"), "50000");
                SluiceProcess other = start("other", directory.resolve("demo-2"), "50000")) {
            for (SluiceProcess each : List.of(one, other)) {
                assertThat(each.awaitEnd()).as(each.err() + each.out()).isZero();
                assertThat(each.out()).startsWith("{\"ok\":true,\"finished\":true,");
            }
        }
        assertThat(SluiceProcess.stillRunningIn(directory)).isEmpty();
    }

    private SluiceProcess start(String name, String trades) throws IOException {
        return start(name, directory.resolve("demo"), trades);
    }

    /** With the live page at its usual port, or another one if that is taken. */
    private SluiceProcess start(String name, Path place, String trades) throws IOException {
        return SluiceProcess.start(directory, name, "demo", "--json", "--dir", place.toString(), "--trades", trades);
    }

    /** All three processes, of which the application is the last. */
    private static void awaitRunning(SluiceProcess demo) throws IOException, InterruptedException {
        Lake.await(
                () -> demo.children().size() >= 3 || !demo.process().isAlive(),
                () -> "broker, worker and application run");
        assertThat(demo.process().isAlive()).as(demo.err()).isTrue();
    }
}
