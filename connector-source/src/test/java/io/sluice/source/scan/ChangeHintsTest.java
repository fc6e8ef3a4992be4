package io.sluice.source.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.io.vfs.MemoryVfs;
import io.sluice.io.vfs.WholeFiles;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.Watchable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Hints from a watch service that the test plays. */
class ChangeHintsTest {

    private static final ScanRoot LOGS = new ScanRoot("logs", Path.of("/logs"));

    private final PlayedService service = new PlayedService();
    private final MemoryVfs memory = MemoryVfs.create();

    ChangeHintsTest() throws IOException {
        memory.createDirectory(LOGS.directory());
    }

    private ChangeHints hints(int most) {
        return new ChangeHints(service, (directory, to) -> service.register(directory), most, Set.of(LOGS), null);
    }

    /** A scan of 40 directories with a quiet file in each, after the passes in which they settle. */
    private DirectoryScan settled(ChangeHints hints, int directories) throws IOException {
        for (int i = 0; i < directories; i++) {
            memory.createDirectory(LOGS.directory().resolve("d" + i));
            WholeFiles.write(memory, LOGS.directory().resolve("d" + i + "/a"), "1");
            WholeFiles.write(memory, LOGS.directory().resolve("d" + i + "/b"), "1");
        }
        memory.advance(Duration.ofHours(1));
        Duration hour = Duration.ofHours(1);
        ScanPace pace = new ScanPace(Duration.ofSeconds(1), Duration.ofSeconds(5), hour, Duration.ofSeconds(3), hour);
        DirectoryScan scan = new DirectoryScan(memory, ScanSettings.of(LOGS).at(pace), WatchedFiles.ALL, hints);
        for (int i = 0; i < 6; i++) {
            ScanResult unused = scan.scan();
            memory.advance(Duration.ofSeconds(1));
        }
        return scan;
    }

    private void append(String path) throws IOException {
        WholeFiles.write(memory, LOGS.directory().resolve(path), "12");
    }

    private static List<String> paths(List<FoundFile> files) {
        return files.stream()
                .map(file -> LOGS.directory().relativize(file.path()).toString())
                .toList();
    }

    @Test
    void onlyTheNamedFileIsLookedAtSooner() throws IOException {
        DirectoryScan scan = settled(hints(100), 3);
        append("d1/a");
        append("d1/b");
        append("d2/a");
        service.event(LOGS.directory().resolve("d1"), Path.of("a"));

        assertThat(scan.wantsLook()).isTrue();
        assertThat(paths(scan.scan().changed())).containsExactly("d1/a");
        assertThat(scan.wantsLook()).isFalse();
    }

    @Test
    void lostEventsMeanThatAnythingInTheDirectoryMayHaveChanged() throws IOException {
        DirectoryScan scan = settled(hints(100), 3);
        append("d1/a");
        append("d1/b");
        append("d2/a");
        service.event(LOGS.directory().resolve("d1"), null);

        assertThat(paths(scan.scan().changed())).containsExactly("d1/a", "d1/b");
    }

    @Test
    void aDirectoryIsLetGoWithItsFirstHintAndWatchedAgainOnceItIsQuiet() throws IOException {
        ChangeHints hints = hints(100);
        DirectoryScan scan = settled(hints, 3);
        assertThat(hints.watched()).isEqualTo(3);
        append("d1/a");
        service.event(LOGS.directory().resolve("d1"), Path.of("a"));
        scan.scan();
        assertThat(hints.watched()).isEqualTo(2);
        assertThat(service.keys).hasSize(2);
        memory.advance(Duration.ofSeconds(10));
        scan.scan();
        scan.scan();

        assertThat(hints.watched()).isEqualTo(3);
    }

    @Test
    void neverMoreDirectoriesAreWatchedThanAllowedAndThoseThatGoMakeRoom() throws IOException {
        ChangeHints hints = hints(5);
        DirectoryScan scan = settled(hints, 8);
        assertThat(service.keys).hasSize(5);
        for (Path directory : List.copyOf(service.keys.keySet())) {
            memory.delete(directory.resolve("a"));
            memory.delete(directory.resolve("b"));
            memory.delete(directory);
        }
        scan.scan();
        scan.scan();

        assertThat(service.keys).hasSize(3);
        assertThat(hints.watched()).isEqualTo(3);
    }

    @Test
    void whenTheSystemRefusesThereAreNoMoreHintsAndTheScanGoesOn() throws IOException {
        service.refuse = true;
        ChangeHints hints = hints(100);

        DirectoryScan scan = settled(hints, 3);

        assertThat(hints.offBecause()).contains("No space left on device");
        assertThat(scan.scan().files()).hasSize(6);
        assertThat(service.attempts).isEqualTo(1);
    }

    @Test
    void thereAreNoHintsForANetworkFileSystemNorWithoutAnyDirectoryToWatch() throws IOException {
        MemoryVfs network = MemoryVfs.builder().onNetwork().build();
        network.createDirectory(LOGS.directory());
        try (ChangeHints hints = ChangeHints.open(network, ScanSettings.of(LOGS))) {
            assertThat(hints.offBecause()).contains("no root is on a file system of this machine");
        }
        ScanSettings none = ScanSettings.of(LOGS).watching(0);
        try (ChangeHints hints = ChangeHints.open(memory, none)) {
            assertThat(hints.offBecause()).contains("not asked for");
        }
    }

    @Test
    void closedHintsGiveNone() throws IOException {
        ChangeHints hints = hints(100);
        DirectoryScan scan = settled(hints, 1);
        scan.close();
        assertThat(hints.poll()).isEmpty();
        assertThat(hints.offBecause()).isNotNull();
    }

    /** A watch service without a system behind it. */
    private static final class PlayedService implements WatchService {
        final Map<Path, PlayedKey> keys = new HashMap<>();
        final Deque<WatchKey> signalled = new ArrayDeque<>();
        boolean refuse;
        boolean closed;
        int attempts;

        WatchKey register(Path directory) throws IOException {
            attempts++;
            if (refuse) {
                throw new IOException("No space left on device");
            }
            return keys.computeIfAbsent(directory, path -> new PlayedKey(this, path));
        }

        void event(Path directory, Path name) {
            PlayedKey key = keys.get(directory);
            key.events.add(new PlayedEvent(name));
            signalled.add(key);
        }

        @Override
        public void close() {
            closed = true;
        }

        @Override
        public WatchKey poll() {
            if (closed) {
                throw new ClosedWatchServiceException();
            }
            return signalled.poll();
        }

        @Override
        public WatchKey poll(long timeout, TimeUnit unit) {
            throw new UnsupportedOperationException("the scan never waits");
        }

        @Override
        public WatchKey take() {
            throw new UnsupportedOperationException("the scan never waits");
        }
    }

    private record PlayedEvent(Path context) implements WatchEvent<Path> {
        @Override
        public Kind<Path> kind() {
            return StandardWatchEventKinds.ENTRY_MODIFY;
        }

        @Override
        public int count() {
            return 1;
        }
    }

    private static final class PlayedKey implements WatchKey {
        final List<WatchEvent<?>> events = new ArrayList<>();
        private final PlayedService service;
        private final Path directory;

        PlayedKey(PlayedService service, Path directory) {
            this.service = service;
            this.directory = directory;
        }

        @Override
        public boolean isValid() {
            return service.keys.get(directory) == this;
        }

        @Override
        public List<WatchEvent<?>> pollEvents() {
            List<WatchEvent<?>> all = List.copyOf(events);
            events.clear();
            return all;
        }

        @Override
        public boolean reset() {
            return isValid();
        }

        @Override
        public void cancel() {
            service.keys.remove(directory, this);
        }

        @Override
        public Watchable watchable() {
            return directory;
        }
    }
}
