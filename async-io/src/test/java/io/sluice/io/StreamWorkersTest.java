package io.sluice.io;

import static io.sluice.io.AsyncFileTest.get;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.io.vfs.MemoryVfs;
import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.WholeFiles;
import java.nio.channels.ClosedChannelException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** On whose threads streams read, decode and deliver. */
class StreamWorkersTest {
    private static final Path PATH = Path.of("/f");

    private final MemoryVfs memory = MemoryVfs.create();

    /** Asks for everything, and does something with each item. */
    private static final class Taker<T> implements Flow.Subscriber<T> {
        private final Runnable withEach;
        private final Set<String> threads = ConcurrentHashMap.newKeySet();
        private final CompletableFuture<Integer> done = new CompletableFuture<>();
        private int count;

        Taker(Runnable withEach) {
            this.withEach = withEach;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(T item) {
            threads.add(Thread.currentThread().getName());
            count++;
            withEach.run();
        }

        @Override
        public void onError(Throwable failure) {
            threads.add(Thread.currentThread().getName());
            done.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            threads.add(Thread.currentThread().getName());
            done.complete(count);
        }
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
    void itemsComeOnCpuWorkersAndTheEndToo() throws Exception {
        WholeFiles.write(memory, PATH, "line\n".repeat(1_000).getBytes(UTF_8));
        try (AsyncFileSystem files = AsyncFileSystem.over(
                memory,
                FileSystemSettings.builder()
                        .name("test")
                        .cpuThreads(1)
                        .chunkBytes(512)
                        .build())) {
            Taker<Object> lines = new Taker<>(() -> {});
            Taker<Object> chunks = new Taker<>(() -> {});
            Taker<Object> names = new Taker<>(() -> {});

            files.lines(PATH, UTF_8).subscribe(lines);
            files.chunks(PATH, 512).subscribe(chunks);
            files.list(Path.of("/")).subscribe(names);

            assertThat(get(lines.done)).isEqualTo(1_000);
            assertThat(get(chunks.done)).isEqualTo(10);
            assertThat(get(names.done)).isEqualTo(1);
            assertThat(lines.threads).containsExactly("sluice-test-cpu-1");
            assertThat(chunks.threads).containsExactly("sluice-test-cpu-1");
            assertThat(names.threads).containsExactly("sluice-test-cpu-1");
        }
    }

    @Test
    void aSubscriberThatTakesItsTimeKeepsNoFileWaiting() throws Exception {
        WholeFiles.write(memory, PATH, "line\n".getBytes(UTF_8));
        try (AsyncFileSystem files = AsyncFileSystem.over(
                memory, FileSystemSettings.builder().ioThreads(1).cpuThreads(1).build())) {
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch go = new CountDownLatch(1);
            Taker<Object> slow = new Taker<>(() -> {
                begun.countDown();
                await(go);
            });
            files.lines(PATH, UTF_8).subscribe(slow);
            await(begun);

            assertThat(get(files.exists(PATH))).isTrue();

            go.countDown();
            assertThat(get(slow.done)).isEqualTo(1);
        }
    }

    @Test
    void streamsGoOnWhenTheCpuWorkersHaveTooMuchToDo() throws Exception {
        WholeFiles.write(memory, PATH, "line\n".repeat(1_000).getBytes(UTF_8));
        try (AsyncFileSystem files = AsyncFileSystem.over(
                memory,
                FileSystemSettings.builder()
                        .cpuThreads(1)
                        .maxOpenFiles(1)
                        .chunkBytes(512)
                        .build())) {
            AsyncFile file = get(files.open(PATH, OpenMode.READ));
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch go = new CountDownLatch(1);
            Taker<Object> slow = new Taker<>(() -> {
                begun.countDown();
                await(go);
            });
            file.chunks(0, 5_000).subscribe(slow);
            await(begun);
            List<Taker<Object>> others = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                others.add(new Taker<>(() -> {}));
                file.lines(0, UTF_8).subscribe(others.get(i));
            }

            // One waits in the queue of the only CPU worker, which is busy; all others are done by I/O workers.
            for (Taker<Object> other : others.subList(1, 20)) {
                assertThat(get(other.done)).isEqualTo(1_000);
            }

            go.countDown();
            assertThat(get(others.get(0).done)).isEqualTo(1_000);
            assertThat(get(slow.done)).isEqualTo(1);
            get(file.close());
        }
    }

    @Test
    void aStreamOfAClosedFileOrFileSystemFailsBeforeThereIsDemand() throws Exception {
        WholeFiles.write(memory, PATH, "line\n".getBytes(UTF_8));
        AsyncFileSystem files = AsyncFileSystem.over(memory, FileSystemSettings.defaults());
        AsyncFile file = get(files.open(PATH, OpenMode.READ));
        get(file.close());
        NoDemand ofFile = new NoDemand();
        file.lines(0, UTF_8).subscribe(ofFile);
        files.close();
        NoDemand ofFileSystem = new NoDemand();
        files.lines(PATH, UTF_8).subscribe(ofFileSystem);

        assertThat(ofFile.failure).hasRootCauseInstanceOf(ClosedChannelException.class);
        assertThat(ofFileSystem.failure).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void aStreamOfAMissingFileHoldsNothingAndFailsOnTheFirstRequest() throws Exception {
        try (AsyncFileSystem files = AsyncFileSystem.over(memory, FileSystemSettings.defaults())) {
            NoDemand idle = new NoDemand();
            files.lines(PATH, UTF_8).subscribe(idle);

            assertThat(files.flow().openFiles().operations()).isZero();
            Taker<Object> asking = new Taker<>(() -> {});
            files.lines(PATH, UTF_8).subscribe(asking);
            assertThat(asking.done)
                    .failsWithin(Duration.ofSeconds(60))
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(NoSuchFileException.class);
            assertThat(idle.failure).isNull();
        }
    }

    /** Asks for nothing. Its signals come on the test's thread, or never. */
    private static final class NoDemand implements Flow.Subscriber<Object> {
        private volatile Throwable failure;

        @Override
        public void onSubscribe(Flow.Subscription subscription) {}

        @Override
        public void onNext(Object item) {}

        @Override
        public void onError(Throwable cause) {
            failure = cause;
        }

        @Override
        public void onComplete() {}
    }
}
