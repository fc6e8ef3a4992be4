package io.sluice.io.read;

import static io.sluice.io.read.ReaderFixture.BUFFER;
import static io.sluice.io.read.ReaderFixture.get;
import static io.sluice.io.read.ReaderFixture.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.io.vfs.MemoryVfs;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BatchTest {

    private static final int MANY = 20_000;

    private static List<Path> files(ReaderFixture fixture, int count, int bytes) throws IOException {
        List<Path> paths = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Path path = Path.of("/f" + i);
            fixture.file(path, bytes);
            paths.add(path);
        }
        return paths;
    }

    @Test
    void everyFileHasItsOwnResultOrItsOwnErrorInTheOrderAskedFor() throws Exception {
        try (ReaderFixture fixture = new ReaderFixture(small().build())) {
            List<Path> paths = new ArrayList<>(files(fixture, 50, 3 * BUFFER));
            paths.set(7, Path.of("/missing"));
            paths.set(20, Path.of("/f0"));
            FileSystemException broken = new FileSystemException("/f30", null, "planned");
            RuntimeException refused = new IllegalStateException("planned, by its reader");
            StackOverflowError worse = new StackOverflowError("planned, by its reader");

            List<FileOutcome<byte[]>> outcomes = get(fixture.reader.readEach(paths, path -> switch (path.toString()) {
                case "/f40" -> throw refused;
                case "/f30" ->
                    new Collected(number -> {
                        throw broken;
                    });
                case "/f41" ->
                    new Collected(number -> {
                        throw worse;
                    });
                default -> new Collected();
            }));

            assertThat(outcomes).extracting(FileOutcome::path).isEqualTo(paths);
            assertThat(outcomes.get(7).error()).isInstanceOf(NoSuchFileException.class);
            assertThat(outcomes.get(30).error()).isSameAs(broken);
            assertThat(outcomes.get(40).error()).isSameAs(refused);
            assertThat(outcomes.get(41).error()).isSameAs(worse);
            for (int i : IntStream.range(0, 50)
                    .filter(i -> i != 7 && i != 30 && i != 40 && i != 41)
                    .toArray()) {
                assertThat(outcomes.get(i).orThrow())
                        .isEqualTo(ReaderFixture.content(paths.get(i).hashCode(), 3 * BUFFER));
            }
            assertThat(outcomes)
                    .filteredOn(outcome -> !outcome.succeeded())
                    .allMatch(outcome -> outcome.result() == null);
            fixture.assertNothingHeld();
        }
    }

    @Test
    void anEmptyBatchComesToAnEmptyList() throws Exception {
        try (ReaderFixture fixture = new ReaderFixture(small().build())) {
            assertThat(get(fixture.reader.readEach(List.of(), path -> new Collected())))
                    .isEmpty();
        }
    }

    @Test
    void twentyThousandFilesOfABatchAreNeverMoreOpenNorMoreInFlightThanConfigured() throws Exception {
        ReadSettings settings =
                small().maxConcurrentOperations(3).maxBytesInFlight(2 * BUFFER).build();
        try (ReaderFixture fixture = new ReaderFixture(MemoryVfs.create(), settings, 8, 64)) {
            List<Path> paths =
                    Collections.nCopies(MANY, files(fixture, 1, BUFFER + 100).get(0));

            List<FileOutcome<byte[]>> outcomes = get(fixture.reader.readEach(paths, path -> new Collected()));

            assertThat(outcomes).hasSize(MANY).allMatch(FileOutcome::succeeded);
            assertThat(fixture.hooked.mostOpen()).isBetween(1, 3);
            assertThat(fixture.hooked.mostInFlight()).isBetween(1L, 2L * BUFFER);
            fixture.assertNothingHeld();
        }
    }

    @Test
    void twentyThousandSingleReadsAskedForAtOnceAreNeverMoreOpenNorMoreInFlightThanConfigured() throws Exception {
        ReadSettings settings =
                small().maxConcurrentOperations(3).maxBytesInFlight(2 * BUFFER).build();
        try (ReaderFixture fixture = new ReaderFixture(MemoryVfs.create(), settings, 8, 64)) {
            Path path = files(fixture, 1, BUFFER + 100).get(0);
            List<CompletableFuture<byte[]>> reads = new ArrayList<>();

            for (int i = 0; i < MANY; i++) {
                reads.add(fixture.reader.read(path, new Collected()));
            }

            for (CompletableFuture<byte[]> read : reads) {
                assertThat(get(read)).hasSize(BUFFER + 100);
            }
            assertThat(fixture.hooked.mostOpen()).isBetween(1, 3);
            assertThat(fixture.hooked.mostInFlight()).isBetween(1L, 2L * BUFFER);
            fixture.assertNothingHeld();
        }
    }

    @Test
    void moreSingleReadsThanMayWaitAreRefusedAndTheOthersGoOn() throws Exception {
        ReadSettings settings = small().maxConcurrentOperations(1).maxWaiting(1).build();
        try (ReaderFixture fixture = new ReaderFixture(settings)) {
            Path path = files(fixture, 1, 10).get(0);
            CountDownLatch go = new CountDownLatch(1);
            CompletableFuture<byte[]> first = fixture.reader.read(path, new Collected(number -> await(go)));
            CompletableFuture<byte[]> waiting = fixture.reader.read(path, new Collected());

            CompletableFuture<byte[]> refused = fixture.reader.read(path, new Collected());

            assertThatThrownBy(() -> get(refused)).hasCauseInstanceOf(RejectedExecutionException.class);
            go.countDown();
            assertThat(get(first)).hasSize(10);
            assertThat(get(waiting)).hasSize(10);
            fixture.assertNothingHeld();
        }
    }

    @Test
    void filesFromAnIteratorAreReadAsTheyComeAndTheirOutcomesHandedOverOneAtATime() throws Exception {
        try (ReaderFixture fixture = new ReaderFixture(MemoryVfs.create(), small().build(), 4, 64)) {
            Path path = files(fixture, 1, 100).get(0);
            AtomicInteger asked = new AtomicInteger();
            AtomicInteger inside = new AtomicInteger();
            AtomicInteger together = new AtomicInteger();
            AtomicInteger taken = new AtomicInteger();
            AtomicInteger mostAhead = new AtomicInteger();

            long count = get(fixture.reader.readEach(
                    new Iterator<>() {
                        @Override
                        public boolean hasNext() {
                            return asked.get() < MANY;
                        }

                        @Override
                        public Path next() {
                            mostAhead.accumulateAndGet(asked.incrementAndGet() - taken.get(), Math::max);
                            return path;
                        }
                    },
                    any -> new Collected(),
                    outcome -> {
                        together.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        taken.addAndGet(outcome.succeeded() ? 1 : 0);
                        inside.decrementAndGet();
                    }));

            assertThat(count).isEqualTo(MANY);
            assertThat(taken).hasValue(MANY);
            assertThat(together).hasValue(1);
            assertThat(mostAhead.get())
                    .as("paths asked for before there was room")
                    .isLessThanOrEqualTo(4);
        }
    }

    @Test
    void aBatchFailsWithWhatItsIteratorThrows() throws Exception {
        try (ReaderFixture fixture = new ReaderFixture(small().build())) {
            RuntimeException planned = new IllegalStateException("planned");
            Iterator<Path> failing = new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return true;
                }

                @Override
                public Path next() {
                    throw planned;
                }
            };

            assertThatThrownBy(() -> get(fixture.reader.readEach(failing, path -> new Collected(), outcome -> {})))
                    .hasCause(planned);
            fixture.assertNothingHeld();
        }
    }

    @Test
    void aBatchFailsWithWhatTheTakerOfItsOutcomesThrowsAndReadsNoFurther() throws Exception {
        try (ReaderFixture fixture = new ReaderFixture(small().build())) {
            Path path = files(fixture, 1, 100).get(0);
            RuntimeException planned = new IllegalStateException("planned");
            AtomicInteger asked = new AtomicInteger();

            CompletableFuture<Long> batch = fixture.reader.readEach(
                    Collections.nCopies(MANY, path).iterator(),
                    any -> {
                        asked.incrementAndGet();
                        return new Collected();
                    },
                    outcome -> {
                        throw planned;
                    });

            assertThatThrownBy(() -> get(batch)).hasCause(planned);
            fixture.assertNothingHeld();
            assertThat(asked).hasValueLessThan(10);
        }
    }

    @Test
    void aCancelledBatchStopsAndGivesEverythingBack() throws Exception {
        try (ReaderFixture fixture = new ReaderFixture(small().build())) {
            Path path = files(fixture, 1, 100 * BUFFER).get(0);
            CountDownLatch begun = new CountDownLatch(1);
            AtomicInteger chunks = new AtomicInteger();
            AtomicInteger begunFiles = new AtomicInteger();
            CountDownLatch cancelled = new CountDownLatch(1);
            CompletableFuture<List<FileOutcome<byte[]>>> batch =
                    fixture.reader.readEach(Collections.nCopies(MANY, path), any -> {
                        begunFiles.incrementAndGet();
                        return new Collected(number -> {
                            chunks.incrementAndGet();
                            begun.countDown();
                            await(cancelled);
                        });
                    });
            await(begun);

            batch.cancel(false);

            cancelled.countDown();
            fixture.assertNothingHeld();
            assertThat(chunks.get()).as("chunks handed out by two workers").isLessThanOrEqualTo(2);
            assertThat(begunFiles.get()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void aCancelledReadStopsAtItsNextChunkAndGivesEverythingBack() throws Exception {
        for (ReadStrategy strategy : ReadStrategy.values()) {
            try (ReaderFixture fixture = new ReaderFixture(small().build())) {
                Path path = files(fixture, 1, 100 * BUFFER).get(0);
                CountDownLatch begun = new CountDownLatch(1);
                CountDownLatch cancelled = new CountDownLatch(1);
                Collected waiting = new Collected(number -> {
                    begun.countDown();
                    await(cancelled);
                });
                CompletableFuture<byte[]> read = fixture.reader.read(path, strategy, waiting);
                await(begun);

                assertThat(read.cancel(false)).isTrue();

                cancelled.countDown();
                fixture.assertNothingHeld();
                assertThat(waiting.chunks).hasSize(1);
                assertThatThrownBy(() -> get(read)).isInstanceOf(CancellationException.class);
            }
        }
    }

    @Test
    void aReadCancelledWhileItWaitsOpensNothing() throws Exception {
        try (ReaderFixture fixture =
                new ReaderFixture(small().maxConcurrentOperations(1).build())) {
            List<Path> paths = files(fixture, 2, 100);
            CountDownLatch go = new CountDownLatch(1);
            CompletableFuture<byte[]> first = fixture.reader.read(paths.get(0), new Collected(number -> await(go)));
            CompletableFuture<byte[]> second = fixture.reader.read(paths.get(1), new Collected());

            second.cancel(false);

            assertThat(fixture.reader.use().files().waiters()).isZero();
            go.countDown();
            assertThat(get(first)).hasSize(100);
            fixture.assertNothingHeld();
            assertThat(fixture.metrics.snapshot().filesOpened()).isEqualTo(1);
        }
    }

    @Test
    void aBatchFailsWhenItsWorkersAreClosedAndStayClosed() throws Exception {
        try (ReaderFixture fixture = new ReaderFixture(small().build())) {
            fixture.memory.advanceByItself(true);
            Path path = files(fixture, 1, 100).get(0);
            fixture.pool.close();

            CompletableFuture<List<FileOutcome<byte[]>>> batch =
                    fixture.reader.readEach(List.of(path), any -> new Collected());

            assertThatThrownBy(() -> get(batch)).hasCauseInstanceOf(RejectedExecutionException.class);
            fixture.assertNothingHeld();
        }
    }

    @Test
    void aSingleReadGetsItsTurnDuringAnEndlessBatch() throws Exception {
        ReadSettings settings = small().maxConcurrentOperations(1).build();
        try (ReaderFixture fixture = new ReaderFixture(settings)) {
            Path path = files(fixture, 1, 100).get(0);
            fixture.hooked.stopTheClock();
            CompletableFuture<Long> endless = fixture.reader.readEach(
                    new Iterator<>() {
                        @Override
                        public boolean hasNext() {
                            return true;
                        }

                        @Override
                        public Path next() {
                            fixture.hooked.pass(Duration.ofMillis(1).toNanos());
                            return path;
                        }
                    },
                    any -> new Collected(),
                    outcome -> {});

            byte[] read = get(fixture.reader.read(path, new Collected()));

            assertThat(read).hasSize(100);
            assertThat(endless).isNotDone();
            endless.cancel(false);
            fixture.assertNothingHeld();
        }
    }

    /** What is over is over, also if somebody waits: the next turn would read a closed file. */
    @ParameterizedTest
    @EnumSource(ReadStrategy.class)
    void filesThatEndAsTheirTurnIsOverAreReadOnce(ReadStrategy strategy) throws Exception {
        ReadSettings settings =
                small().strategy(strategy).maxConcurrentOperations(2).build();
        try (ReaderFixture fixture = new ReaderFixture(MemoryVfs.create(), settings, 1, 64)) {
            List<Path> paths = files(fixture, 20, 2 * settings.mapWindow());
            fixture.hooked.stopTheClock();

            List<FileOutcome<byte[]>> outcomes = get(fixture.reader.readEach(
                    paths,
                    path -> new Collected(
                            number -> fixture.hooked.pass(Duration.ofMillis(1).toNanos()))));

            for (FileOutcome<byte[]> outcome : outcomes) {
                assertThat(outcome.orThrow()).hasSize(2 * settings.mapWindow());
            }
            assertThat(fixture.hooked.opened()).isEqualTo(paths.size());
            fixture.assertNothingHeld();
        }
    }

    /** At the file's end somebody waits for a worker, so the turn is over; a moment later nobody waits any more. */
    @Test
    void aMappedFileThatEndsAsItsTurnIsOverIsNotReadFurtherInThatTurn() throws Exception {
        ReadSettings settings = small().strategy(ReadStrategy.MAPPED).build();
        try (ReaderFixture fixture = new ReaderFixture(settings)) {
            Path path = files(fixture, 1, settings.mapWindow()).get(0);
            int chunks = settings.mapWindow() / settings.chunkSize();
            CountDownLatch otherWorkerIsFree = new CountDownLatch(1);
            CountDownLatch nobodyWaits = new CountDownLatch(1);
            fixture.pool.execute(() -> await(otherWorkerIsFree));
            fixture.hooked.stopTheClock();

            byte[] read = get(fixture.reader.read(path, new Collected(number -> {
                if (number == chunks) {
                    fixture.hooked.pass(Duration.ofSeconds(1).toNanos());
                    fixture.pool.execute(nobodyWaits::countDown);
                    fixture.hooked.atTheNextLookAtTheClock(() -> {
                        otherWorkerIsFree.countDown();
                        await(nobodyWaits);
                    });
                }
            })));

            assertThat(read).hasSize(settings.mapWindow());
            assertThat(fixture.readBy(ReadStrategy.MAPPED)).isEqualTo(1);
            fixture.assertNothingHeld();
        }
    }

    @Test
    void aClosedReaderRefusesWhatHasNotBegunAndLetsTheRestEnd() throws Exception {
        try (ReaderFixture fixture =
                new ReaderFixture(small().maxConcurrentOperations(1).build())) {
            Path path = files(fixture, 1, 100).get(0);
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch go = new CountDownLatch(1);
            CompletableFuture<byte[]> running = fixture.reader.read(path, new Collected(number -> {
                begun.countDown();
                await(go);
            }));
            await(begun);
            CompletableFuture<byte[]> waiting = fixture.reader.read(path, new Collected());

            fixture.reader.close();

            CompletableFuture<List<FileOutcome<byte[]>>> late =
                    fixture.reader.readEach(List.of(path), any -> new Collected());
            assertThatThrownBy(() -> get(waiting)).hasCauseInstanceOf(RejectedExecutionException.class);
            assertThatThrownBy(() -> get(late)).hasCauseInstanceOf(RejectedExecutionException.class);
            go.countDown();
            assertThat(get(running)).hasSize(100);
            fixture.assertNothingHeld();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody came within a minute");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
