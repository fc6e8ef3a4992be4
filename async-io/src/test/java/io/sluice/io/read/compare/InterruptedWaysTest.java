package io.sluice.io.read.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.io.read.ReadSettings;
import io.sluice.io.vfs.ForwardingVfs;
import io.sluice.io.vfs.LocalVfs;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsCall;
import io.sluice.io.vfs.VfsOperation;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever interrupts a way finds its threads and processes gone when it returns. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class InterruptedWaysTest {
    private static final long LARGE = 64L << 30;

    @TempDir
    private Path directory;

    /** Files that take minutes to read, and no room on the disk; more than one process is given at once. */
    private List<FoundFile> largeFiles() throws IOException {
        List<FoundFile> files = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Path path = directory.resolve("large" + i);
            try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
                file.setLength(LARGE);
            }
            files.add(new FoundFile(path, LARGE));
        }
        return files;
    }

    /** Tells when the first bytes are read. */
    private static final class ReadingTold extends ForwardingVfs {
        private final CompletableFuture<Void> begun = new CompletableFuture<>();

        ReadingTold(Vfs below) {
            super(below);
        }

        @Override
        protected <T> T around(VfsOperation operation, Call<T> call) throws IOException {
            T result = call.make(Long.MAX_VALUE);
            if (operation.call() == VfsCall.READ) {
                begun.complete(null);
            }
            return result;
        }
    }

    private static List<String> threads() {
        return alive().map(Thread::getName).toList();
    }

    private static Stream<Thread> alive() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .filter(thread -> thread.getName().startsWith("sluice-compare"));
    }

    /** The threads that go on. One that has left its pool may still be on its last instructions: it is given time to end. */
    private static List<String> threadsThatGoOn() throws InterruptedException {
        List<String> left = new ArrayList<>();
        for (Thread thread : alive().toList()) {
            thread.join(TimeUnit.SECONDS.toMillis(10));
            if (thread.isAlive()) {
                left.add(thread.getName());
            }
        }
        return left;
    }

    /** Interrupts a way once it has begun. */
    private static void interrupt(Way way, List<FoundFile> files, CompletableFuture<Void> begun)
            throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<Void> returned = new CompletableFuture<>();
        Thread reading = new Thread(
                () -> {
                    try {
                        way.read(files, new ComparisonProgress(), outcome -> {});
                        returned.completeExceptionally(new AssertionError("it was not interrupted"));
                    } catch (InterruptedException e) {
                        returned.complete(null);
                        Thread.currentThread().interrupt();
                    }
                },
                "interrupted-way");
        reading.start();
        begun.get(60, TimeUnit.SECONDS);

        reading.interrupt();

        returned.get(60, TimeUnit.SECONDS);
        assertThat(threadsThatGoOn()).as("threads left behind").isEmpty();
        reading.join();
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads", "async operations", "hybrid"})
    void aWayWithThreadsLeavesNoneBehind(String title)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Function<Vfs, Way> maker = vfs -> switch (title) {
            case "threads" -> new ThreadsWay(vfs, 2, 65_536);
            case "async operations" -> new OperationsWay(vfs, 2, 4, 65_536);
            default ->
                new HybridWay(
                        vfs,
                        2,
                        ReadSettings.builder().mapFrom(ReadSettings.NEVER).build());
        };
        try (LocalVfs local = LocalVfs.rootedAt(directory)) {
            ReadingTold told = new ReadingTold(local);

            interrupt(maker.apply(told), largeFiles(), told.begun);
        }
    }

    @Test
    void theWayWithProcessesEndsThemAndTheirThreads()
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        List<Process> started = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<Void> begun = new CompletableFuture<>();
        ComparisonSettings defaults = ComparisonSettings.defaults();
        ComparisonSettings two =
                new ComparisonSettings(1, 2, 1, 32, defaults.java(), defaults.classPath(), defaults.read());
        Way processes = new ProcessesWay(directory, two, process -> {
            started.add(process);
            if (started.size() == 2) {
                begun.complete(null);
            }
        });

        interrupt(processes, largeFiles(), begun);

        assertThat(started).hasSize(2).noneMatch(Process::isAlive);
    }

    @Test
    void theThreadThatWatchesTheMemoryHasEndedWhenItIsClosed() {
        MemoryWatch watch = new MemoryWatch();
        assertThat(threads()).contains("sluice-compare-memory");

        watch.close();

        assertThat(threads()).isEmpty();
    }

    @Test
    void anInterruptDuringTheLastWaitIsThereAgainAfterIt() {
        Thread ending = new Thread(() -> {}, "sluice-compare-ending");
        ending.start();
        Thread.currentThread().interrupt();

        Patience.untilAnyhow(ending::join);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(ending.isAlive()).isFalse();
    }

    @Test
    void aWaitThatWasInterruptedSaysSoOnceAllHasEnded() {
        List<String> asked = new ArrayList<>();
        CompletableFuture<Void> end = new CompletableFuture<>();

        assertThatThrownBy(() -> Patience.until(
                        () -> {
                            if (!end.isDone()) {
                                throw new InterruptedException("planned");
                            }
                        },
                        () -> {
                            asked.add("stop");
                            end.complete(null);
                        }))
                .isInstanceOf(InterruptedException.class);

        assertThat(asked).containsExactly("stop");
    }
}
