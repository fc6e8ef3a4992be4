package io.sluice.io;

import static io.sluice.io.AsyncFileTest.get;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.io.flow.BreakerOpenException;
import io.sluice.io.flow.BreakerSettings;
import io.sluice.io.flow.Operation;
import io.sluice.io.flow.RetrySettings;
import io.sluice.io.vfs.CountingVfs;
import io.sluice.io.vfs.Fault;
import io.sluice.io.vfs.FaultPlan;
import io.sluice.io.vfs.FaultyVfs;
import io.sluice.io.vfs.ForwardingVfs;
import io.sluice.io.vfs.MemoryVfs;
import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.VfsCall;
import io.sluice.io.vfs.VfsOperation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is tried again, what is not, and what happens when a file system stops answering. */
class AsyncRetriesTest {
    private static final Path PATH = Path.of("/f");

    private final MemoryVfs memory = MemoryVfs.create();
    private AsyncFileSystem files;
    private FaultyVfs faulty;

    private void over(FaultPlan plan, FileSystemSettings settings) throws Exception {
        memory.advanceByItself(true);
        try (AsyncFileSystem plain = AsyncFileSystem.over(memory, FileSystemSettings.defaults())) {
            AsyncFile file = get(plain.open(PATH, OpenMode.TRUNCATE));
            get(file.write(ByteBuffer.wrap("abcdef".getBytes(UTF_8))));
            get(file.close());
        }
        faulty = new FaultyVfs(new CountingVfs(memory), plan);
        files = AsyncFileSystem.over(faulty, settings);
    }

    @AfterEach
    void close() {
        if (files != null) {
            files.close();
        }
    }

    private long calls(VfsCall call) {
        return faulty.operations().stream().filter(o -> o.call() == call).count();
    }

    @Test
    void aReadThatFailsInPassingIsTriedAgainAndReadsTheSameBytes() throws Exception {
        over(FaultPlan.between(1, 2, Fault.EIO, VfsCall.READ), FileSystemSettings.defaults());
        AsyncFile file = get(files.open(PATH, OpenMode.READ));

        assertThat(get(file.read(3))).isEqualTo("abc".getBytes(UTF_8));
        assertThat(get(file.read(3))).isEqualTo("def".getBytes(UTF_8));

        assertThat(files.metrics().snapshot().retries()).containsEntry(Operation.READ, 2L);
    }

    @Test
    void aReadThatFailedHalfWayFillsTheBufferOnceWhenTriedAgain() throws Exception {
        over(
                FaultPlan.at(1, Fault.SHORT, VfsCall.READ).and(FaultPlan.at(2, Fault.EIO, VfsCall.READ)),
                FileSystemSettings.defaults());
        AsyncFile file = get(files.open(PATH, OpenMode.READ));
        ByteBuffer target = ByteBuffer.allocate(6);

        assertThat(get(file.read(target, 0))).isEqualTo(6);

        assertThat(target.array()).isEqualTo("abcdef".getBytes(UTF_8));
        assertThat(target.hasRemaining()).isFalse();
    }

    @Test
    void aFailureThatStaysIsReportedWithTheAttemptsBeforeIt() throws Exception {
        over(FaultPlan.from(1, Fault.EIO, VfsCall.STAT), FileSystemSettings.defaults());

        assertThatThrownBy(() -> get(files.stat(PATH)))
                .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessageContaining("in 4 attempts"));
        assertThat(calls(VfsCall.STAT)).isEqualTo(4);
    }

    @Test
    void aMissingFileIsAskedForOnce() throws Exception {
        over(FaultPlan.none(), FileSystemSettings.defaults());

        assertThatThrownBy(() -> get(files.stat(Path.of("/missing")))).isInstanceOf(NoSuchFileException.class);
        assertThat(calls(VfsCall.STAT)).isEqualTo(1);
    }

    @Test
    void aFailedWriteIsNotTriedAgain() throws Exception {
        over(FaultPlan.at(1, Fault.EIO, VfsCall.WRITE), FileSystemSettings.defaults());
        AsyncFile file = get(files.open(PATH, OpenMode.UPDATE));
        ByteBuffer source = ByteBuffer.wrap("x".getBytes(UTF_8));

        assertThatThrownBy(() -> get(file.write(source))).hasMessageContaining("Input/output error");

        assertThat(calls(VfsCall.WRITE)).isEqualTo(1);
        assertThat(source.remaining()).isEqualTo(1);
        assertThat(get(file.tell())).isZero();
    }

    @Test
    void aListingThatBreaksOffFailsAndIsNotTakenForTheEnd() throws Exception {
        over(FaultPlan.at(1, Fault.EIO, VfsCall.LIST_NEXT), FileSystemSettings.defaults());

        assertThatThrownBy(() -> {
                    try (BlockingItems<Path> items =
                            files.blocking(Duration.ofSeconds(30)).list(Path.of("/"))) {
                        items.next();
                    }
                })
                .hasMessageContaining("Input/output error");
        assertThat(calls(VfsCall.LIST_NEXT)).isEqualTo(1);
    }

    @Test
    void aFileSystemThatStopsAnsweringIsLeftAloneButWhatIsOpenIsStillClosed() throws Exception {
        over(
                FaultPlan.from(1, Fault.EIO, VfsCall.STAT),
                FileSystemSettings.builder()
                        .retries(RetrySettings.NONE)
                        .breaker(new BreakerSettings(4, 50, Duration.ofSeconds(10), 1))
                        .build());
        AsyncFile file = get(files.open(PATH, OpenMode.READ));
        for (int i = 0; i < 4; i++) {
            CompletableFuture<?> failing = files.stat(Path.of("/f" + i));
            assertThatThrownBy(() -> get(failing)).isNotNull();
        }

        assertThatThrownBy(() -> get(files.stat(PATH))).isInstanceOf(BreakerOpenException.class);
        get(file.close());
        assertThat(files.metrics().snapshot().breakers()).containsValue("OPEN");
    }

    @Test
    void aStageThatTakesTooLongFailsAndWhatRunsGivesEverythingBackLater() throws Exception {
        over(
                FaultPlan.at(1, Fault.HANG, VfsCall.READ),
                FileSystemSettings.builder()
                        .operationLimit(Duration.ofSeconds(5))
                        .build());
        memory.advanceByItself(false);
        AsyncFile file = get(files.open(PATH, OpenMode.READ));
        CompletableFuture<byte[]> running = file.read(3);
        get(faulty.hanging());
        CompletableFuture<byte[]> behind = file.read(3);

        memory.advance(Duration.ofSeconds(6));

        assertThatThrownBy(() -> get(running))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("read /f")
                .hasMessageContaining("PT5S");
        assertThatThrownBy(() -> get(behind)).isInstanceOf(TimeoutException.class);
        faulty.release();
        get(file.close());
        assertThat(files.flow().reads().operations()).isZero();
    }

    @Test
    void linesReadBeforeAFailureInPassingAreNotSkipped() throws Exception {
        memory.advanceByItself(true);
        String content = ("x".repeat(60) + "\n").repeat(100);
        over(
                FaultPlan.between(2, 3, Fault.EIO, VfsCall.READ),
                FileSystemSettings.builder().chunkBytes(512).build());
        AsyncFile file = get(files.open(PATH, OpenMode.TRUNCATE));
        get(file.text(UTF_8).write(content));
        get(file.seek(0));

        assertThat(get(file.text(UTF_8).readLines(1_000))).hasSize(100);
        assertThat(files.metrics().snapshot().retries()).containsEntry(Operation.READ, 2L);
    }

    @Test
    void stepsThatAskNothingOfTheFileSystemNeitherProbeNorNeedTheBreaker() throws Exception {
        over(
                FaultPlan.from(1, Fault.EIO, VfsCall.STAT),
                FileSystemSettings.builder()
                        .retries(RetrySettings.NONE)
                        .breaker(new BreakerSettings(4, 50, Duration.ofSeconds(10), 1))
                        .build());
        AsyncFile file = get(files.open(PATH, OpenMode.READ));
        for (int i = 0; i < 4; i++) {
            CompletableFuture<?> failing = files.stat(Path.of("/f" + i));
            assertThatThrownBy(() -> get(failing)).isNotNull();
            get(file.tell());
        }

        assertThat(files.metrics().snapshot().breakers()).containsValue("OPEN");
        assertThat(get(file.seek(3))).isEqualTo(3);
    }

    @Test
    void linesThatCanBeTakenOnlyOnceAreAllWrittenWhenAWriteIsTriedAgain() throws Exception {
        over(FaultPlan.none(), FileSystemSettings.builder().chunkBytes(512).build());
        BusyOnce busy = new BusyOnce(memory);
        try (AsyncFileSystem once = AsyncFileSystem.over(
                busy, FileSystemSettings.builder().chunkBytes(512).build())) {
            AsyncFile file = get(once.open(PATH, OpenMode.TRUNCATE));
            Iterator<CharSequence> lines = IntStream.range(0, 300)
                    .<CharSequence>mapToObj(i -> "line " + i)
                    .iterator();

            get(file.text(UTF_8).writeAllLines(() -> lines));

            get(file.seek(0));
            assertThat(get(file.text(UTF_8).readLines(1_000))).hasSize(300).endsWith("line 299");
        }
        assertThat(busy.wasBusy()).isTrue();
    }

    @Test
    void textReadAheadIsStaleAfterAPositionalWrite() throws Exception {
        over(FaultPlan.none(), FileSystemSettings.defaults());
        AsyncFile file = get(files.open(PATH, OpenMode.TRUNCATE));
        get(file.text(UTF_8).write("aaa\nbbb\nccc\n"));
        get(file.seek(0));
        AsyncText text = file.text(UTF_8);
        assertThat(get(text.readLine())).contains("aaa");

        get(file.write(ByteBuffer.wrap("XXX\n".getBytes(UTF_8)), 4));

        assertThat(get(text.readLine())).contains("XXX");
    }

    /** The second write finds the system short of something for a moment. */
    private static final class BusyOnce extends ForwardingVfs {
        private int writes;

        BusyOnce(MemoryVfs below) {
            super(below);
        }

        synchronized boolean wasBusy() {
            return writes > 1;
        }

        @Override
        protected <T> T around(VfsOperation operation, Call<T> call) throws IOException {
            synchronized (this) {
                if (operation.call() == VfsCall.WRITE && ++writes == 2) {
                    throw new FileSystemException("/f", null, "Resource temporarily unavailable");
                }
            }
            return call.make(Long.MAX_VALUE);
        }
    }
}
