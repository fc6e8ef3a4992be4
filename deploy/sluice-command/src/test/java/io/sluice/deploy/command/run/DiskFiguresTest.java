package io.sluice.deploy.command.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.command.pipeline.PipelineFile;
import io.sluice.io.flow.RetrySettings;
import io.sluice.io.vfs.LocalVfs;
import io.sluice.sink.store.DataSet;
import io.sluice.sink.store.DataSetSettings;
import io.sluice.sink.store.Description;
import io.sluice.sink.store.FileFacts;
import io.sluice.sink.store.Key;
import io.sluice.sink.store.targets.LocalTarget;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures of directories that come, grow, and cannot be read for a while. */
class DiskFiguresTest {
    private static final String TEXT = """
            name: market
            inputs:
              lines:
                directory: in
                framing: lines
            outputs:
              lake: lake
              tables:
                lines:
            """;

    private final List<String> said = new ArrayList<>();

    @TempDir
    private Path directory;

    /** Each look at the clock takes so long, and so does a walk. */
    private long step;

    private long nanos;
    private Path in;
    private Path table;
    private DiskFigures figures;

    @BeforeEach
    void open() throws IOException {
        in = Files.createDirectory(directory.resolve("in"));
        table = directory.resolve("lake").resolve("lines");
        figures = new DiskFigures(PipelineFile.parse("pipeline.yaml", directory, TEXT), said::add, () -> nanos += step);
    }

    @AfterEach
    void close() throws IOException {
        figures.close();
    }

    private void commit(String key, long rows) throws IOException {
        try (LocalVfs vfs = LocalVfs.rootedAt(table);
                LocalTarget target = new LocalTarget(vfs, table.toRealPath(), Runnable::run, RetrySettings.NONE);
                DataSet dataSet = DataSet.open(target, DataSetSettings.of("test"))) {
            dataSet.write(Key.of(key), Description.NONE, sink -> {
                sink.write(ByteBuffer.wrap(key.getBytes(StandardCharsets.UTF_8)));
                return FileFacts.ofRows(rows);
            });
        }
    }

    private List<Path> entries() throws IOException {
        try (Stream<Path> all = Files.walk(table.resolve("_sluice").resolve("log"))) {
            return all.filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aDirectoryThatCannotBeListedIsSaidOnceAndKeepsItsLastFigure() throws IOException {
        Files.writeString(in.resolve("a.log"), "12345\n");
        assertThat(figures.bytesThere()).isEqualTo(6);

        Path away = Files.move(in, directory.resolve("away"));
        assertThat(figures.bytesThere()).isEqualTo(6);
        assertThat(figures.bytesThere()).isEqualTo(6);
        assertThat(said).singleElement().asString().contains(in.toString(), "of input lines", "cannot be read now");

        Files.move(away, in);
        Files.writeString(in.resolve("b.log"), "7\n");
        assertThat(figures.bytesThere()).isEqualTo(8);
        assertThat(said).hasSize(2).last().asString().contains("can be read again");
    }

    @Test
    void aDirectoryThatTakesLongToWalkThroughRestsForManyTimesAsLong() throws IOException {
        step = 1_000_000;
        Files.writeString(in.resolve("a.log"), "12345\n");
        assertThat(figures.bytesThere()).isEqualTo(6);

        Files.writeString(in.resolve("b.log"), "7\n");
        for (int look = 1; look < 20; look++) {
            assertThat(figures.bytesThere()).as("look %s", look).isEqualTo(6);
        }
        assertThat(figures.bytesThere()).isEqualTo(8);

        // An hour is not rested for, but half a minute.
        step = Duration.ofMinutes(3).toNanos();
        assertThat(figures.bytesThere()).isEqualTo(8);
        Files.writeString(in.resolve("c.log"), "7\n");
        assertThat(figures.bytesThere()).isEqualTo(10);
    }

    @Test
    void rowsAreThoseOfTheCommitsAndWhatWasReadOnceIsNotReadAgain() throws IOException {
        assertThat(figures.rows()).isEqualTo(Map.of("lines", 0L));
        Files.createDirectories(table);
        commit("a", 10);
        commit("b", 20);
        assertThat(figures.rows()).isEqualTo(Map.of("lines", 30L));

        // Whoever read it again would not be able to.
        Path first = entries().get(0);
        commit("c", 3);
        Files.writeString(first, "no entry");

        assertThat(figures.rows()).isEqualTo(Map.of("lines", 33L));
        assertThat(said).isEmpty();
    }

    @Test
    void aLogThatCannotBeReadIsSaidOnceAndTheRowsStayAsTheyWere() throws IOException {
        Files.createDirectories(table);
        commit("a", 10);
        assertThat(figures.rows()).isEqualTo(Map.of("lines", 10L));
        commit("b", 20);
        Path last = entries().get(entries().size() - 1);
        String text = Files.readString(last);
        Files.writeString(last, "no entry");

        assertThat(figures.rows()).isEqualTo(Map.of("lines", 10L));
        assertThat(figures.rows()).isEqualTo(Map.of("lines", 10L));
        assertThat(said)
                .singleElement()
                .asString()
                .contains(
                        "table lines", "cannot be read now", last.getFileName().toString());

        Files.writeString(last, text);
        assertThat(figures.rows()).isEqualTo(Map.of("lines", 30L));
        assertThat(said).hasSize(2);
    }
}
