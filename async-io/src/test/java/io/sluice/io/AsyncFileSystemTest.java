package io.sluice.io;

import static io.sluice.io.AsyncFileTest.get;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.io.lock.LockLevel;
import io.sluice.io.lock.LockTimeoutException;
import io.sluice.io.publish.PublishOptions;
import io.sluice.io.tree.LinkPolicy;
import io.sluice.io.tree.TreeEntry;
import io.sluice.io.vfs.LocalVfs;
import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.Vfs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The asynchronous file system on the real one. */
class AsyncFileSystemTest {
    @TempDir
    Path root;

    private Vfs vfs;
    private AsyncFileSystem files;

    @BeforeEach
    void open() throws IOException {
        vfs = LocalVfs.rootedAt(root);
        files = AsyncFileSystem.over(vfs, FileSystemSettings.defaults());
    }

    @AfterEach
    void close() {
        files.close();
        vfs.close();
    }

    private Path write(String name, String content) throws Exception {
        Path path = root.resolve(name);
        AsyncFile file = get(files.open(path, OpenMode.TRUNCATE));
        get(file.write(ByteBuffer.wrap(content.getBytes(UTF_8))));
        get(file.close());
        return path;
    }

    private String read(Path path) throws Exception {
        return new String(get(files.readAll(path)), UTF_8);
    }

    private <T> List<T> all(BlockingItems<T> items) throws IOException {
        List<T> taken = new ArrayList<>();
        try (items) {
            for (Optional<T> item = items.next(); item.isPresent(); item = items.next()) {
                taken.add(item.get());
            }
        }
        return taken;
    }

    @Test
    void questionsAboutFilesDirectoriesAndLinksAreAnswered() throws Exception {
        Path file = write("f", "abc");
        Path link = root.resolve("link");
        get(files.symlink(file, link));
        Path name = root.resolve("second");
        get(files.link(file, name));

        assertThat(get(files.exists(file))).isTrue();
        assertThat(get(files.isFile(link))).isTrue();
        assertThat(get(files.isLink(link))).isTrue();
        assertThat(get(files.isDirectory(root))).isTrue();
        assertThat(get(files.exists(root.resolve("none")))).isFalse();
        assertThat(get(files.sameFile(file, name))).isTrue();
        assertThat(get(files.sameFile(file, link))).isTrue();
        assertThat(get(files.stat(link)).bytes()).isEqualTo(3);
        assertThat(get(files.statLink(link)).isLink()).isTrue();
        assertThat(get(files.canonical(link))).isEqualTo(file.toRealPath());
        assertThat(get(files.readLink(link))).isEqualTo(file);
        assertThat(get(files.access(file, AccessMode.READ, AccessMode.WRITE))).isTrue();
        assertThat(get(files.access(file, AccessMode.EXECUTE))).isFalse();
        assertThat(get(files.access(file))).isTrue();
        assertThat(get(files.access(file.resolveSibling("none")))).isFalse();
        assertThat(get(files.diskUsage(root)).totalBytes()).isPositive();
    }

    @Test
    void aPathOutsideTheRootsIsDeniedAndNotAnswered() {
        assertThatThrownBy(() -> get(files.exists(root.resolve("../outside"))))
                .isInstanceOf(AccessDeniedException.class);
    }

    @Test
    void namesAreMadeMovedAndRemoved() throws Exception {
        Path directory = root.resolve("a/b");
        get(files.makeDirectories(directory));
        Path file = write("a/b/f", "abc");
        Path moved = root.resolve("moved");

        get(files.rename(file, moved));
        write("other", "other");
        assertThatThrownBy(() -> get(files.rename(moved, root.resolve("other"))))
                .isInstanceOf(FileAlreadyExistsException.class);
        get(files.replace(moved, root.resolve("other")));
        assertThat(read(root.resolve("other"))).isEqualTo("abc");

        get(files.removeDirectory(directory));
        assertThatThrownBy(() -> get(files.delete(root.resolve("a")))).isInstanceOf(FileSystemException.class);
        assertThatThrownBy(() -> get(files.removeDirectory(root.resolve("other"))))
                .isInstanceOf(FileSystemException.class);
        get(files.removeTree(root.resolve("a")));
        get(files.delete(root.resolve("other")));
        assertThat(all(files.blocking(Duration.ofSeconds(30)).list(root))).isEmpty();
    }

    @Test
    void listsAndWalksStreamWhatIsThere() throws Exception {
        get(files.makeDirectories(root.resolve("a/b")));
        for (int i = 0; i < 600; i++) {
            write("a/b/f" + i, "");
        }
        BlockingFileSystem waiting = files.blocking(Duration.ofSeconds(30));

        assertThat(all(waiting.list(root.resolve("a/b")))).hasSize(600).doesNotHaveDuplicates();
        assertThat(all(waiting.walk(root, 10, LinkPolicy.REPORT)))
                .extracting(TreeEntry::path)
                .hasSize(602)
                .contains(root.resolve("a/b/f599"));
        assertThat(files.metrics().snapshot().permits().get("open file").operations())
                .isZero();
    }

    @Test
    void aPublicationWhoseWriterIsAtWorkCannotBeCancelled() throws Exception {
        Path target = root.resolve("p");
        CompletableFuture<Void> atWork = new CompletableFuture<>();
        CompletableFuture<Void> goOn = new CompletableFuture<>();
        CompletableFuture<String> published = files.publish(target, PublishOptions.createOnly(), draft -> {
            atWork.complete(null);
            return goOn.thenCompose(go -> draft.write(ByteBuffer.wrap("new".getBytes(UTF_8))))
                    .thenApply(written -> "done");
        });
        get(atWork);

        assertThat(published.cancel(true)).isFalse();
        goOn.complete(null);

        assertThat(get(published)).isEqualTo("done");
        assertThat(read(target)).isEqualTo("new");
    }

    @Test
    void aPublishedFileIsThereWholeAndADiscardedOneIsNot() throws Exception {
        Path target = root.resolve("p");

        String done = get(files.publish(
                target,
                PublishOptions.createOnly(),
                draft -> draft.write(ByteBuffer.wrap("new".getBytes(UTF_8))).thenApply(written -> "done")));

        assertThat(done).isEqualTo("done");
        assertThat(read(target)).isEqualTo("new");
        assertThatThrownBy(() -> get(files.publish(
                        target,
                        PublishOptions.createOnly(),
                        draft -> draft.write(ByteBuffer.wrap("again".getBytes(UTF_8))))))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> get(files.publish(
                        root.resolve("q"),
                        PublishOptions.replace(),
                        draft -> CompletableFuture.failedFuture(new IllegalStateException("no content")))))
                .hasMessage("no content");
        assertThat(all(files.blocking(Duration.ofSeconds(30)).list(root))).containsExactly(target);
    }

    @Test
    void aPublicationMayBeWrittenStepByStepAndThenAbandoned() throws Exception {
        Path target = root.resolve("p");
        AsyncPublication publication = get(files.openPublication(target, PublishOptions.replace()));
        get(publication.write(ByteBuffer.wrap(new byte[10])));
        get(publication.discard());
        get(publication.close());

        assertThat(get(files.exists(target))).isFalse();
        assertThat(files.flow().openFiles().operations()).isZero();
    }

    @Test
    void copiesAreWhole() throws Exception {
        Path from = write("from", "x".repeat(300_000));

        assertThat(get(files.copy(from, root.resolve("to")))).isEqualTo(300_000);
        assertThat(read(root.resolve("to"))).isEqualTo(read(from));
        assertThatThrownBy(() -> get(files.copy(from, root.resolve("to"))))
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void temporaryThingsAreGoneOnceClosed() throws Exception {
        AsyncTemporaryDirectory directory = get(files.makeTemporaryDirectory(root, "work-"));
        AsyncFile named = get(files.openTemporary(directory.path(), "n-", ".bin"));
        AsyncFile unnamed = get(files.openUnnamed(directory.path()));
        AsyncFile spooled = get(files.openSpooled(directory.path(), 16));
        for (AsyncFile file : List.of(named, unnamed, spooled)) {
            get(file.write(ByteBuffer.wrap("x".repeat(100).getBytes(UTF_8))));
            get(file.seek(0));
            assertThat(get(file.readAll())).hasSize(100);
        }
        assertThat(named.path().getFileName().toString()).startsWith("n-").endsWith(".bin");

        get(named.close());
        assertThat(get(files.exists(named.path()))).isFalse();
        get(unnamed.close());
        get(spooled.close());
        get(directory.close());
        assertThatThrownBy(() -> get(files.stat(directory.path()))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void locksExcludeAndTimeOutAndFree() throws Exception {
        Path path = root.resolve("lock");
        AsyncLock one = get(files.openLock(path));
        AsyncLock two = get(files.openLock(path));

        get(one.lock(LockLevel.EXCLUSIVE, Duration.ofSeconds(10)));
        assertThat(get(two.tryLock(LockLevel.SHARED))).isFalse();
        assertThat(get(two.isReservedElsewhere())).isTrue();
        assertThatThrownBy(() -> get(two.lock(LockLevel.SHARED, Duration.ofMillis(20))))
                .isInstanceOf(LockTimeoutException.class);
        CompletableFuture<Void> waiting = two.lock(LockLevel.SHARED, Duration.ofSeconds(20));
        get(one.downgrade(LockLevel.NONE));
        get(waiting);

        assertThat(two.level()).isEqualTo(LockLevel.SHARED);
        get(one.close());
        get(two.close());
    }

    @Test
    void readsWritesAndTimesAreCounted() throws Exception {
        write("f", "abc");
        read(root.resolve("f"));

        assertThat(files.metrics().values())
                .containsEntry("strategy.file-system.read.bytes", 3L)
                .containsEntry("strategy.file-system.write.bytes", 3L);
    }

    @Test
    void closingTheFileSystemAbandonsPublicationsAndFreesLocksAndDirectories() throws Exception {
        Path target = root.resolve("p");
        get(get(files.openPublication(target, PublishOptions.replace())).write(ByteBuffer.wrap(new byte[10])));
        get(files.makeTemporaryDirectory(root, "work-"));
        get(get(files.openLock(root.resolve("lock"))).lock(LockLevel.EXCLUSIVE, Duration.ofSeconds(10)));

        files.close();

        try (AsyncFileSystem others = AsyncFileSystem.over(vfs, FileSystemSettings.defaults())) {
            assertThat(all(others.blocking(Duration.ofSeconds(30)).list(root))).containsExactly(root.resolve("lock"));
            AsyncLock lock = get(others.openLock(root.resolve("lock")));
            assertThat(get(lock.tryLock(LockLevel.EXCLUSIVE))).isTrue();
        }
    }

    @Test
    void whatAKilledPredecessorWasPublishingIsSweptByItsSuccessor() throws Exception {
        Path target = root.resolve("p");
        FileSystemSettings settings =
                FileSystemSettings.builder().owner("task-1").build();
        try (Vfs otherVfs = LocalVfs.rootedAt(root)) {
            // Never closed, as if its process had been killed.
            AsyncFileSystem killed = AsyncFileSystem.over(otherVfs, settings);
            get(get(killed.openPublication(target, PublishOptions.replace())).write(ByteBuffer.wrap(new byte[10])));
        }

        try (AsyncFileSystem successor = AsyncFileSystem.over(vfs, settings)) {
            assertThat(get(successor.sweepPublications(root))).isEqualTo(1);
            assertThat(all(successor.blocking(Duration.ofSeconds(30)).list(root)))
                    .isEmpty();
        }
    }

    @Test
    void aWriterWithoutAStageIsAFailureAndLeavesNothing() throws Exception {
        assertThatThrownBy(() -> get(files.publish(root.resolve("p"), PublishOptions.replace(), draft -> null)))
                .isInstanceOf(NullPointerException.class);

        assertThat(all(files.blocking(Duration.ofSeconds(30)).list(root))).isEmpty();
    }

    @Test
    void permitsAreLoweredAndRaisedAgainWhileRunningButNotAboveTheSettings() throws Exception {
        files.flow().limitReads(1, 1 << 20);
        write("f", "abc");

        assertThat(read(root.resolve("f"))).isEqualTo("abc");
        assertThat(files.flow().reads().limits().operations()).isEqualTo(1);
        assertThatThrownBy(() -> files.flow().limitReads(1_000, 1 << 20))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxReads");
    }
}
