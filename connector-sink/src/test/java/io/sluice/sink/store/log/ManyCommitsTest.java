package io.sluice.sink.store.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.io.flow.RetrySettings;
import io.sluice.io.vfs.CountingVfs;
import io.sluice.io.vfs.LocalVfs;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsCall;
import io.sluice.io.vfs.WholeFiles;
import io.sluice.sink.store.targets.LocalTarget;
import io.sluice.sink.store.targets.StagingArea;
import io.sluice.sink.store.targets.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log of 100,000 commits on the real file system: what opening it costs, with its checkpoints and without. */
@Tag("soak")
class ManyCommitsTest {
    private static final Logger OUT = Logger.getLogger(ManyCommitsTest.class.getName());
    private static final int COMMITS = 100_000;

    @TempDir
    Path directory;

    @Test
    void aLogOfAHundredThousandCommitsOpensFast() throws IOException {
        try (LocalVfs vfs = LocalVfs.rootedAt(directory)) {
            writeEntries(vfs);
            CountingVfs counting = new CountingVfs(vfs);
            try (Target target = new LocalTarget(counting, directory, Runnable::run, RetrySettings.NONE)) {
                CommitLog log = new CommitLog(target, "orders-0");
                report(counting, "end of the log without checkpoints", () -> assertEnd(log));
                report(counting, "state without checkpoints", () -> assertState(log));
                try (StagingArea area = target.openStaging("orders-0.test")) {
                    report(counting, "making all checkpoints", () -> log.completeCheckpoints(COMMITS, area));
                }
                report(counting, "end of the log", () -> assertEnd(log));
                long opened = report(counting, "state", () -> assertState(log));
                assertThat(opened).isLessThan(COMMITS / 4096 + 64 + 64);
            }
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private static long report(CountingVfs counting, String what, Step step) throws IOException {
        long opened = counting.count(VfsCall.OPEN);
        long start = System.nanoTime();
        step.run();
        long took = Duration.ofNanos(System.nanoTime() - start).toMillis();
        long now = counting.count(VfsCall.OPEN) - opened;
        OUT.info(COMMITS + " commits, " + what + ": " + took + " ms, " + now + " files opened");
        return now;
    }

    private static void assertEnd(CommitLog log) throws IOException {
        assertThat(log.tail().orElseThrow().next()).isEqualTo(COMMITS);
    }

    private static void assertState(CommitLog log) throws IOException {
        Fold fold = new Fold();
        log.fold(COMMITS, fold);
        assertThat(fold.keys().values().stream()
                        .mapToLong(key -> key.files().size())
                        .sum())
                .isEqualTo(COMMITS);
    }

    private void writeEntries(Vfs vfs) throws IOException {
        Path logs = directory.resolve("_sluice/log/orders-0");
        vfs.createDirectory(directory.resolve("_sluice"));
        vfs.createDirectory(directory.resolve("_sluice/log"));
        vfs.createDirectory(logs);
        for (long i = 0; i < COMMITS; i++) {
            WholeFiles.write(vfs, logs.resolve(CommitLog.fileName(i)), LogJson.bytes(entry(i)));
        }
    }

    private static Entry entry(long sequence) {
        String key = "symbol=S" + sequence % 500;
        DataFile file = new DataFile(
                key + "/orders-0-0-" + sequence + "-" + sequence + ".parquet",
                1000,
                50_000,
                "crc32c:01234567",
                sequence,
                sequence,
                Map.of("price", new DataFile.ValueRange("1.25", "99.75")),
                "orders-0.0123456789abcdef",
                sequence + ".part");
        return new Entry(
                Entry.FORMAT,
                EntryKind.COMMIT,
                "0123456789abcdef",
                "orders-0",
                sequence,
                0,
                "orders-0.0123456789abcdef",
                "0123456789abcdef",
                Instant.parse("2026-01-01T00:00:00Z").plusSeconds(sequence),
                sequence + 1,
                new Entry.Totals(sequence, sequence, sequence * 1000, sequence * 50_000),
                new Entry.Range(sequence, sequence + 1, Map.of("crc", "01234567")),
                List.of(new Change(key, null, List.of(file), List.of())),
                Map.of("owner", "prices"));
    }
}
