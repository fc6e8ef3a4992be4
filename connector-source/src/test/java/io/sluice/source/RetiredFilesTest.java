package io.sluice.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that were read are taken away on this machine's disk, with Connect's side of it played by a fake. */
class RetiredFilesTest {

    @TempDir
    Path directory;

    private final Map<String, String> config = new HashMap<>();
    private FakeWorker worker;

    @BeforeEach
    void configure() {
        config.putAll(Map.of(
                "name", "in",
                "roots", "in=" + directory,
                "topic", "in",
                "mode", "complete",
                "stable.ms", "1",
                "scan.interval.ms", "10",
                "quiet.interval.ms", "10",
                "exactly.once.support", "required",
                "transaction.boundary", "connector",
                "after.grace.ms", "1000"));
    }

    @AfterEach
    void end() {
        if (worker != null) {
            worker.kill();
        }
    }

    private void start() {
        worker = new FakeWorker(config);
        worker.start(new FileSourceTask());
    }

    private Path write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    @Test
    void whatIsCommittedIsArchivedBelowItsPathAndNeverReadAgain() throws IOException, InterruptedException {
        config.put("after", "archive");
        config.put("after.directory", directory.resolve(".done").toString());
        Path file = write("day/a.csv", "one\ntwo\n");
        start();
        worker.until(() -> !Files.exists(file));
        worker.kill();
        worker.start(new FileSourceTask());
        worker.polls(20);

        assertThat(worker.values()).containsExactly("one", "two");
        try (InputStream archive = new GZIPInputStream(Files.newInputStream(directory.resolve(".done/day/a.csv.gz")))) {
            assertThat(archive.readAllBytes()).asString().isEqualTo("one\ntwo\n");
        }
    }

    @Test
    void whatWasNotCommittedWhenTheTaskEndedIsStillThere() throws IOException, InterruptedException {
        config.put("after", "move");
        config.put("after.directory", directory.resolve(".done").toString());
        Path file = write("a.csv", "one\n");
        start();
        worker.acknowledges = false;
        worker.until(worker::hasOpenTransaction);
        worker.kill();
        assertThat(file).exists();
        worker.acknowledges = true;
        worker.start(new FileSourceTask());
        worker.until(() -> worker.metric("files-retired") == 1);

        assertThat(worker.values()).containsExactly("one");
        assertThat(file).doesNotExist();
        assertThat(directory.resolve(".done/a.csv")).hasContent("one\n");
    }

    @Test
    void withoutTransactionsThePositionsMustBeStoredFirst() throws IOException, InterruptedException {
        config.remove("exactly.once.support");
        config.remove("transaction.boundary");
        config.put("state.topic", "states");
        config.put("after", "delete");
        Path file = write("a.csv", "one\n");
        start();
        worker.until(() -> !Files.exists(file));

        assertThat(worker.values()).contains("one");
    }
}
