package io.sluice.io.read;

import static io.sluice.io.read.ReaderFixture.BUFFER;
import static io.sluice.io.read.ReaderFixture.get;
import static io.sluice.io.read.ReaderFixture.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.io.vfs.MemoryVfs;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReadAheadTest {

    private static final Path FILE = Path.of("/file");
    private static final long SLOW = Duration.ofMillis(1).toNanos();
    private static final int BUFFERS = 40;

    private static ReadSettings.Builder settings() {
        return small().strategy(ReadStrategy.BUFFERED).readAheadFrom(Duration.ofMillis(1));
    }

    /** Which thread reads which buffer. */
    private static Map<Long, CompletableFuture<Thread>> readers(ReaderFixture fixture, long nanosPerRead) {
        Map<Long, CompletableFuture<Thread>> readers = new ConcurrentHashMap<>();
        fixture.hooked.stopTheClock();
        fixture.hooked.hook((call, arguments) -> {
            if (call.equals("read")) {
                reader(readers, (long) arguments[1]).complete(Thread.currentThread());
                fixture.hooked.pass(nanosPerRead);
            }
        });
        return readers;
    }

    private static CompletableFuture<Thread> reader(Map<Long, CompletableFuture<Thread>> readers, long position) {
        return readers.computeIfAbsent(position, any -> new CompletableFuture<>());
    }

    private static Set<Thread> threads(Map<Long, CompletableFuture<Thread>> readers) {
        return readers.values().stream().map(CompletableFuture::join).collect(Collectors.toSet());
    }

    @Test
    void theNextBufferIsReadElsewhereWhileThisOneIsWorkedOn() throws Exception {
        try (ReaderFixture fixture = new ReaderFixture(settings().build())) {
            byte[] content = fixture.file(FILE, BUFFERS * BUFFER);
            Map<Long, CompletableFuture<Thread>> readers = readers(fixture, SLOW);
            AtomicReference<Thread> worker = new AtomicReference<>();
            Collected slow = new Collected(number -> {
                worker.set(Thread.currentThread());
                fixture.hooked.pass(SLOW);
                // The first is read alone, and after three slow ones the mind is made up. This chunk is worked on
                // until the next one is read, which only another thread can do.
                if (number > 4) {
                    reader(readers, (long) number * BUFFER)
                            .orTimeout(60, TimeUnit.SECONDS)
                            .join();
                }
            });

            byte[] read = get(fixture.reader.read(FILE, slow));

            assertThat(read).isEqualTo(content);
            for (int i = 5; i < BUFFERS; i++) {
                assertThat(reader(readers, (long) i * BUFFER)).isCompletedWithValueMatching(by -> by != worker.get());
            }
            assertThat(fixture.reader.use().memory().peakBytes()).isEqualTo(2 * BUFFER);
            fixture.assertNothingHeld();
        }
    }

    @Test
    void readsThatAreOverAtOnceAreNotHandedToAnotherThread() throws Exception {
        try (ReaderFixture fixture = new ReaderFixture(settings().build())) {
            fixture.file(FILE, BUFFERS * BUFFER);
            Map<Long, CompletableFuture<Thread>> readers = readers(fixture, 0);

            get(fixture.reader.read(FILE, new Collected(number -> fixture.hooked.pass(SLOW))));

            assertThat(threads(readers)).hasSize(1);
            assertThat(fixture.reader.use().memory().peakBytes()).isEqualTo(BUFFER);
        }
    }

    @Test
    void withOneWorkerNobodyHelpsAndNobodyWaits() throws Exception {
        try (ReaderFixture fixture =
                new ReaderFixture(MemoryVfs.create(), settings().build(), 1, 2)) {
            byte[] content = fixture.file(FILE, 10 * BUFFERS * BUFFER);
            Map<Long, CompletableFuture<Thread>> readers = readers(fixture, SLOW);

            byte[] read = get(fixture.reader.read(FILE, new Collected(number -> fixture.hooked.pass(SLOW))));

            assertThat(read).isEqualTo(content);
            assertThat(threads(readers)).hasSize(1);
            fixture.assertNothingHeld();
        }
    }

    @Test
    void aBufferReadAheadThatFailsFailsTheFileAfterTheChunksBeforeIt() throws Exception {
        try (ReaderFixture fixture = new ReaderFixture(settings().build())) {
            fixture.file(FILE, BUFFERS * BUFFER);
            IOException planned = new FileSystemException(FILE.toString(), null, "planned");
            fixture.hooked.stopTheClock();
            fixture.hooked.hook((call, arguments) -> {
                if (call.equals("read")) {
                    fixture.hooked.pass(SLOW);
                    if ((long) arguments[1] == 20L * BUFFER) {
                        throw planned;
                    }
                }
            });
            Collected slow = new Collected(number -> fixture.hooked.pass(SLOW));

            assertThatThrownBy(() -> get(fixture.reader.read(FILE, slow))).hasCause(planned);
            assertThat(slow.chunks).hasSize(20);
            fixture.assertNothingHeld();
        }
    }

    @Test
    void aReaderThatFailsWaitsForTheBufferBeingReadAhead() throws Exception {
        try (ReaderFixture fixture = new ReaderFixture(settings().build())) {
            fixture.file(FILE, BUFFERS * BUFFER);
            CountDownLatch reading = new CountDownLatch(1);
            CountDownLatch closed = new CountDownLatch(1);
            AtomicBoolean closedUnderRead = new AtomicBoolean();
            AtomicReference<Thread> worker = new AtomicReference<>();
            fixture.hooked.stopTheClock();
            fixture.hooked.hook((call, arguments) -> {
                if (call.equals("close")) {
                    closed.countDown();
                }
                if (call.equals("read")) {
                    fixture.hooked.pass(SLOW);
                    if (worker.get() != null && Thread.currentThread() != worker.get()) {
                        reading.countDown();
                        // Ample time for a reader that does not wait to close the file under this read.
                        closedUnderRead.set(within(closed, Duration.ofMillis(300)));
                    }
                }
            });
            RuntimeException planned = new IllegalStateException("planned");
            Collected failing = new Collected(number -> {
                fixture.hooked.pass(SLOW);
                worker.set(Thread.currentThread());
                if (number == 5) {
                    assertThat(within(reading, Duration.ofSeconds(60))).isTrue();
                    throw planned;
                }
            });

            assertThatThrownBy(() -> get(fixture.reader.read(FILE, failing))).hasCause(planned);

            assertThat(closedUnderRead).isFalse();
            fixture.assertNothingHeld();
        }
    }

    private static boolean within(CountDownLatch latch, Duration atMost) {
        try {
            return latch.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
