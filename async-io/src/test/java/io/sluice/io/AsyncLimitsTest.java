package io.sluice.io;

import static io.sluice.io.AsyncFileTest.get;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.io.AsyncFile.SyncScope;
import io.sluice.io.flow.PermitUse;
import io.sluice.io.flow.RateLimits;
import io.sluice.io.lock.LockLevel;
import io.sluice.io.publish.PublishOptions;
import io.sluice.io.text.Line;
import io.sluice.io.vfs.CountingVfs;
import io.sluice.io.vfs.Fault;
import io.sluice.io.vfs.FaultPlan;
import io.sluice.io.vfs.FaultyVfs;
import io.sluice.io.vfs.ForwardingVfs;
import io.sluice.io.vfs.MemoryVfs;
import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsCall;
import io.sluice.io.vfs.VfsOperation;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the async layer holds, and gives back, whatever happens to its operations. */
class AsyncLimitsTest {
    private static final Path PATH = Path.of("/f");

    private final MemoryVfs memory = MemoryVfs.create();

    private static void write(AsyncFileSystem files, Path path, String content) throws Exception {
        AsyncFile file = get(files.open(path, OpenMode.TRUNCATE));
        get(file.write(ByteBuffer.wrap(content.getBytes(UTF_8))));
        get(file.close());
    }

    private static void assertAllGivenBack(AsyncFileSystem files) {
        files.close();
        for (PermitUse use : files.metrics().snapshot().permits().values()) {
            assertThat(use.operations()).as("operations of %s", use).isZero();
            assertThat(use.bytes()).as("bytes of %s", use).isZero();
            assertThat(use.waiters()).as("waiters of %s", use).isZero();
        }
    }

    @Test
    void twentyThousandFilesAskedForAtOnceStayWithinTheLimits() throws Exception {
        int count = 20_000;
        CountingVfs counting = new CountingVfs(memory);
        FileSystemSettings settings = FileSystemSettings.builder()
                .maxOpenFiles(16)
                .maxReads(8)
                .chunkBytes(512)
                .maxReadBytes(4_096)
                .build();
        try (AsyncFileSystem files = AsyncFileSystem.over(memory, FileSystemSettings.defaults())) {
            for (int i = 0; i < count; i++) {
                write(files, Path.of("/f" + i), "x".repeat(i % 2_000));
            }
        }
        AsyncFileSystem files = AsyncFileSystem.over(counting, settings);
        List<CompletableFuture<byte[]>> reads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            reads.add(files.readAll(Path.of("/f" + i)));
        }
        for (int i = 0; i < count; i++) {
            assertThat(get(reads.get(i))).hasSize(i % 2_000);
        }

        assertThat(counting.mostOpenFiles()).isBetween(2L, 16L);
        assertThat(counting.mostInFlight()).isBetween(2L, 24L);
        assertThat(counting.mostBytesInFlight()).isBetween(1L, 4_096L);
        assertAllGivenBack(files);
        counting.assertNothingIsOpen();
    }

    @Test
    void aWaitingOperationCanBeCancelledAndARunningOneCannot() throws Exception {
        CountingVfs counting = new CountingVfs(memory);
        FaultyVfs faulty = new FaultyVfs(counting, FaultPlan.at(1, Fault.HANG, VfsCall.READ));
        AsyncFileSystem files = AsyncFileSystem.over(
                faulty, FileSystemSettings.builder().maxReads(1).build());
        write(files, PATH, "abc");
        AsyncFile file = get(files.open(PATH, OpenMode.READ));

        ByteBuffer target = ByteBuffer.allocate(3);
        CompletableFuture<Integer> running = file.read(target, 0);
        get(faulty.hanging());
        CompletableFuture<Long> waiting = file.size();

        assertThat(waiting.cancel(true)).isTrue();
        assertThat(running.cancel(true)).isFalse();
        CompletableFuture<Void> closing = file.close();
        assertThat(closing).isNotDone();
        faulty.release();

        assertThat(get(running)).isEqualTo(3);
        assertThat(target.array()).isEqualTo("abc".getBytes(UTF_8));
        get(closing);
        assertThatThrownBy(waiting::join).isInstanceOf(CancellationException.class);
        assertAllGivenBack(files);
        counting.assertNothingIsOpen();
    }

    @Test
    void aCancelledSequentialOperationIsSkippedAndThoseBehindItRun() throws Exception {
        FaultyVfs faulty = new FaultyVfs(memory, FaultPlan.at(1, Fault.HANG, VfsCall.READ));
        AsyncFileSystem files = AsyncFileSystem.over(faulty, FileSystemSettings.defaults());
        write(files, PATH, "abcdef");
        AsyncFile file = get(files.open(PATH, OpenMode.READ));

        CompletableFuture<byte[]> first = file.read(2);
        get(faulty.hanging());
        CompletableFuture<byte[]> second = file.read(2);
        CompletableFuture<byte[]> third = file.read(2);
        assertThat(second.cancel(false)).isTrue();
        faulty.release();

        assertThat(get(first)).isEqualTo("ab".getBytes(UTF_8));
        assertThat(get(third)).isEqualTo("cd".getBytes(UTF_8));
        get(file.close());
        assertAllGivenBack(files);
    }

    @Test
    void anOpenThatItsCallerGaveUpOnIsClosedWhenItComes() throws Exception {
        CountingVfs counting = new CountingVfs(memory);
        FaultyVfs faulty = new FaultyVfs(counting, FaultPlan.at(2, Fault.HANG, VfsCall.OPEN));
        AsyncFileSystem files = AsyncFileSystem.over(faulty, FileSystemSettings.defaults());
        write(files, PATH, "abc");

        CompletableFuture<AsyncFile> opening = files.open(PATH, OpenMode.READ);
        get(faulty.hanging());
        opening.completeExceptionally(new TimeoutException("given up"));
        faulty.release();

        assertAllGivenBack(files);
        counting.assertNothingIsOpen();
    }

    @Test
    void openingWaitsForARoomAndCancellingTheWaitLeavesIt() throws Exception {
        AsyncFileSystem files = AsyncFileSystem.over(
                memory, FileSystemSettings.builder().maxOpenFiles(1).build());
        write(files, PATH, "abc");
        AsyncFile only = get(files.open(PATH, OpenMode.READ));

        CompletableFuture<AsyncFile> cancelled = files.open(PATH, OpenMode.READ);
        CompletableFuture<AsyncFile> next = files.open(PATH, OpenMode.READ);
        assertThat(next).isNotDone();
        assertThat(cancelled.cancel(false)).isTrue();
        get(only.close());

        get(get(next).close());
        assertAllGivenBack(files);
    }

    @Test
    void moreThanMayWaitIsRefusedWithANumber() throws Exception {
        FaultyVfs faulty = new FaultyVfs(memory, FaultPlan.at(1, Fault.HANG, VfsCall.STAT));
        AsyncFileSystem files = AsyncFileSystem.over(
                faulty, FileSystemSettings.builder().maxReads(1).maxWaiting(1).build());

        CompletableFuture<Boolean> running = files.exists(PATH);
        get(faulty.hanging());
        CompletableFuture<Boolean> waiting = files.exists(PATH);
        CompletableFuture<Boolean> refused = files.exists(PATH);
        faulty.release();

        assertThatThrownBy(refused::join)
                .hasCauseInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("1 waiters");
        assertThat(get(running)).isFalse();
        assertThat(get(waiting)).isFalse();
        assertAllGivenBack(files);
    }

    @Test
    void moreSequentialOperationsThanMayQueueOnAFileAreRefused() throws Exception {
        FaultyVfs faulty = new FaultyVfs(memory, FaultPlan.at(1, Fault.HANG, VfsCall.READ));
        AsyncFileSystem files = AsyncFileSystem.over(
                faulty, FileSystemSettings.builder().maxQueuedPerFile(1).build());
        write(files, PATH, "abc");
        AsyncFile file = get(files.open(PATH, OpenMode.READ));

        CompletableFuture<byte[]> running = file.read(1);
        get(faulty.hanging());
        CompletableFuture<byte[]> queued = file.read(1);
        CompletableFuture<byte[]> refused = file.read(1);
        faulty.release();

        assertThatThrownBy(() -> get(refused))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("/f: 1 sequential operations wait");
        get(running);
        assertThat(get(queued)).isEqualTo("b".getBytes(UTF_8));
        assertAllGivenBack(files);
    }

    @Test
    void aFailedSyncIsNeverTriedAgain() throws Exception {
        FaultyVfs faulty = new FaultyVfs(memory, FaultPlan.at(1, Fault.EIO, VfsCall.FORCE));
        AsyncFileSystem files = AsyncFileSystem.over(faulty, FileSystemSettings.defaults());
        AsyncFile file = get(files.open(PATH, OpenMode.CREATE_NEW));
        get(file.write(ByteBuffer.wrap(new byte[10])));

        assertThatThrownBy(() -> get(file.sync(SyncScope.DATA))).hasMessageContaining("Input/output error");
        assertThatThrownBy(() -> get(file.sync(SyncScope.DATA))).hasMessageContaining("an earlier sync failed");

        assertThat(faulty.operations().stream().filter(o -> o.call() == VfsCall.FORCE))
                .hasSize(1);
        assertAllGivenBack(files);
    }

    @Test
    void aSyncWaitsForThePositionalWritesAskedForBeforeIt() throws Exception {
        FaultyVfs faulty = new FaultyVfs(memory, FaultPlan.at(1, Fault.HANG, VfsCall.WRITE));
        AsyncFileSystem files = AsyncFileSystem.over(faulty, FileSystemSettings.defaults());
        AsyncFile file = get(files.open(PATH, OpenMode.CREATE_NEW));

        CompletableFuture<Void> write = file.write(ByteBuffer.wrap(new byte[10]), 0);
        get(faulty.hanging());
        CompletableFuture<Void> sync = file.sync(SyncScope.DATA);
        CompletableFuture<Long> size = file.size();
        get(size);
        assertThat(sync).isNotDone();
        faulty.release();

        get(write);
        get(sync);
        assertThat(faulty.operations().stream().map(o -> o.call()).toList())
                .containsSubsequence(VfsCall.WRITE, VfsCall.FORCE);
        assertAllGivenBack(files);
    }

    /** Every call of a scenario that uses most of the layer fails in turn; whatever fails, everything is given back. */
    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"EIO", "ENOSPC", "SHORT", "REPLY_LOST", "CRASH"})
    void whicheverCallFailsEverythingIsGivenBack(Fault fault) throws Exception {
        long calls = run(FaultPlan.none());
        assertThat(calls).isGreaterThan(40);
        for (long n = 1; n <= calls; n++) {
            run(FaultPlan.at(n, fault));
        }
    }

    private static long run(FaultPlan plan) throws Exception {
        MemoryVfs fresh = MemoryVfs.create();
        fresh.advanceByItself(true);
        CountingVfs counting = new CountingVfs(fresh);
        FaultyVfs faulty = new FaultyVfs(counting, plan);
        AsyncFileSystem files = AsyncFileSystem.over(
                faulty,
                FileSystemSettings.builder()
                        .ioThreads(1)
                        .chunkBytes(512)
                        .maxOpenFiles(8)
                        .build());
        boolean failed = false;
        try {
            scenario(files);
        } catch (Exception e) {
            failed = true;
        }
        assertThat(failed && plan.equals(FaultPlan.none()))
                .as("the scenario without faults fails")
                .isFalse();
        assertAllGivenBack(files);
        if (!faulty.crashed()) {
            counting.assertNothingIsOpen();
        }
        return faulty.count();
    }

    private static void scenario(AsyncFileSystem files) throws Exception {
        Path directory = Path.of("/a/b");
        get(files.makeDirectories(directory));
        Path path = directory.resolve("f");
        // What is left open when a step fails is for the file system to close.
        AsyncFile file = get(files.open(path, OpenMode.CREATE_NEW));
        get(file.text(UTF_8).writeAllLines(List.of("one", "two", "x".repeat(2_000))));
        get(file.sync(SyncScope.DATA_AND_METADATA));
        get(file.seek(0));
        get(file.text(UTF_8).readLines(5));
        get(file.truncate(100));
        get(file.close());
        get(files.publish(
                directory.resolve("p"), PublishOptions.replace(), draft -> draft.write(ByteBuffer.wrap(new byte[99]))));
        get(files.copy(path, directory.resolve("g")));
        try (BlockingItems<?> lines = files.blocking(Duration.ofSeconds(30)).lines(path, UTF_8)) {
            while (lines.next().isPresent()) {}
        }
        AsyncFile spooled = get(files.openSpooled(directory, 10));
        get(spooled.write(ByteBuffer.wrap(new byte[100])));
        get(spooled.close());
        get(files.readAll(path));
        get(files.removeTree(Path.of("/a")));
    }

    @Test
    void closingTheFileSystemClosesWhatWasLeftOpenAndRefusesTheRest() throws Exception {
        CountingVfs counting = new CountingVfs(memory);
        AsyncFileSystem files = AsyncFileSystem.over(counting, FileSystemSettings.defaults());
        AsyncFile left = get(files.open(PATH, OpenMode.CREATE_NEW));

        files.close();

        counting.assertNothingIsOpen();
        assertThatThrownBy(() -> left.read(1).get(30, TimeUnit.SECONDS)).hasMessageContaining("closed");
        assertThatThrownBy(() -> get(files.exists(PATH))).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void aCloseThatItsCallerCancelsOrThatWaitsPastTheLimitStillCloses() throws Exception {
        CountingVfs counting = new CountingVfs(memory);
        FaultyVfs faulty = new FaultyVfs(counting, FaultPlan.at(1, Fault.HANG, VfsCall.STAT));
        AsyncFileSystem files = AsyncFileSystem.over(
                faulty,
                FileSystemSettings.builder()
                        .ioThreads(1)
                        .operationLimit(Duration.ofSeconds(1))
                        .build());
        AsyncLock lock = get(files.openLock(Path.of("/lock")));
        AsyncPublication publication = get(files.openPublication(PATH, PublishOptions.replace()));
        CompletableFuture<?> hangs = files.exists(PATH);
        get(faulty.hanging());

        CompletableFuture<Void> closing = lock.close();
        CompletableFuture<Void> discarding = publication.discard();
        closing.cancel(false);
        memory.advance(Duration.ofSeconds(2));
        assertThat(hangs).isCompletedExceptionally();
        faulty.release();

        get(discarding);
        assertAllGivenBack(files);
        counting.assertNothingIsOpen();
    }

    @Test
    void anOpenThatABlockingCallerGaveUpOnIsClosed() throws Exception {
        CountingVfs counting = new CountingVfs(memory);
        FaultyVfs faulty = new FaultyVfs(counting, FaultPlan.at(1, Fault.HANG, VfsCall.OPEN));
        AsyncFileSystem files = AsyncFileSystem.over(faulty, FileSystemSettings.defaults());
        BlockingFileSystem impatient = files.blocking(Duration.ofMillis(50));

        assertThatThrownBy(() -> impatient.open(PATH, OpenMode.CREATE_NEW)).isInstanceOf(InterruptedIOException.class);
        faulty.release();

        assertAllGivenBack(files);
        counting.assertNothingIsOpen();
    }

    @Test
    void aFullLaneThatIsRefusedAsAWholeEndsEveryStage() throws Exception {
        FaultyVfs faulty = new FaultyVfs(memory, FaultPlan.at(1, Fault.HANG, VfsCall.READ));
        AsyncFileSystem files = AsyncFileSystem.over(
                faulty, FileSystemSettings.builder().maxQueuedPerFile(20_000).build());
        write(files, PATH, "abc");
        AsyncFile file = get(files.open(PATH, OpenMode.READ));
        List<CompletableFuture<byte[]>> reads = new ArrayList<>();
        reads.add(file.read(1));
        get(faulty.hanging());
        for (int i = 0; i < 20_000; i++) {
            reads.add(file.read(1));
        }
        CompletableFuture<Void> closing = CompletableFuture.runAsync(files::close);
        // Refused means that the permits are closed, which they are once this is.
        assertThatThrownBy(() -> get(refused(files))).isInstanceOf(RejectedExecutionException.class);
        faulty.release();
        get(closing);

        for (CompletableFuture<byte[]> read : reads) {
            assertThat(read).isDone();
        }
        assertAllGivenBack(files);
    }

    /** Asks until the file system has begun to close. */
    private static CompletableFuture<Boolean> refused(AsyncFileSystem files) throws Exception {
        CompletableFuture<Boolean> asked = files.exists(PATH);
        while (!asked.isCompletedExceptionally()) {
            get(asked);
            asked = files.exists(PATH);
        }
        return asked;
    }

    @Test
    void aSubscriberThatThrowsOnItsLastItemLeavesNothingOpen() throws Exception {
        CountingVfs counting = new CountingVfs(memory);
        AsyncFileSystem files = AsyncFileSystem.over(counting, FileSystemSettings.defaults());
        write(files, PATH, "a\nb\n");
        CompletableFuture<Void> thrown = new CompletableFuture<>();
        files.lines(PATH, UTF_8).subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(1);
            }

            @Override
            public void onNext(Line line) {
                thrown.complete(null);
                throw new IllegalStateException("a subscriber that throws");
            }

            @Override
            public void onError(Throwable failure) {}

            @Override
            public void onComplete() {}
        });
        get(thrown);

        assertAllGivenBack(files);
        counting.assertNothingIsOpen();
    }

    @Test
    void theRatesOfReadsAndOfWritesAreKeptApartAndCountTheirBytes() throws Exception {
        memory.advanceByItself(true);
        AsyncFileSystem files = AsyncFileSystem.over(memory, FileSystemSettings.defaults());
        write(files, PATH, "x".repeat(100));
        AsyncFile file = get(files.open(PATH, OpenMode.UPDATE));
        Duration second = Duration.ofSeconds(1);

        files.flow().limitReadRate(new RateLimits(RateLimits.UNLIMITED, 100, second, 10));
        Duration writing = timeOf(() -> write(file, 10, 100));
        Duration reading = timeOf(() -> read(file, 10, 100));
        files.flow().limitReadRate(RateLimits.NONE);
        files.flow().limitWriteRate(new RateLimits(RateLimits.UNLIMITED, 100, second, 10));
        Duration readingFreely = timeOf(() -> read(file, 10, 100));
        Duration writingSlowly = timeOf(() -> write(file, 10, 100));

        assertThat(writing).isZero();
        assertThat(reading).isBetween(second.multipliedBy(9), second.multipliedBy(10));
        assertThat(readingFreely).isZero();
        assertThat(writingSlowly).isBetween(second.multipliedBy(9), second.multipliedBy(10));
        get(file.close());
        assertAllGivenBack(files);
    }

    @Test
    void theRatesCountOperationsOfEveryKind() throws Exception {
        memory.advanceByItself(true);
        AsyncFileSystem files = AsyncFileSystem.over(memory, FileSystemSettings.defaults());
        Duration second = Duration.ofSeconds(1);
        files.flow().limitReadRate(new RateLimits(1, RateLimits.UNLIMITED, second, 10));
        files.flow().limitWriteRate(new RateLimits(2, RateLimits.UNLIMITED, second, 10));

        Duration asking = timeOf(() -> {
            for (int i = 0; i < 10; i++) {
                get(files.exists(PATH));
            }
        });
        Duration making = timeOf(() -> {
            for (int i = 0; i < 10; i++) {
                get(files.makeDirectory(Path.of("/d" + i)));
            }
        });

        assertThat(asking).isBetween(second.multipliedBy(9), second.multipliedBy(10));
        assertThat(making).isBetween(second.multipliedBy(4), second.multipliedBy(5));
        assertAllGivenBack(files);
    }

    private interface Work {
        void run() throws Exception;
    }

    private Duration timeOf(Work work) throws Exception {
        Instant begun = memory.now();
        work.run();
        return Duration.between(begun, memory.now());
    }

    private static void read(AsyncFile file, int times, int bytes) throws Exception {
        for (int i = 0; i < times; i++) {
            assertThat(get(file.read(ByteBuffer.allocate(bytes), 0))).isEqualTo(bytes);
        }
    }

    private static void write(AsyncFile file, int times, int bytes) throws Exception {
        for (int i = 0; i < times; i++) {
            get(file.write(ByteBuffer.allocate(bytes), 0));
        }
    }

    @Test
    void writesWaitForWritesAndReadsForReadsAndNeitherForTheOther() throws Exception {
        FaultyVfs faulty = new FaultyVfs(memory, FaultPlan.at(2, Fault.HANG, VfsCall.WRITE));
        AsyncFileSystem files = AsyncFileSystem.over(
                faulty, FileSystemSettings.builder().maxWrites(1).maxReads(1).build());
        write(files, PATH, "abc");
        AsyncFile file = get(files.open(PATH, OpenMode.UPDATE));

        CompletableFuture<Void> writing = file.write(ByteBuffer.wrap("x".getBytes(UTF_8)), 0);
        get(faulty.hanging());
        CompletableFuture<Void> behind = file.write(ByteBuffer.wrap("y".getBytes(UTF_8)), 1);

        assertThat(files.flow().writes().operations()).isEqualTo(1);
        assertThat(files.flow().writes().bytes()).isEqualTo(1);
        assertThat(files.flow().writes().waiters()).isEqualTo(1);
        assertThat(files.flow().reads().operations()).isZero();
        assertThat(get(file.read(ByteBuffer.allocate(1), 2))).isEqualTo(1);
        faulty.release();
        get(writing);
        get(behind);
        get(file.close());
        assertAllGivenBack(files);
    }

    @Test
    void readsThatTakeAllTheirPermitsLeaveThoseOfWritesAlone() throws Exception {
        FaultyVfs faulty = new FaultyVfs(memory, FaultPlan.at(1, Fault.HANG, VfsCall.READ));
        AsyncFileSystem files = AsyncFileSystem.over(
                faulty, FileSystemSettings.builder().maxWrites(1).maxReads(1).build());
        write(files, PATH, "abc");
        AsyncFile file = get(files.open(PATH, OpenMode.UPDATE));

        CompletableFuture<Integer> reading = file.read(ByteBuffer.allocate(3), 0);
        get(faulty.hanging());
        CompletableFuture<Integer> behind = file.read(ByteBuffer.allocate(3), 0);

        get(file.write(ByteBuffer.wrap("x".getBytes(UTF_8)), 3));
        assertThat(files.flow().reads().waiters()).isEqualTo(1);
        assertThat(behind).isNotDone();
        faulty.release();
        get(reading);
        get(behind);
        get(file.close());
        assertAllGivenBack(files);
    }

    @Test
    void whatIsBeingOpenedWhileTheFileSystemClosesIsClosed() throws Exception {
        CountingVfs counting = new CountingVfs(memory);
        FaultyVfs faulty = new FaultyVfs(counting, FaultPlan.at(2, Fault.HANG, VfsCall.OPEN));
        ClosingTold told = new ClosingTold(faulty);
        AsyncFileSystem files = AsyncFileSystem.over(told, FileSystemSettings.defaults());
        get(files.open(Path.of("/left open"), OpenMode.CREATE_NEW));
        CompletableFuture<AsyncFile> opening = files.open(PATH, OpenMode.CREATE_NEW);
        get(faulty.hanging());
        CompletableFuture<Void> closing = CompletableFuture.runAsync(files::close);
        get(told.closed);

        faulty.release();

        get(closing);
        get(opening);
        counting.assertNothingIsOpen();
        assertAllGivenBack(files);
    }

    /** Tells when the first file is closed. */
    private static final class ClosingTold extends ForwardingVfs {
        private final CompletableFuture<Void> closed = new CompletableFuture<>();

        ClosingTold(Vfs below) {
            super(below);
        }

        @Override
        protected <T> T around(VfsOperation operation, Call<T> call) throws IOException {
            T result = call.make(Long.MAX_VALUE);
            if (operation.call() == VfsCall.CLOSE) {
                closed.complete(null);
            }
            return result;
        }
    }

    @Test
    void aFileSystemThatReadsNothingAndDoesNotSayThatTheFileEndsIsAnErrorAndNoEndlessStream() throws Exception {
        try (AsyncFileSystem files = AsyncFileSystem.over(memory, FileSystemSettings.defaults())) {
            write(files, PATH, "a\n");
        }
        ForwardingVfs idle = new ForwardingVfs(memory) {
            @Override
            protected <T> T around(VfsOperation operation, Call<T> call) throws IOException {
                return call.make(operation.call() == VfsCall.READ ? 0 : Long.MAX_VALUE);
            }
        };
        AsyncFileSystem files = AsyncFileSystem.over(idle, FileSystemSettings.defaults());

        try (BlockingItems<Line> lines = files.blocking(Duration.ofSeconds(30)).lines(PATH, UTF_8)) {
            assertThatThrownBy(lines::next)
                    .hasMessageContaining("/f")
                    .hasMessageContaining("nothing at byte position 0");
        }
        try (BlockingItems<ByteBuffer> chunks =
                files.blocking(Duration.ofSeconds(30)).chunks(PATH, 512)) {
            assertThatThrownBy(chunks::next).hasMessageContaining("nothing at byte position 0");
        }
        AsyncFile file = get(files.open(PATH, OpenMode.READ));
        assertThatThrownBy(() -> get(file.text(UTF_8).readLine())).hasMessageContaining("nothing at byte position 0");
        get(file.close());
        assertAllGivenBack(files);
    }

    @Test
    void closingWaitsOnceForAllThatRunsAndSaysWhatStillDoes() throws Exception {
        FaultyVfs locked = new FaultyVfs(memory, FaultPlan.at(1, Fault.HANG, VfsCall.TRY_LOCK));
        FaultyVfs read = new FaultyVfs(locked, FaultPlan.at(1, Fault.HANG, VfsCall.READ));
        VfsFileSystem files = new VfsFileSystem(
                read, FileSystemSettings.builder().name("stuck").ioThreads(1).build());
        write(files, PATH, "abc");
        AsyncLock lock = get(files.openLock(Path.of("/lock")));
        AsyncFile file = get(files.open(PATH, OpenMode.READ));
        CompletableFuture<Void> locking = lock.lock(LockLevel.SHARED, Duration.ofSeconds(10));
        get(locked.hanging());
        CompletableFuture<byte[]> reading = file.read(1);
        get(read.hanging());

        List<String> unfinished = files.close(Duration.ofMillis(10));

        assertThat(unfinished)
                .anySatisfy(what -> assertThat(what).startsWith("sluice-stuck-io-1 at "))
                .anySatisfy(what -> assertThat(what).startsWith("sluice-stuck-locks-1 at "));
        read.release();
        locked.release();
        get(reading);
        assertThat(files.close(Duration.ofSeconds(60))).isEmpty();
        assertThat(locking).isDone();
    }
}
