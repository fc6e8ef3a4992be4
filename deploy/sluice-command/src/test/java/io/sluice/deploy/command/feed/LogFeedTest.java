package io.sluice.deploy.command.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.io.vfs.LocalVfs;
import io.sluice.io.vfs.Vfs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFeedTest {
    private final CountDownLatch never = new CountDownLatch(1);

    @TempDir
    private Path directory;

    @Test
    void theFilesTogetherHoldWhatTheJournalSaysWhateverWasDoneToThem() throws IOException, InterruptedException {
        Path logs = Files.createDirectory(directory.resolve("logs"));
        Path journal = directory.resolve("journal.csv");
        try (LogFeed feed = LogFeed.start(logs, journal, 7, 20_000, List.of("a.csv", "b.csv"))) {
            awaitLines(feed, 1);
            assertThat(feed.compress("a.csv", true)).isFalse();
            feed.rotate("a.csv");
            awaitLines(feed, feed.lines() + 100);
            feed.rotate("a.csv");
            assertThat(feed.compress("a.csv", false)).isTrue();
            LogFeed.End end = feed.quiet("b.csv");
            assertThat(end.path()).hasSize(end.bytes());
            awaitLines(feed, feed.lines() + 1_000);
            assertThat(end.path()).hasSize(end.bytes());
            feed.copyAndTruncate("b.csv");
            feed.goOn("b.csv");
            awaitLines(feed, feed.lines() + 1_000);
            feed.hold(true);

            long lines = feed.end();

            assertThat(lines(journal)).hasSize((int) lines);
            List<String> found = new ArrayList<>();
            for (Path file : feed.files()) {
                found.addAll(lines(file));
            }
            assertThat(found).containsExactlyInAnyOrderElementsOf(lines(journal));
            assertThat(logs.resolve("a.csv.2.gz")).exists();
            assertThat(logs.resolve("a.csv.2")).doesNotExist();
            assertThat(logs.resolve("b.csv.1")).hasSize(end.bytes());
        }
    }

    @Test
    void aRotatedLogShiftsWhatWasRotatedBefore() throws IOException {
        try (Vfs vfs = LocalVfs.rootedAt(directory);
                RotatedLog log = new RotatedLog(vfs, directory.toRealPath().resolve("a.csv"))) {
            log.add(bytes("one\n"));
            log.rotate();
            assertThat(log.compress(true)).isTrue();
            log.add(bytes("two\nthr"));
            log.write(3);
            assertThat(Files.readString(directory.resolve("a.csv"))).isEqualTo("two\n");
            log.copyAndTruncate();
            log.add(bytes("ee\n"));
            log.flush();

            assertThat(log.files().stream().map(Path::getFileName).map(Path::toString))
                    .containsExactly("a.csv.2.gz", "a.csv.1", "a.csv");
            assertThat(Files.readString(directory.resolve("a.csv.1"))).isEqualTo("two\nthr");
            assertThat(Files.readString(directory.resolve("a.csv"))).isEqualTo("ee\n");
            assertThat(lines(directory.resolve("a.csv.2.gz"))).containsExactly("one");
        }
    }

    private void awaitLines(LogFeed feed, long lines) throws IOException, InterruptedException {
        for (int looks = 0; feed.lines() < lines && looks < 12_000; looks++) {
            feed.requireWriting();
            assertThat(never.await(10, TimeUnit.MILLISECONDS)).isFalse();
        }
        assertThat(feed.lines()).isGreaterThanOrEqualTo(lines);
    }

    private static List<String> lines(Path file) throws IOException {
        try (InputStream plain = Files.newInputStream(file)) {
            InputStream content = file.toString().endsWith(".gz") ? new GZIPInputStream(plain) : plain;
            return new String(content.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
