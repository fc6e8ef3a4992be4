package io.sluice.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.io.publish.PublishOptions;
import io.sluice.io.text.Line;
import io.sluice.io.vfs.CountingVfs;
import io.sluice.io.vfs.Fault;
import io.sluice.io.vfs.FaultPlan;
import io.sluice.io.vfs.FaultyVfs;
import io.sluice.io.vfs.FileStat;
import io.sluice.io.vfs.MemoryVfs;
import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.VfsCall;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BlockingFileSystemTest {
    private static final Path PATH = Path.of("/f");
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final CountingVfs vfs = new CountingVfs(MemoryVfs.create());
    private final AsyncFileSystem files = AsyncFileSystem.over(vfs, FileSystemSettings.defaults());
    private final BlockingFileSystem blocking = files.blocking(LONG);

    @AfterEach
    void close() {
        files.close();
    }

    @Test
    void everyAsynchronousCallHasABlockingOne() {
        assertThat(names(BlockingFileSystem.class)).containsAll(stageNames(AsyncFileSystem.class));
        assertThat(names(BlockingFile.class)).containsAll(stageNames(AsyncFile.class));
        assertThat(names(BlockingText.class)).containsAll(stageNames(AsyncText.class));
        assertThat(names(BlockingLock.class)).containsAll(stageNames(AsyncLock.class));
        assertThat(names(BlockingPublication.class)).containsAll(stageNames(AsyncPublication.class));
    }

    private static Set<String> stageNames(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(method -> Future.class.isAssignableFrom(method.getReturnType())
                        || Flow.Publisher.class.isAssignableFrom(method.getReturnType()))
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> names(Class<?> type) {
        return Arrays.stream(type.getMethods()).map(Method::getName).collect(Collectors.toSet());
    }

    @Test
    void aFileIsWrittenReadAndClosed() throws IOException {
        try (BlockingFile file = blocking.open(PATH, OpenMode.CREATE_NEW)) {
            file.text(UTF_8).write("one\ntwo\n");
            file.seek(0);

            assertThat(file.text(UTF_8).readLine()).contains("one");
            assertThat(file.readAll()).isEqualTo("two\n".getBytes(UTF_8));
        }
        assertThat(blocking.readAll(PATH)).hasSize(8);
        vfs.assertNothingIsOpen();
    }

    @Test
    void theFailureItselfIsThrownAndShowsWhoWaited() {
        assertThatThrownBy(() -> blocking.stat(PATH))
                .isInstanceOf(NoSuchFileException.class)
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    }

    @Test
    void aStreamIsTakenItemByItemAndClosedBeforeItsEnd() throws IOException {
        try (BlockingFile file = blocking.open(PATH, OpenMode.CREATE_NEW)) {
            file.write(ByteBuffer.wrap("line\n".repeat(10_000).getBytes(UTF_8)));
        }
        long count = 0;
        try (BlockingItems<Line> lines = blocking.lines(PATH, UTF_8)) {
            for (Optional<Line> line = lines.next(); line.isPresent(); line = lines.next()) {
                count++;
            }
        }
        assertThat(count).isEqualTo(10_000);
        try (BlockingItems<Line> lines = blocking.lines(PATH, UTF_8)) {
            assertThat(lines.next()).isPresent();
        }
        files.close();
        vfs.assertNothingIsOpen();
    }

    @Test
    void aStreamThatFailsThrowsAtTheItemThatIsMissing() {
        assertThatThrownBy(() -> {
                    try (BlockingItems<Line> lines = blocking.lines(PATH, UTF_8)) {
                        lines.next();
                    }
                })
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aPublicationWhoseWriterThrowsLeavesNothing() throws IOException {
        assertThatThrownBy(() -> blocking.publish(PATH, PublishOptions.replace(), draft -> {
                    draft.write(ByteBuffer.wrap(new byte[10]));
                    throw new IOException("out of ideas");
                }))
                .hasMessage("out of ideas");

        try (BlockingItems<Path> left = blocking.list(Path.of("/"))) {
            assertThat(left.next()).isEmpty();
        }
    }

    @Test
    void aCallerWhoseTimeIsUpStopsWaiting() throws Exception {
        FaultyVfs faulty = new FaultyVfs(vfs, FaultPlan.at(1, Fault.HANG, VfsCall.STAT));
        try (AsyncFileSystem slow = AsyncFileSystem.over(faulty, FileSystemSettings.defaults())) {
            // The operation may or may not have begun by then: what is said of it is held by the two tests below.
            assertThatThrownBy(() -> slow.blocking(SHORT).stat(PATH))
                    .isInstanceOf(InterruptedIOException.class)
                    .hasMessageContaining("within PT0.05S");
            faulty.release();
        }
    }

    @Test
    void whoseTimeIsUpBeforeTheOperationBeganHasCancelledIt() {
        CompletableFuture<String> waits = new CompletableFuture<>();

        assertThatThrownBy(() -> new Await(SHORT).result(waits)).hasMessageEndingWith("it was cancelled");
        assertThat(waits).isCancelled();
    }

    @Test
    void whoseTimeIsUpWhileTheOperationRunsIsToldThatItGoesOn()
            throws InterruptedException, ExecutionException, TimeoutException {
        FaultyVfs faulty = new FaultyVfs(vfs, FaultPlan.at(1, Fault.HANG, VfsCall.STAT));
        try (AsyncFileSystem slow = AsyncFileSystem.over(faulty, FileSystemSettings.defaults())) {
            CompletableFuture<FileStat> running = slow.stat(PATH).toCompletableFuture();
            faulty.hanging().get(60, TimeUnit.SECONDS);

            assertThatThrownBy(() -> new Await(SHORT).result(running)).hasMessageEndingWith("it runs on to its end");
            faulty.release();
        }
    }

    @Test
    void anInterruptedCallerStopsWaitingAndStaysInterrupted() throws Exception {
        FaultyVfs faulty = new FaultyVfs(vfs, FaultPlan.at(1, Fault.HANG, VfsCall.STAT));
        try (AsyncFileSystem slow = AsyncFileSystem.over(faulty, FileSystemSettings.defaults())) {
            Thread.currentThread().interrupt();

            assertThatThrownBy(() -> slow.blocking(LONG).stat(PATH)).isInstanceOf(InterruptedIOException.class);
            assertThat(Thread.interrupted()).isTrue();
            faulty.release();
        }
    }
}
