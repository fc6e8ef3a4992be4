package io.sluice.io.read;

import static io.sluice.io.read.ReaderFixture.BUFFER;
import static io.sluice.io.read.ReaderFixture.content;
import static io.sluice.io.read.ReaderFixture.get;
import static io.sluice.io.read.ReaderFixture.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.io.AsyncFile;
import io.sluice.io.AsyncFileSystem;
import io.sluice.io.FileSystemSettings;
import io.sluice.io.flow.BreakerOpenException;
import io.sluice.io.flow.BreakerSettings;
import io.sluice.io.flow.Operation;
import io.sluice.io.flow.PermitUse;
import io.sluice.io.flow.RateLimits;
import io.sluice.io.flow.RetrySettings;
import io.sluice.io.vfs.CountingVfs;
import io.sluice.io.vfs.Fault;
import io.sluice.io.vfs.FaultPlan;
import io.sluice.io.vfs.FaultyVfs;
import io.sluice.io.vfs.ForwardingVfs;
import io.sluice.io.vfs.MemoryVfs;
import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsCall;
import io.sluice.io.vfs.WholeFiles;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a reader shares with its file system: attempts, limits, rates, workers, metrics, the end. */
class SharedReaderTest {

    private static final Path FILE = Path.of("/file");
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final MemoryVfs memory = MemoryVfs.create();

    private byte[] file(Path path, int bytes) throws IOException {
        byte[] content = content(path.hashCode(), bytes);
        WholeFiles.write(memory, path, content);
        memory.setModified(path, memory.now().minus(Duration.ofHours(1)));
        return content;
    }

    private static AsyncFileSystem over(Vfs vfs) {
        return AsyncFileSystem.over(vfs, FileSystemSettings.defaults());
    }

    private static void assertAllGivenBack(AsyncFileSystem files) {
        files.close();
        for (PermitUse use : files.metrics().snapshot().permits().values()) {
            assertThat(use.operations()).as("operations of %s", use).isZero();
            assertThat(use.bytes()).as("bytes of %s", use).isZero();
            assertThat(use.waiters()).as("waiters of %s", use).isZero();
        }
        assertThat(files.metrics().snapshot().filesOpen()).isZero();
    }

    /** Every call to open or to read fails in passing, one after the other: the reader sees each byte once all the same. */
    @ParameterizedTest
    @EnumSource(ReadStrategy.class)
    void whicheverOpenOrReadFailsInPassingIsTriedAgainFromWhereItFailed(ReadStrategy strategy) throws Exception {
        memory.advanceByItself(true);
        byte[] content = file(FILE, 20 * BUFFER + 5);
        boolean reached = true;
        for (int nth = 1; reached; nth++) {
            FaultPlan plan = FaultPlan.between(nth, nth + 1, Fault.EIO, VfsCall.OPEN, VfsCall.READ);
            CountingVfs counting = new CountingVfs(memory);
            FaultyVfs faulty = new FaultyVfs(counting, plan);
            AsyncFileSystem files = over(faulty);
            try (FileReader reader = files.reader(small().build())) {
                assertThat(get(reader.read(FILE, strategy, new Collected())))
                        .as("content after call %s failed twice", nth)
                        .isEqualTo(content);
            }
            long calls = faulty.operations().stream()
                    .filter(o -> o.call() == VfsCall.OPEN || o.call() == VfsCall.READ)
                    .count();
            reached = calls > nth;
            if (reached) {
                assertThat(files.metrics().snapshot().retries())
                        .containsEntry(nth == 1 ? Operation.OPEN : Operation.READ, 2L);
            }
            assertAllGivenBack(files);
            counting.assertNothingIsOpen();
        }
    }

    @Test
    void aFileThatKeepsFailingFailsWithTheAttemptsBeforeItAndTheOthersAreRead() throws Exception {
        memory.advanceByItself(true);
        List<Path> paths = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            paths.add(Path.of("/f" + i));
            file(paths.get(i), 3 * BUFFER);
        }
        HookedVfs hooked = new HookedVfs(memory);
        hooked.hook((call, arguments) -> {
            if (call.equals("open") && arguments[0].equals(paths.get(4))) {
                throw new FileSystemException("/f4", null, "Input/output error");
            }
        });
        AsyncFileSystem files = over(hooked.vfs());
        try (FileReader reader = files.reader(small().build())) {
            List<FileOutcome<byte[]>> outcomes = get(reader.readEach(paths, path -> new Collected()));

            assertThat(outcomes).filteredOn(outcome -> !outcome.succeeded()).hasSize(1);
            assertThat(outcomes.get(4).error().getSuppressed()[0])
                    .hasMessageContaining("open /f4 failed in 4 attempts");
        }
        assertAllGivenBack(files);
    }

    @Test
    void whatTheReaderOfTheChunksThrowsIsNeverTriedAgain() throws Exception {
        file(FILE, 3 * BUFFER);
        IOException planned = new FileSystemException("/file", null, "Input/output error");
        try (AsyncFileSystem files = over(memory);
                FileReader reader = files.reader(small().build())) {
            CompletableFuture<byte[]> read = reader.read(FILE, new Collected(number -> {
                throw planned;
            }));

            assertThatThrownBy(() -> get(read)).hasCause(planned);
            assertThat(files.metrics().snapshot().retries()).isEmpty();
        }
    }

    @Test
    void afterManyFilesFailedNothingIsTriedForAWhileNeitherByReadersNorByOthers() throws Exception {
        List<Path> paths =
                IntStream.range(0, 30).mapToObj(i -> Path.of("/f" + i)).toList();
        FaultyVfs faulty = new FaultyVfs(memory, FaultPlan.from(1, Fault.EIO, VfsCall.OPEN));
        AsyncFileSystem files = AsyncFileSystem.over(
                faulty,
                FileSystemSettings.builder()
                        .retries(RetrySettings.NONE)
                        .breaker(new BreakerSettings(4, 50, Duration.ofSeconds(10), 1))
                        .build());
        try (FileReader reader = files.reader(small().maxConcurrentOperations(1).build())) {
            List<FileOutcome<byte[]>> outcomes = get(reader.readEach(paths, path -> new Collected()));

            assertThat(faulty.count()).isEqualTo(4);
            assertThat(outcomes.subList(4, 30))
                    .allSatisfy(outcome -> assertThat(outcome.error()).isInstanceOf(BreakerOpenException.class));
            assertThatThrownBy(() -> get(files.exists(FILE))).hasCauseInstanceOf(BreakerOpenException.class);
        }
        assertAllGivenBack(files);
    }

    @Test
    void failuresAmongManySuccessesOfReadersDoNotStopEverything() throws Exception {
        List<Path> paths = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            paths.add(Path.of("/f" + i));
            file(paths.get(i), 10);
        }
        HookedVfs hooked = new HookedVfs(memory);
        hooked.hook((call, arguments) -> {
            if (call.equals("open") && arguments[0].toString().endsWith("0")) {
                throw new FileSystemException(arguments[0].toString(), null, "Input/output error");
            }
        });
        AsyncFileSystem files = AsyncFileSystem.over(
                hooked.vfs(),
                FileSystemSettings.builder().retries(RetrySettings.NONE).build());
        try (FileReader reader = files.reader(small().build())) {
            List<FileOutcome<byte[]>> outcomes = get(reader.readEach(paths, path -> new Collected()));

            assertThat(outcomes).filteredOn(outcome -> !outcome.succeeded()).hasSize(40);
            assertThat(files.metrics().snapshot().breakers()).containsValue("CLOSED");
        }
        assertAllGivenBack(files);
    }

    @Test
    void aFileIsReadAsFastAsEverAfterAFailureThatPassed() throws Exception {
        memory.advanceByItself(true);
        byte[] content = file(FILE, 200 * BUFFER);
        FaultyVfs faulty = new FaultyVfs(memory, FaultPlan.at(1, Fault.EIO, VfsCall.READ));
        AsyncFileSystem files = over(faulty);
        try (FileReader reader = files.reader(small().build())) {
            assertThat(get(reader.read(FILE, new Collected()))).isEqualTo(content);
            assertThat(get(reader.read(FILE, new Collected()))).isEqualTo(content);

            assertThat(files.metrics().snapshot().operation("mapped", Operation.READ))
                    .hasValueSatisfying(stats -> assertThat(stats.operations()).isEqualTo(2));
        }
        assertAllGivenBack(files);
    }

    @Test
    void aFileThatFailedAndCanBeReadAgainCountsAnew() throws Exception {
        file(FILE, 10);
        HookedVfs hooked = new HookedVfs(memory);
        AtomicBoolean broken = new AtomicBoolean();
        hooked.hook((call, arguments) -> {
            if (call.equals("open") && broken.get()) {
                throw new FileSystemException("/file", null, "Input/output error");
            }
        });
        AsyncFileSystem files = AsyncFileSystem.over(
                hooked.vfs(),
                FileSystemSettings.builder()
                        .retries(RetrySettings.NONE)
                        .breaker(new BreakerSettings(4, 50, SECOND, 1))
                        .build());
        try (FileReader reader = files.reader(small().build())) {
            for (int i = 0; i < 2; i++) {
                broken.set(true);
                CompletableFuture<byte[]> failing = reader.read(FILE, new Collected());
                assertThatThrownBy(() -> get(failing)).hasMessageContaining("Input/output error");
                broken.set(false);
                assertThat(get(reader.read(FILE, new Collected()))).hasSize(10);
            }

            // Two of four failed. Had the second failure not counted, there would be three.
            assertThat(files.metrics().snapshot().breakers()).containsValue("OPEN");
        }
        assertAllGivenBack(files);
    }

    @Test
    void aProbeThatBreaksInAnUnexpectedWayMakesRoomForAnother() throws Exception {
        HookedVfs hooked = new HookedVfs(memory);
        IOException broken = new FileSystemException("/file", null, "Input/output error");
        hooked.hook((call, arguments) -> {
            if (call.equals("open") || call.equals("stat")) {
                throw broken;
            }
        });
        AsyncFileSystem files = AsyncFileSystem.over(
                hooked.vfs(),
                FileSystemSettings.builder()
                        .retries(RetrySettings.NONE)
                        .breaker(new BreakerSettings(1, 50, SECOND, 1))
                        .build());
        try (FileReader reader = files.reader(small().build())) {
            CompletableFuture<byte[]> opens = reader.read(FILE, new Collected());
            assertThatThrownBy(() -> get(opens)).hasCause(broken);
            memory.advance(SECOND.plusMillis(1));
            hooked.hook((call, arguments) -> {
                if (call.equals("open")) {
                    throw new IllegalStateException("planned");
                }
            });
            CompletableFuture<byte[]> probe = reader.read(FILE, new Collected());
            assertThatThrownBy(() -> get(probe)).hasMessageContaining("planned");

            assertThat(get(files.exists(FILE))).isFalse();
        }
        assertAllGivenBack(files);
    }

    @Test
    void aFileSystemThatReadsNothingWithoutSayingThatTheFileEndsIsAnErrorAndNoBusyLoop() throws Exception {
        file(FILE, 3 * BUFFER);
        HookedVfs hooked = new HookedVfs(memory);
        AsyncFileSystem files = over(hooked.vfs());
        try (FileReader reader = files.reader(small().build())) {
            CompletableFuture<byte[]> read = reader.read(FILE, new Collected(number -> hooked.shortReads(0)));

            assertThatThrownBy(() -> get(read))
                    .hasMessageContaining("/file")
                    .hasMessageContaining("read nothing 8 times in a row at byte position 1024");
        }
        assertAllGivenBack(files);
    }

    @Test
    void aReadThatFillsNothingNowAndThenIsMadeAgain() throws Exception {
        byte[] content = file(FILE, 20 * BUFFER);
        HookedVfs hooked = new HookedVfs(memory);
        AtomicInteger reads = new AtomicInteger();
        hooked.hook((call, arguments) -> {
            if (call.equals("read")) {
                hooked.shortReads(reads.incrementAndGet() % 8 == 0 ? 100 : 0);
            }
        });
        AsyncFileSystem files = over(hooked.vfs());
        try (FileReader reader = files.reader(small().build())) {
            assertThat(get(reader.read(FILE, new Collected()))).isEqualTo(content);
        }
        assertAllGivenBack(files);
    }

    @ParameterizedTest
    @EnumSource(ReadStrategy.class)
    void theReadRateCountsItsBytes(ReadStrategy strategy) throws Exception {
        byte[] content = file(FILE, 64 * BUFFER);
        memory.advanceByItself(true);
        AsyncFileSystem files = over(memory);
        files.flow().limitReadRate(new RateLimits(RateLimits.UNLIMITED, BUFFER, SECOND, 100));
        try (FileReader reader = files.reader(small().build())) {
            Instant begun = memory.now();

            assertThat(get(reader.read(FILE, strategy, new Collected()))).isEqualTo(content);

            // A second's worth was saved up.
            assertThat(Duration.between(begun, memory.now()))
                    .isBetween(SECOND.multipliedBy(63), SECOND.multipliedBy(64));
        }
        assertAllGivenBack(files);
    }

    @Test
    void theReadRateCountsAFileThatIsOpenedAndEachBufferAsOperations() throws Exception {
        List<Path> paths = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            paths.add(Path.of("/f" + i));
            file(paths.get(i), 10);
        }
        memory.advanceByItself(true);
        AsyncFileSystem files = over(memory);
        files.flow().limitReadRate(new RateLimits(1, RateLimits.UNLIMITED, SECOND, 100));
        try (FileReader reader = files.reader(small().build())) {
            Instant begun = memory.now();

            get(reader.readEach(paths, path -> new Collected()));

            assertThat(Duration.between(begun, memory.now()))
                    .isBetween(SECOND.multipliedBy(39), SECOND.multipliedBy(40));
        }
        assertAllGivenBack(files);
    }

    @Test
    void aLimitSetWhileALargeFileIsReadHoldsFromTheNextBufferOn() throws Exception {
        byte[] content = file(FILE, 64 * BUFFER);
        memory.advanceByItself(true);
        AsyncFileSystem files = over(memory);
        try (FileReader reader = files.reader(small().build())) {
            Instant begun = memory.now();

            byte[] read = get(reader.read(FILE, ReadStrategy.BUFFERED, new Collected(number -> {
                if (number == 24) {
                    files.flow().limitReadRate(new RateLimits(RateLimits.UNLIMITED, BUFFER, SECOND, 100));
                }
            })));

            assertThat(read).isEqualTo(content);
            assertThat(Duration.between(begun, memory.now()))
                    .isBetween(SECOND.multipliedBy(38), SECOND.multipliedBy(40));
        }
        assertAllGivenBack(files);
    }

    /** Tells of every timer once it is set. */
    private static final class TimersTold extends ForwardingVfs {
        private final BlockingQueue<Duration> timers = new ArrayBlockingQueue<>(1_000);

        TimersTold(Vfs below) {
            super(below);
        }

        @Override
        public CompletableFuture<Void> after(Duration delay) {
            CompletableFuture<Void> timer = super.after(delay);
            timers.add(delay);
            return timer;
        }
    }

    @Test
    void eachBufferWaitsForTheRateAndNoWorkerWithIt() throws IOException, InterruptedException, ExecutionException {
        file(FILE, 4 * BUFFER);
        TimersTold told = new TimersTold(memory);
        AsyncFileSystem files = AsyncFileSystem.over(
                told, FileSystemSettings.builder().ioThreads(1).build());
        files.flow().limitReadRate(new RateLimits(RateLimits.UNLIMITED, BUFFER, SECOND, 100));
        try (FileReader reader = files.reader(small().build())) {
            Collected collected = new Collected();
            CompletableFuture<byte[]> read = reader.read(FILE, ReadStrategy.POOLED, collected);
            for (int chunks = 1; chunks < 4; chunks++) {
                assertThat(told.timers.poll(60, TimeUnit.SECONDS)).isEqualTo(SECOND);
                get(files.makeDirectory(Path.of("/made meanwhile " + chunks)));
                assertThat(collected.chunks).hasSize(chunks);
                memory.advance(SECOND);
            }

            assertThat(get(read)).hasSize(4 * BUFFER);
        }
        assertAllGivenBack(files);
    }

    @Test
    void aReadThatWaitsForTheRateIsCancelledAtOnceAndLeavesTheLine()
            throws IOException, InterruptedException, ExecutionException {
        file(FILE, 4 * BUFFER);
        TimersTold told = new TimersTold(memory);
        CountingVfs counting = new CountingVfs(told);
        AsyncFileSystem files = AsyncFileSystem.over(
                counting, FileSystemSettings.builder().ioThreads(1).build());
        files.flow().limitReadRate(new RateLimits(RateLimits.UNLIMITED, BUFFER, SECOND, 100));
        try (FileReader reader = files.reader(small().build())) {
            CompletableFuture<byte[]> read = reader.read(FILE, ReadStrategy.POOLED, new Collected());
            assertThat(told.timers.poll(60, TimeUnit.SECONDS)).isEqualTo(SECOND);

            read.cancel(false);

            // The only worker has left the read when it does this.
            get(files.makeDirectory(Path.of("/made meanwhile")));
            assertThat(files.metrics().snapshot().rateWaiters()).containsEntry("read", 0);
            assertAllGivenBack(files);
            counting.assertNothingIsOpen();
        }
    }

    @Test
    void neverMoreFilesAreOpenThanTheFileSystemAllowsCountingWhatOthersOpened() throws Exception {
        file(FILE, 3 * BUFFER);
        CountingVfs counting = new CountingVfs(memory);
        AsyncFileSystem files = AsyncFileSystem.over(
                counting,
                FileSystemSettings.builder().maxOpenFiles(3).ioThreads(8).build());
        try (FileReader one = files.reader(
                        small().name("one").maxConcurrentOperations(8).build());
                FileReader other = files.reader(
                        small().name("other").maxConcurrentOperations(8).build())) {
            AsyncFile held = get(files.open(FILE, OpenMode.READ));
            List<Path> many = Collections.nCopies(3_000, FILE);

            CompletableFuture<List<FileOutcome<byte[]>>> first = one.readEach(many, path -> new Collected());
            CompletableFuture<List<FileOutcome<byte[]>>> second = other.readEach(many, path -> new Collected());
            for (int i = 0; i < 100; i++) {
                assertThat(get(files.readAll(FILE))).hasSize(3 * BUFFER);
            }

            assertThat(get(first)).hasSize(3_000).allMatch(FileOutcome::succeeded);
            assertThat(get(second)).hasSize(3_000).allMatch(FileOutcome::succeeded);
            assertThat(counting.mostOpenFiles()).isBetween(2L, 3L);
            get(held.close());
        }
        assertAllGivenBack(files);
    }

    @Test
    void neverMoreBytesAreInFlightThanTheFileSystemAllows() throws Exception {
        file(FILE, 300 * BUFFER);
        HookedVfs hooked = new HookedVfs(memory);
        AsyncFileSystem files = AsyncFileSystem.over(
                hooked.vfs(),
                FileSystemSettings.builder()
                        .chunkBytes(512)
                        .maxReadBytes(66 * BUFFER)
                        .ioThreads(8)
                        .build());
        try (FileReader reader = files.reader(small().maxConcurrentOperations(8).build())) {
            List<FileOutcome<byte[]>> outcomes =
                    get(reader.readEach(Collections.nCopies(50, FILE), path -> new Collected()));

            assertThat(outcomes).allMatch(FileOutcome::succeeded);
            assertThat(hooked.mostInFlight()).isBetween(1L, 66L * BUFFER);
        }
        assertAllGivenBack(files);
    }

    @Test
    void aReadWaitsWhileOthersReadAllTheBytesThatTheFileSystemAllows() throws Exception {
        file(FILE, BUFFER);
        AsyncFileSystem files = AsyncFileSystem.over(
                memory,
                FileSystemSettings.builder()
                        .chunkBytes(512)
                        .maxReadBytes(2 * BUFFER)
                        .build());
        try (FileReader one = files.reader(small().name("one").build());
                FileReader other = files.reader(small().name("other").build())) {
            CountDownLatch go = new CountDownLatch(1);
            CompletableFuture<byte[]> first = one.read(FILE, new Collected(number -> await(go)));
            CompletableFuture<byte[]> second = other.read(FILE, new Collected(number -> await(go)));

            CompletableFuture<byte[]> third = one.read(FILE, new Collected());

            assertThat(files.flow().reads().bytes()).isEqualTo(2 * BUFFER);
            assertThat(files.flow().reads().waiters()).isEqualTo(1);
            go.countDown();
            assertThat(get(first)).isEqualTo(get(second)).isEqualTo(get(third)).hasSize(BUFFER);
        }
        assertAllGivenBack(files);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Test
    void aBufferLargerThanTheFileSystemLetsBeReadIsRefused() {
        try (AsyncFileSystem files = AsyncFileSystem.over(
                memory,
                FileSystemSettings.builder()
                        .chunkBytes(512)
                        .maxReadBytes(BUFFER)
                        .build())) {
            assertThatThrownBy(() -> files.reader(small().bufferSize(2 * BUFFER).build()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("bufferSize is 2048")
                    .hasMessageContaining("1024");
        }
    }

    @Test
    void othersGetTheOnlyWorkerWhileALargeFileIsRead() throws Exception {
        file(FILE, 100 * BUFFER);
        AsyncFileSystem files = AsyncFileSystem.over(
                memory, FileSystemSettings.builder().ioThreads(1).build());
        try (FileReader reader = files.reader(small().build())) {
            AtomicReference<CompletableFuture<Boolean>> asked = new AtomicReference<>();
            AtomicReference<Boolean> answeredBeforeTheEnd = new AtomicReference<>();

            get(reader.read(FILE, new Collected(number -> {
                if (number == 10) {
                    asked.set(files.exists(FILE));
                    memory.advance(Duration.ofMillis(3));
                } else if (number == 90) {
                    answeredBeforeTheEnd.set(asked.get().isDone());
                }
            })));

            assertThat(answeredBeforeTheEnd).hasValue(true);
        }
        assertAllGivenBack(files);
    }

    @Test
    void closingTheFileSystemEndsAReadThatWaitsForItsNextAttempt() throws Exception {
        file(FILE, 20 * BUFFER);
        CountingVfs counting = new CountingVfs(memory);
        FaultyVfs faulty = new FaultyVfs(counting, FaultPlan.from(3, Fault.EIO, VfsCall.READ));
        AsyncFileSystem files = over(faulty);
        FileReader reader = files.reader(small().build());
        CompletableFuture<byte[]> read = reader.read(FILE, ReadStrategy.POOLED, new Collected());
        while (memory.pendingTimers() == 0 && !read.isDone()) {
            // Each asks a worker, so this waits for what happens there.
            get(files.exists(FILE));
        }

        files.close();

        assertThatThrownBy(() -> get(read)).hasMessageContaining("Input/output error");
        counting.assertNothingIsOpen();
        assertThat(memory.pendingTimers()).isZero();
        assertAllGivenBack(files);
    }

    @Test
    void closingTheFileSystemRefusesTheReadsThatWait() throws Exception {
        file(FILE, 20 * BUFFER);
        FaultyVfs faulty = new FaultyVfs(memory, FaultPlan.at(1, Fault.HANG, VfsCall.READ));
        AsyncFileSystem files = over(faulty);
        FileReader reader = files.reader(small().maxConcurrentOperations(1).build());
        CompletableFuture<byte[]> running = reader.read(FILE, new Collected());
        get(faulty.hanging());
        List<CompletableFuture<byte[]>> waiting = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            waiting.add(reader.read(FILE, new Collected()));
        }
        CompletableFuture<Void> closing = CompletableFuture.runAsync(files::close);
        assertThatThrownBy(() -> refused(files)).hasCauseInstanceOf(RejectedExecutionException.class);
        faulty.release();
        get(closing);

        assertThat(get(running)).hasSize(20 * BUFFER);
        for (CompletableFuture<byte[]> read : waiting) {
            assertThatThrownBy(() -> get(read)).hasCauseInstanceOf(RejectedExecutionException.class);
        }
        assertAllGivenBack(files);
    }

    /** Asks until the file system has begun to close. */
    private static void refused(AsyncFileSystem files) throws ExecutionException {
        while (true) {
            get(files.exists(FILE));
        }
    }

    @Test
    void whatItReadsIsInTheMetricsOfTheFileSystemAndItsNameIsFreeAgainOnceItIsClosed() throws Exception {
        file(FILE, 20 * BUFFER);
        try (AsyncFileSystem files = over(memory)) {
            for (int i = 1; i <= 2; i++) {
                try (FileReader reader = files.reader(small().build())) {
                    get(reader.read(FILE, ReadStrategy.POOLED, new Collected()));
                }
                assertThat(files.metrics().snapshot().bytes(Operation.READ)).isEqualTo(20L * BUFFER * i);
            }
            assertThat(files.metrics().snapshot().permits()).containsOnlyKeys("open file", "read", "write");
        }
    }

    @Test
    void aReaderWithNothingToSlowItDownMakesNoCallMoreThanALoopByHand() throws Exception {
        List<Path> paths = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            paths.add(Path.of("/f" + i));
            file(paths.get(i), 10);
        }
        CountingVfs counting = new CountingVfs(memory);
        try (AsyncFileSystem files = over(counting);
                FileReader reader = files.reader(small().build())) {
            get(reader.readEach(paths, path -> new Collected()));
        }

        assertThat(counting.count(VfsCall.OPEN)).isEqualTo(100);
        assertThat(counting.count(VfsCall.READ)).isEqualTo(200);
        assertThat(counting.count(VfsCall.CLOSE)).isEqualTo(100);
        assertThat(counting.count(VfsCall.SIZE) + counting.count(VfsCall.STAT)).isZero();
    }
}
