package io.sluice.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.io.tree.LinkPolicy;
import io.sluice.io.vfs.ForwardingVfs;
import io.sluice.io.vfs.MemoryVfs;
import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.VfsCall;
import io.sluice.io.vfs.VfsOperation;
import io.sluice.io.vfs.WholeFiles;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams whose end comes from elsewhere than the end of what they read. */
class StreamEndsTest {
    private static final Path DIRECTORY = Path.of("/d");
    private static final Path FILE = DIRECTORY.resolve("f");
    private static final Duration LONG = Duration.ofSeconds(60);

    private final MemoryVfs memory = MemoryVfs.create();

    /** Asks for everything and waits for the end. */
    private static final class End implements Flow.Subscriber<Object> {
        private final CompletableFuture<Void> done = new CompletableFuture<>();

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(Object item) {}

        @Override
        public void onError(Throwable failure) {
            done.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            done.complete(null);
        }
    }

    private void writeFile() throws IOException {
        memory.createDirectory(DIRECTORY);
        WholeFiles.write(memory, FILE, "line\n".repeat(10).getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ISO-2022-CN", "x-JISAutoDetect"})
    void aCharsetWithoutLinesEndsTheStreamAndNothingStaysOpen(String charset) throws Exception {
        writeFile();
        try (AsyncFileSystem files = AsyncFileSystem.over(memory, FileSystemSettings.defaults())) {
            End ofPath = new End();
            files.lines(FILE, Charset.forName(charset)).subscribe(ofPath);

            assertThat(ofPath.done)
                    .failsWithin(LONG)
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(IllegalArgumentException.class)
                    .withMessageContaining(charset);
            // Closed before its end was told.
            assertThat(files.flow().openFiles().operations()).isZero();

            AsyncFile file = AsyncFileTest.get(files.open(FILE, OpenMode.READ));
            End ofFile = new End();
            file.lines(0, Charset.forName(charset)).subscribe(ofFile);
            assertThat(ofFile.done).failsWithin(LONG);
            assertThat(file.close()).succeedsWithin(LONG);
        }
    }

    @Test
    void aFileIsNotClosedUnderTheWorkerThatStreamsIt() throws IOException {
        closesMeanwhile(VfsCall.READ, VfsCall.CLOSE, FILE, files -> files.lines(FILE, UTF_8));
    }

    @Test
    void aDirectoryIsNotClosedUnderTheWorkerThatListsIt() throws IOException {
        closesMeanwhile(VfsCall.LIST_NEXT, VfsCall.LIST_CLOSE, DIRECTORY, files -> files.list(DIRECTORY));
    }

    @Test
    void aTreeIsNotClosedUnderTheWorkerThatWalksIt() throws IOException {
        closesMeanwhile(
                VfsCall.LIST_NEXT,
                VfsCall.LIST_CLOSE,
                DIRECTORY,
                files -> files.walk(Path.of("/"), 9, LinkPolicy.REPORT));
    }

    /** Closes the file system in the middle of the first such call, and looks that nothing is closed before it is over. */
    private void closesMeanwhile(
            VfsCall during,
            VfsCall closing,
            Path path,
            Function<AsyncFileSystem, ? extends Flow.Publisher<?>> publisher)
            throws IOException {
        writeFile();
        AtomicBoolean under = new AtomicBoolean();
        AtomicBoolean closedUnder = new AtomicBoolean();
        AtomicBoolean closed = new AtomicBoolean();
        CompletableFuture<AsyncFileSystem> opened = new CompletableFuture<>();
        ForwardingVfs vfs = new ForwardingVfs(memory) {
            @Override
            protected <T> T around(VfsOperation operation, Call<T> call) throws IOException {
                if (operation.call() == closing) {
                    closed.set(true);
                    closedUnder.compareAndSet(false, under.get());
                }
                if (operation.call() != during || !operation.path().equals(path) || closed.get()) {
                    return super.around(operation, call);
                }
                under.set(true);
                closeForAWhile(opened.join());
                T result = super.around(operation, call);
                under.set(false);
                return result;
            }
        };
        AsyncFileSystem files = AsyncFileSystem.over(
                vfs, FileSystemSettings.builder().ioThreads(2).build());
        End end = new End();
        publisher.apply(files).subscribe(end);
        opened.complete(files);

        // What was read last may have been all there is, and else the stream fails.
        assertThat(end.done.handle((done, failure) -> "ended")).succeedsWithin(LONG);
        files.close();
        assertThat(closed).isTrue();
        assertThat(closedUnder).isFalse();
    }

    /** Long enough for the other worker to close what it may. */
    private static void closeForAWhile(AsyncFileSystem files) {
        try {
            assertThat(((VfsFileSystem) files).close(Duration.ofMillis(200))).isNotEmpty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
