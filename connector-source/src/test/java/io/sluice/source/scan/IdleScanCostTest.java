package io.sluice.source.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.io.vfs.ForwardingVfs;
import io.sluice.io.vfs.LocalVfs;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.WholeFiles;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What it costs to watch 10,000 idle files in 100 directories on the real disk, with four tasks: minutes of the default
 * pace, played one pass after the other. Prints the CPU time of this thread for each pass and the share of a core.
 */
@Tag("soak")
class IdleScanCostTest {

    private static final int DIRECTORIES = 100;
    private static final int FILES = 100;
    private static final int TASKS = 4;
    private static final int WARM_UP = 180;
    private static final int PASSES = 300;

    /** The real disk, at a time that the test moves. */
    private static final class Played extends ForwardingVfs {
        private long nanos;

        Played(Vfs below) {
            super(below);
        }

        @Override
        public long nanoTime() {
            return nanos;
        }

        @Override
        public Instant now() {
            return super.now().plus(Duration.ofDays(1)).plusNanos(nanos);
        }
    }

    @TempDir
    Path directory;

    @Test
    void fourTasksWatchTenThousandIdleFilesInATwentiethOfACore() throws IOException {
        try (LocalVfs local = LocalVfs.rootedAt(directory)) {
            for (int i = 0; i < DIRECTORIES * FILES; i++) {
                Path parent = directory.resolve("d" + i / FILES);
                if (i % FILES == 0) {
                    local.createDirectory(parent);
                }
                WholeFiles.write(local, parent.resolve("f" + i % FILES + ".log"), "line\n");
            }
            double owned = shareOfACore("each task watching its own files", local, true);
            double all = shareOfACore("each task watching all files", local, false);
            assertThat(owned).isLessThan(0.05);
            assertThat(all).isLessThan(0.5);
        }
    }

    private double shareOfACore(String what, Vfs local, boolean own) throws IOException {
        Played vfs = new Played(local);
        ScanSettings settings = ScanSettings.of(new ScanRoot("idle", directory));
        List<DirectoryScan> tasks = new ArrayList<>();
        for (int task = 0; task < TASKS; task++) {
            WatchedFiles watched =
                    own ? WatchedFiles.of(new FileOwnership(task, TASKS), RotationRule.tail()) : WatchedFiles.ALL;
            tasks.add(new DirectoryScan(vfs, settings, watched, ChangeHints.none()));
        }
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long first = threads.getCurrentThreadCpuTime();
        int files = 0;
        for (DirectoryScan task : tasks) {
            files += task.scan().files().size();
        }
        long firstCpu = threads.getCurrentThreadCpuTime() - first;
        long start = 0;
        long looks = 0;
        for (int pass = 0; pass < WARM_UP + PASSES; pass++) {
            if (pass == WARM_UP) {
                start = threads.getCurrentThreadCpuTime();
                looks = 0;
            }
            vfs.nanos += settings.pace().interval().toNanos();
            for (DirectoryScan task : tasks) {
                looks += task.scan().counts().looks();
            }
        }
        double cpu = threads.getCurrentThreadCpuTime() - start;
        double share = cpu / PASSES / settings.pace().interval().toNanos();
        System.out.printf(
                "%s: %d files handed out, first pass %.1f ms per task (cold JVM), then %.3f ms CPU and %.0f looks"
                        + " per pass and task, %.2f %% of a core for %d tasks%n",
                what,
                files,
                firstCpu / 1e6 / TASKS,
                cpu / 1e6 / PASSES / TASKS,
                looks / (double) PASSES / TASKS,
                share * 100,
                TASKS);
        return share;
    }
}
