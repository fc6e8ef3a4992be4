package io.sluice.sink.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.io.flow.RetrySettings;
import io.sluice.io.vfs.LocalVfs;
import io.sluice.sink.store.operations.Repair;
import io.sluice.sink.store.operations.Verification;
import io.sluice.sink.store.targets.LocalTarget;
import io.sluice.sink.store.targets.Target;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes want the same log of a data set on the real file system, and one of them is killed. */
@Timeout(180)
class ClaimRaceTest {
    private static final Logger OUT = Logger.getLogger(ClaimRaceTest.class.getName());
    private static final int PROCESSES = 4;
    private static final long ROWS = 150;

    @TempDir
    Path directory;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void end() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly();
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    @Test
    void processesThatRaceForALogCommitEachRowOnceAlsoWhenOneIsKilled() throws IOException, InterruptedException {
        List<BufferedReader> answers = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            processes.add(start());
        }
        for (Process process : processes) {
            BufferedReader answer = process.inputReader(UTF_8);
            assertThat(answer.readLine()).isEqualTo("ready");
            answers.add(answer);
        }
        for (Process process : processes) {
            try (OutputStream orders = process.getOutputStream()) {
                orders.write('\n');
            }
        }
        // The first one dies in the middle of something once the race has been going for a while.
        try (LocalVfs vfs = LocalVfs.rootedAt(directory);
                Target target = new LocalTarget(vfs, directory, Runnable::run, RetrySettings.NONE)) {
            while (target.list("all", "").size() < ROWS / 4) {
                target.pause(Duration.ofMillis(5));
            }
            processes.get(0).destroyForcibly();

            long fenced = 0;
            for (int i = 1; i < PROCESSES; i++) {
                fenced += Long.parseLong(answers.get(i).readLine());
                assertThat(processes.get(i).waitFor()).isZero();
            }

            OUT.info(PROCESSES + " processes, " + ROWS + " rows, fenced " + fenced + " times");
            Repair repair = new Repair(target);
            repair.publish();
            repair.collect();
            List<String> expected = LongStream.range(0, ROWS)
                    .mapToObj(row -> "row " + row)
                    .sorted()
                    .toList();
            assertThat(Rows.byGlob(target)).isEqualTo(expected);
            assertThat(Rows.byLog(target)).isEqualTo(expected);
            assertThat(new Verification(target, Rows::count).run().problems()).isEmpty();
            assertThat(target.stagingWriters()).isEmpty();
            assertThat(fenced).isPositive();
        }
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ClaimRacer.class.getName(),
                        directory.toString(),
                        Long.toString(ROWS))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
