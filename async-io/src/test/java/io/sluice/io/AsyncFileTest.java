package io.sluice.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.io.AsyncFile.SyncScope;
import io.sluice.io.vfs.MemoryVfs;
import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.Survival;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AsyncFileTest {
    private static final Path PATH = Path.of("/f");

    private final MemoryVfs vfs = MemoryVfs.create();
    private final AsyncFileSystem files = AsyncFileSystem.over(vfs, FileSystemSettings.defaults());

    @AfterEach
    void close() {
        files.close();
    }

    static <T> T get(CompletableFuture<T> stage) throws Exception {
        try {
            return stage.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private AsyncFile file(String content) throws Exception {
        AsyncFile file = get(files.open(PATH, OpenMode.TRUNCATE));
        get(file.write(bytes(content)));
        get(file.seek(0));
        return file;
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }

    @Test
    void sequentialCallsGoOnWhereTheOneBeforeStopped() throws Exception {
        AsyncFile file = file("abcdefghij");

        CompletableFuture<byte[]> first = file.read(3);
        CompletableFuture<byte[]> second = file.read(4);
        CompletableFuture<byte[]> rest = file.readAll();
        CompletableFuture<Long> end = file.tell();

        assertThat(text(get(first))).isEqualTo("abc");
        assertThat(text(get(second))).isEqualTo("defg");
        assertThat(text(get(rest))).isEqualTo("hij");
        assertThat(get(end)).isEqualTo(10);
    }

    @Test
    void sequentialWritesAskedForAtOnceStandInTheOrderTheyWereAskedFor() throws Exception {
        AsyncFile file = get(files.open(PATH, OpenMode.CREATE_NEW));
        List<CompletableFuture<Void>> writes = new ArrayList<>();
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            String word = "w" + i + ";";
            expected.append(word);
            writes.add(file.write(bytes(word)));
        }
        get(CompletableFuture.allOf(writes.toArray(CompletableFuture<?>[]::new)));

        assertThat(text(get(files.readAll(PATH)))).isEqualTo(expected.toString());
    }

    @Test
    void positionalCallsLeaveTheCursorAlone() throws Exception {
        AsyncFile file = file("abcdef");
        ByteBuffer target = ByteBuffer.allocate(3);

        assertThat(get(file.read(target, 2))).isEqualTo(3);
        get(file.write(bytes("XY"), 4));

        assertThat(text(target.array())).isEqualTo("cde");
        assertThat(get(file.tell())).isZero();
        assertThat(text(get(file.readAll()))).isEqualTo("abcdXY");
    }

    @Test
    void theRestOfAFilePastItsEndIsEmpty() throws Exception {
        AsyncFile file = file("abc");
        get(file.seek(10));

        assertThat(get(file.readAll())).isEmpty();
        assertThat(get(file.tell())).isEqualTo(10);
    }

    @Test
    void readingPastTheEndIsMinusOneForBuffersAndEmptyForBytes() throws Exception {
        AsyncFile file = file("ab");

        assertThat(get(file.read(ByteBuffer.allocate(4), 2))).isEqualTo(-1);
        assertThat(get(file.read(ByteBuffer.allocate(4)))).isEqualTo(2);
        assertThat(get(file.read(ByteBuffer.allocate(4)))).isEqualTo(-1);
        assertThat(get(file.read(5))).isEmpty();
        assertThat(get(file.readAll())).isEmpty();
    }

    @Test
    void seekingTruncatingAndSizesAgree() throws Exception {
        AsyncFile file = file("abcdef");

        assertThat(get(file.seekToEnd())).isEqualTo(6);
        get(file.truncate(3));

        assertThat(get(file.size())).isEqualTo(3);
        assertThat(get(file.tell())).isEqualTo(6);
        get(file.write(bytes("Z")));
        assertThat(get(file.size())).isEqualTo(7);
        get(file.seek(0));
        assertThat(text(get(file.readAll()))).isEqualTo("abc\0\0\0Z");
    }

    @Test
    void appendingBeginsAtTheEnd() throws Exception {
        get(file("abc").close());
        AsyncFile file = get(files.open(PATH, OpenMode.APPEND));

        get(file.write(bytes("def")));

        assertThat(text(get(files.readAll(PATH)))).isEqualTo("abcdef");
    }

    @Test
    void writingToAFileOpenedForReadingIsRefusedWithItsName() throws Exception {
        get(file("abc").close());
        AsyncFile file = get(files.open(PATH, OpenMode.READ));

        assertThatThrownBy(() -> get(file.write(bytes("x"))))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("/f")
                .hasMessageContaining("read only");
    }

    @Test
    void anOperationAfterCloseFailsNamingTheFile() throws Exception {
        AsyncFile file = file("abc");
        get(file.close());

        assertThatThrownBy(() -> get(file.read(1)))
                .hasMessageContaining("/f")
                .hasRootCauseInstanceOf(ClosedChannelException.class);
    }

    @Test
    void closingAgainIsTheSameOutcomeAndCancellingItDisturbsNobody() throws Exception {
        AsyncFile file = file("abc");

        file.close().cancel(false);

        get(file.close());
        assertThat(files.metrics().snapshot().permits().get("open file").operations())
                .isZero();
    }

    @Test
    void whatWasSyncedOutlastsACrashAndWhatWasOnlyFlushedDoesNot() throws Exception {
        AsyncFile file = get(files.open(PATH, OpenMode.CREATE_NEW));
        get(file.write(bytes("kept")));
        get(file.sync(SyncScope.DATA));
        vfs.syncDirectory(Path.of("/"));
        get(file.write(bytes("lost")));
        get(file.flush());

        MemoryVfs after = vfs.afterCrash(Survival.syncedOnly());

        try (AsyncFileSystem read = AsyncFileSystem.over(after, FileSystemSettings.defaults())) {
            assertThat(text(get(read.readAll(PATH)))).isEqualTo("kept");
        }
    }

    @Test
    void readingAllOfAFileAboveTheLimitIsRefusedWithWhatToDo() throws Exception {
        file("0123456789");
        try (AsyncFileSystem small = AsyncFileSystem.over(
                vfs, FileSystemSettings.builder().maxReadAllBytes(9).build())) {
            assertThatThrownBy(() -> get(small.readAll(PATH)))
                    .hasMessageContaining("/f")
                    .hasMessageContaining("maxReadAllBytes");
        }
    }

    @Test
    void aReadLargerThanTheBytesAllowedUnderWayIsRefused() throws Exception {
        AsyncFile file = file("abc");

        assertThatThrownBy(() -> get(file.read(65 << 20))).isInstanceOf(IllegalArgumentException.class);
        assertThat(get(file.tell())).isZero();
    }

    @Test
    void everyLimitOfTheSettingsIsChecked() {
        assertThatThrownBy(() -> FileSystemSettings.builder().ioThreads(0).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ioThreads is 0: it must be from 1 to 1024");
        assertThatThrownBy(
                        () -> FileSystemSettings.builder().maxReadBytes(1_000).build())
                .hasMessageContaining("maxReadBytes");
    }
}
