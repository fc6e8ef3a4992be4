package io.sluice.io.read.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.io.read.FileOutcome;
import io.sluice.io.vfs.ForwardingVfs;
import io.sluice.io.vfs.LocalVfs;
import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsFile;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class TreeReadComparisonTest {

    @TempDir
    private Path directory;

    /** Text of every kind, in files around the sizes where ways part, and one that is no text at all. */
    private void tree() throws IOException {
        Random random = new Random(7);
        for (int size : new int[] {0, 1, 100, 262_143, 262_144, 262_145, 700_000}) {
            StringBuilder text = new StringBuilder();
            while (text.length() < size) {
                text.append(List.of("word", " ", "\n", "é", "日本", "😀", "\u3000", "\t")
                        .get(random.nextInt(8)));
            }
            Files.writeString(directory.resolve("text of " + size + " é\n.txt"), text);
        }
        byte[] bytes = new byte[300_000];
        random.nextBytes(bytes);
        Path deeper = Files.createDirectories(directory.resolve("a/b"));
        Files.write(deeper.resolve("bytes"), bytes);
        Files.createSymbolicLink(directory.resolve("link"), deeper.resolve("bytes"));
    }

    private static WayReport way(ComparisonReport report, String name) {
        return report.ways().stream()
                .filter(way -> way.way().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void allFourWaysComeToTheSameTotals() throws IOException, InterruptedException {
        tree();
        TextCounts expected = TextCounts.NONE;
        try (Vfs vfs = LocalVfs.rootedAt(directory)) {
            for (FoundFile file : TreeFiles.under(vfs, directory).files()) {
                TextCounter counter = new TextCounter(new ComparisonProgress());
                byte[] bytes = Files.readAllBytes(file.path());
                counter.chunk(ByteBuffer.wrap(bytes), 0);
                expected = expected.plus(counter.end(bytes.length));
            }

            ComparisonReport report =
                    new TreeReadComparison(vfs, ComparisonSettings.defaults()).run(directory, new ComparisonProgress());

            assertThat(report.ways())
                    .extracting(WayReport::way)
                    .containsExactly("one thread", "async operations", "threads", "hybrid", "processes");
            assertThat(report.ways()).extracting(WayReport::totals).containsOnly(expected);
            assertThat(report.ways()).extracting(WayReport::filesRead).containsOnly(8L);
            assertThat(report.ways()).allSatisfy(way -> {
                assertThat(way.failures()).isEmpty();
                assertThat(way.time()).isPositive();
                assertThat(way.speedUp()).isPositive();
            });
            assertThat(report.totalsAgree()).isTrue();
            assertThat(report.files()).isEqualTo(8);
        }
    }

    @Test
    void aFileThatCannotBeReadIsListedWithItsErrorInEachWayAndTheOthersAreCounted()
            throws IOException, InterruptedException {
        tree();
        Path secret = directory.resolve("secret");
        Files.writeString(secret, "not to be read");
        try (LocalVfs local = LocalVfs.rootedAt(directory);
                Vfs vfs = refusing(local, secret)) {
            ComparisonReport report =
                    new TreeReadComparison(vfs, ComparisonSettings.defaults()).run(directory, new ComparisonProgress());

            for (String name : List.of("one thread", "async operations", "threads", "hybrid")) {
                assertThat(way(report, name).failures()).singleElement().satisfies(failure -> {
                    assertThat(failure.path()).isEqualTo(secret);
                    assertThat(failure.error()).contains("AccessDenied", "planned");
                });
                assertThat(way(report, name).filesRead()).isEqualTo(8);
            }
            // The worker processes have the real file system, which does not refuse: so the totals differ, and it says
            // so.
            assertThat(report.totalsAgree()).isFalse();
        }
    }

    private static Vfs refusing(Vfs vfs, Path secret) {
        return new ForwardingVfs(vfs) {
            @Override
            public VfsFile open(Path path, OpenMode mode) throws IOException {
                if (path.equals(secret)) {
                    throw new AccessDeniedException(path.toString(), null, "planned");
                }
                return super.open(path, mode);
            }
        };
    }

    @Test
    void aFileThatAWorkerProcessCannotReadIsListedWithItsError() throws IOException, InterruptedException {
        tree();
        List<FoundFile> files = List.of(new FoundFile(directory.resolve("missing"), 1));

        List<FileOutcome<TextCounts>> outcomes = readByProcesses(files, process -> {});

        assertThat(outcomes)
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.error())
                        .hasMessageContaining("NoSuchFileException")
                        .hasMessageContaining("missing"));
    }

    @Test
    void aKilledWorkerProcessCostsTheFilesItHadAndNoOthersAndLeavesNoProcess()
            throws IOException, InterruptedException {
        Path file = directory.resolve("file");
        Files.writeString(file, "a b c\n");
        List<FoundFile> files = Collections.nCopies(100, new FoundFile(file, 6));
        List<Process> started = Collections.synchronizedList(new ArrayList<>());

        List<FileOutcome<TextCounts>> outcomes = readByProcesses(files, process -> {
            started.add(process);
            if (started.size() == 1) {
                process.destroyForcibly();
            }
        });

        assertThat(outcomes).hasSize(100);
        List<FileOutcome<TextCounts>> failed =
                outcomes.stream().filter(outcome -> !outcome.succeeded()).toList();
        assertThat(failed)
                .hasSizeBetween(1, 8)
                .allSatisfy(outcome -> assertThat(outcome.error())
                        .hasMessageContaining("worker process " + started.get(0).pid())
                        .hasMessageContaining("exit code 137"));
        assertThat(outcomes)
                .filteredOn(FileOutcome::succeeded)
                .allMatch(outcome -> outcome.result().words() == 3);
        assertThat(started)
                .hasSizeGreaterThan(1)
                .allSatisfy(process -> assertThat(process.onExit()).succeedsWithin(Duration.ofSeconds(60)));
    }

    @Test
    void processesThatAlwaysDieAreGivenUpAndEveryFileHasItsError() throws IOException, InterruptedException {
        Path file = directory.resolve("file");
        Files.writeString(file, "a b c\n");
        List<FoundFile> files = Collections.nCopies(200, new FoundFile(file, 6));
        List<Process> started = Collections.synchronizedList(new ArrayList<>());

        List<FileOutcome<TextCounts>> outcomes = readByProcesses(files, process -> {
            started.add(process);
            process.destroyForcibly();
        });

        assertThat(outcomes).hasSize(200).noneMatch(FileOutcome::succeeded);
        assertThat(started).hasSizeLessThanOrEqualTo(8);
    }

    @Test
    void aWorkerProcessEndsWhenItsParentIsGone() throws IOException, InterruptedException {
        ComparisonSettings settings = ComparisonSettings.defaults();
        Process orphan = new ProcessBuilder(
                        settings.java().toString(),
                        "-cp",
                        String.join(File.pathSeparator, settings.classPath()),
                        WorkerProcess.class.getName(),
                        directory.toUri().toString(),
                        "4096")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();

        // What the system does with the pipe of a parent that was killed.
        orphan.getOutputStream().close();

        assertThat(orphan.onExit()).succeedsWithin(Duration.ofSeconds(60));
        assertThat(orphan.exitValue()).isEqualTo(3);
    }

    private List<FileOutcome<TextCounts>> readByProcesses(List<FoundFile> files, Consumer<Process> started)
            throws InterruptedException {
        ComparisonSettings defaults = ComparisonSettings.defaults();
        ComparisonSettings two =
                new ComparisonSettings(1, 2, 1, 32, defaults.java(), defaults.classPath(), defaults.read());
        List<FileOutcome<TextCounts>> outcomes = Collections.synchronizedList(new ArrayList<>());
        new ProcessesWay(directory, two, started).read(files, new ComparisonProgress(), outcomes::add);
        return List.copyOf(outcomes);
    }

    @Test
    void somethingThatIsNoDirectoryIsRefused() throws IOException, InterruptedException {
        Path file = directory.resolve("file");
        Files.writeString(file, "text", StandardCharsets.UTF_8);
        try (Vfs vfs = LocalVfs.rootedAt(directory)) {
            TreeReadComparison comparison = new TreeReadComparison(vfs, ComparisonSettings.defaults());

            assertThatThrownBy(() -> comparison.run(file, new ComparisonProgress()))
                    .isInstanceOf(NotDirectoryException.class)
                    .hasMessageContaining("file");
        }
    }
}
