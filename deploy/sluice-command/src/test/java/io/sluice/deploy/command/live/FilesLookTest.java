package io.sluice.deploy.command.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.command.pipeline.Input;
import io.sluice.deploy.command.pipeline.PipelineFile;
import io.sluice.deploy.page.FileRow;
import io.sluice.io.vfs.FileKind;
import io.sluice.io.vfs.FileStat;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is told of files by their stored positions. */
class FilesLookTest {
    private static final Input FOLLOWED = input(true);
    private static final Input WHOLE = input(false);

    private static Input input(boolean follow) {
        return PipelineFile.parse(
                        "p.yaml",
                        Path.of("/data"),
                        "name: market\ninputs:\n  trades:\n    directory: in\n    framing: lines\n    follow: " + follow
                                + "\n")
                .inputs()
                .get(0);
    }

    private static Optional<StoredPosition> stored(String file, long position, String phase) {
        Map<String, Object> offset = new HashMap<>();
        offset.put("position", position);
        offset.put("path", "/data/in/app.log");
        offset.put("size", 100);
        offset.put("modified", 5L);
        offset.put("phase", phase);
        return StoredPosition.of(Map.of("file", file), offset);
    }

    private static FileRow row(Input input, long position, String phase, String path, long bytes) {
        FileStat stat = new FileStat(FileKind.FILE, bytes, Instant.ofEpochMilli(9), 1, 77, 1);
        return stored("trades:/app.log#77", position, phase).orElseThrow().row(input, path, stat);
    }

    @Test
    void whatGrowsIsTailedWithWhatIsLeftOfIt() {
        assertThat(row(FOLLOWED, 60, "READING", "/data/in/app.log", 100))
                .isEqualTo(new FileRow("trades", "/data/in/app.log", 60L, 100L, 40L, 9L, "tailing", ""));
        assertThat(row(FOLLOWED, 120, "READING", "/data/in/app.log", 100).lag()).isZero();
    }

    @Test
    void whatHasAnotherNameThanItsLogIsRotatedUntilItIsDone() {
        assertThat(row(FOLLOWED, 60, "READING", "/data/in/app.log.1", 100).state())
                .isEqualTo("rotated");
        assertThat(row(FOLLOWED, 100, "DONE", "/data/in/app.log.1", 100).state())
                .isEqualTo("done");
        assertThat(row(FOLLOWED, 500, "DONE", "/data/in/app.log.1.gz", 100).state())
                .isEqualTo("done");
        assertThat(row(FOLLOWED, 50, "READING", "/data/in/app.log.1.gz", 100).lag())
                .isNull();
    }

    @Test
    void aWholeFileWaitsUntilItIsBegun() {
        assertThat(row(WHOLE, 0, "READING", "/data/in/app.log", 100).state()).isEqualTo("waiting");
        assertThat(row(WHOLE, 5, "READING", "/data/in/app.log", 100).state()).isEqualTo("tailing");
    }

    @Test
    void aFileThatIsGoneIsShownOnlyIfSomethingOfItIsMissing() {
        assertThat(stored("trades:/app.log#77", 60, "READING")
                        .orElseThrow()
                        .gone("trades")
                        .orElseThrow())
                .isEqualTo(new FileRow(
                        "trades",
                        "/data/in/app.log",
                        60L,
                        null,
                        40L,
                        5L,
                        "failed",
                        "it is gone, and the last 40 bytes that were seen of it are not committed"));
        assertThat(stored("trades:/app.log#77", 100, "READING").orElseThrow().gone("trades"))
                .isEmpty();
        assertThat(stored("trades:/app.log#77", 0, "DONE").orElseThrow().gone("trades"))
                .isEmpty();
    }

    @Test
    void whatIsStoredOfFamiliesAndOfWhatWasGivenAwayIsNoFile() {
        assertThat(StoredPosition.of(Map.of("family", "trades:/app.log"), Map.of("members", "77")))
                .isEmpty();
        assertThat(StoredPosition.of(Map.of("file", "trades:/app.log#77"), null))
                .isEmpty();
        assertThat(stored("trades:/app.log#77:1", 5, "READING")).isEmpty();
        assertThat(stored("trades:/app.log#77", 5, "RELEASED")).isEmpty();
        assertThat(stored("trades:/app.log#77", 5, "RETIRED")).isEmpty();
    }
}
