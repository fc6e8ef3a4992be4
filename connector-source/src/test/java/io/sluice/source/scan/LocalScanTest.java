package io.sluice.source.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.io.vfs.LocalVfs;
import io.sluice.io.vfs.WholeFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What only the real file system has: pipes, names that are no text, events. */
@EnabledOnOs(OS.LINUX)
class LocalScanTest {

    @TempDir
    Path directory;

    private LocalVfs vfs;

    @BeforeEach
    void open() throws IOException {
        vfs = LocalVfs.rootedAt(directory);
    }

    @AfterEach
    void close() {
        vfs.close();
    }

    private void shell(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", command)
                .directory(directory.toFile())
                .inheritIO()
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    private ScanSettings settings() {
        return ScanSettings.of(new ScanRoot("local", directory));
    }

    private static List<String> names(List<FoundFile> files) {
        return files.stream().map(file -> file.path().getFileName().toString()).toList();
    }

    @Test
    void aPipeIsIgnoredAndCounted() throws IOException, InterruptedException {
        shell("mkfifo pipe && echo line > file && mkdir d && mkfifo d/pipe");
        try (DirectoryScan scan = new DirectoryScan(vfs, settings(), WatchedFiles.ALL, ChangeHints.none())) {
            ScanResult result = scan.scan();

            assertThat(names(result.files())).containsExactly("file");
            assertThat(result.counts().specialFiles()).isEqualTo(2);
            assertThat(result.problems()).isEmpty();
            assertThat(scan.scan().counts().specialFiles()).isEqualTo(2);
        }
    }

    @Test
    void aNameThatIsNoTextIsToldOnceAndTheOthersAreFound() throws IOException, InterruptedException {
        shell("touch file \"$(printf 'bad\\377name')\"");
        try (DirectoryScan scan = new DirectoryScan(vfs, settings(), WatchedFiles.ALL, ChangeHints.none())) {
            ScanResult result = scan.scan();

            assertThat(names(result.files())).containsExactly("file");
            assertThat(result.problems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.kind()).isEqualTo(ScanProblem.Kind.UNDECODABLE_NAME));
            assertThat(scan.scan().problems()).isEmpty();
            shell("rm bad*");
            assertThat(scan.scan().resolved()).hasSize(1);
        }
    }

    @Test
    void anEventMakesAQuietFileBeLookedAtInTheNextPass() throws IOException {
        WholeFiles.write(vfs, directory.resolve("file"), "1");
        WholeFiles.write(vfs, directory.resolve("other"), "1");
        // Nothing is active from the start, and without hints nothing would have its turn for an hour.
        Duration hour = Duration.ofHours(1);
        ScanSettings settings =
                settings().at(new ScanPace(Duration.ofMillis(10), Duration.ZERO, hour, Duration.ZERO, hour));
        WaitingService service = new WaitingService(directory.getFileSystem().newWatchService());
        ChangeHints hints = new ChangeHints(
                service,
                (watched, to) -> ChangeHints.register(watched, service.real),
                10,
                Set.copyOf(settings.roots()),
                null);
        try (DirectoryScan scan = new DirectoryScan(vfs, settings, WatchedFiles.ALL, hints)) {
            for (int i = 0; i < 3; i++) {
                ScanResult unused = scan.scan();
            }
            assertThat(hints.watched()).isEqualTo(1);
            WholeFiles.write(vfs, directory.resolve("file"), "12");
            service.waitOnce = true;
            assertThat(scan.wantsLook()).isTrue();

            assertThat(names(scan.scan().changed())).containsExactly("file");
        }
    }

    @Test
    void theSystemsEventsAreAskedForAndGivenUp() throws IOException {
        ScanSettings settings = settings();
        ChangeHints hints = ChangeHints.open(vfs, settings);
        assertThat(hints.offBecause()).isNull();
        assertThat(hints.watch(settings.roots().get(0), directory)).isTrue();
        assertThat(hints.watch(settings.roots().get(0), directory.resolve("nothing")))
                .isFalse();
        hints.close();
        assertThat(hints.poll()).isEmpty();
        assertThat(hints.offBecause()).isNotNull();
    }

    /** The system's watch service, which waits for an event when it is told to. */
    private static final class WaitingService implements WatchService {
        final WatchService real;
        boolean waitOnce;

        WaitingService(WatchService real) {
            this.real = real;
        }

        @Override
        public WatchKey poll() {
            if (!waitOnce) {
                return real.poll();
            }
            waitOnce = false;
            try {
                return real.poll(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for an event", e);
            }
        }

        @Override
        public WatchKey poll(long timeout, TimeUnit unit) throws InterruptedException {
            return real.poll(timeout, unit);
        }

        @Override
        public WatchKey take() throws InterruptedException {
            return real.take();
        }

        @Override
        public void close() throws IOException {
            real.close();
        }
    }
}
