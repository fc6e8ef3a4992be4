package io.sluice.io.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.SyncFailedException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What only the real file system has: interrupts, mappings, roots behind links, its timer thread. */
class LocalVfsTest {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final Path MAPS = Path.of("/proc/self/maps");

    @TempDir
    Path directory;

    private Path root;
    private LocalVfs vfs;

    @BeforeEach
    void start() throws IOException {
        root = Files.createDirectory(directory.resolve("root"));
        vfs = LocalVfs.rootedAt(root);
    }

    @AfterEach
    void closeIt() {
        vfs.close();
    }

    @Test
    void anInterruptedThreadIsTurnedAwayAndTheFileStaysOpenForOthers() throws IOException {
        WholeFiles.write(vfs, Path.of("a"), "content");
        try (VfsFile file = vfs.open(Path.of("a"), OpenMode.UPDATE);
                VfsFile other = vfs.open(Path.of("b"), OpenMode.EDIT)) {
            Thread.currentThread().interrupt();
            try {
                assertThatThrownBy(() -> file.read(ByteBuffer.allocate(9), 0))
                        .isInstanceOf(InterruptedIOException.class)
                        .hasMessageContaining("a: ");
                assertThatThrownBy(() -> file.write(ByteBuffer.allocate(9), 0))
                        .isInstanceOf(InterruptedIOException.class);
                assertThatThrownBy(file::size).isInstanceOf(InterruptedIOException.class);
                assertThatThrownBy(() -> file.force(true)).isInstanceOf(InterruptedIOException.class);
                assertThatThrownBy(() -> file.truncate(1)).isInstanceOf(InterruptedIOException.class);
                assertThatThrownBy(() -> file.map(0, 1)).isInstanceOf(InterruptedIOException.class);
                assertThatThrownBy(() -> file.transferTo(0, 1, other, 0)).isInstanceOf(InterruptedIOException.class);
                assertThatThrownBy(() -> vfs.syncDirectory(root)).isInstanceOf(InterruptedIOException.class);
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }
            assertThat(file.size()).isEqualTo(7);
            assertThat(other.size()).isZero();
        }
    }

    @Test
    void aFailureNamesThePathThePositionAndTheReason() throws IOException {
        BrokenChannel channel = new BrokenChannel("No space left on device");
        try (LocalFile file = new LocalFile(
                Path.of("some/file"),
                null,
                new FileStores(),
                new GuardedChannel(channel, null, new LockFileGuard()),
                -1)) {
            assertThatExceptionOfType(FileSystemException.class)
                    .isThrownBy(() -> file.write(ByteBuffer.allocate(10), 4096))
                    .withMessageContaining("some/file")
                    .withMessageContaining("10 bytes at position 4096")
                    .withMessageContaining("No space left on device")
                    .withCauseInstanceOf(IOException.class);
            assertThatExceptionOfType(FileSystemException.class)
                    .isThrownBy(() -> file.read(ByteBuffer.allocate(10), 5))
                    .withMessageContaining("10 bytes at position 5");
        }
    }

    @Test
    void aFailedSyncSaysThatItIsOneAndOfWhatFile() throws IOException {
        BrokenChannel channel = new BrokenChannel("Input/output error");
        try (LocalFile file = new LocalFile(
                Path.of("some/file"),
                null,
                new FileStores(),
                new GuardedChannel(channel, null, new LockFileGuard()),
                -1)) {
            assertThatExceptionOfType(SyncFailedException.class)
                    .isThrownBy(() -> file.force(true))
                    .withMessageContaining("some/file")
                    .withMessageContaining("may be lost")
                    .withMessageContaining("Input/output error")
                    .withCauseInstanceOf(IOException.class);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX) // Its /proc holds directories that open and cannot be synced.
    void aFailedSyncOfADirectorySaysThatItIsOne() throws IOException {
        try (LocalVfs proc = LocalVfs.rootedAt(Path.of("/proc"))) {
            assertThatExceptionOfType(SyncFailedException.class)
                    .isThrownBy(() -> proc.syncDirectory(Path.of("/proc/sys")))
                    .withMessageContaining("/proc/sys")
                    .withMessageContaining("Invalid argument")
                    .withCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void largeHeapBuffersDoNotGrowTheMemoryOutsideTheHeap() throws IOException {
        WholeFiles.write(vfs, Path.of("a"), new byte[8 << 20]);
        CompletableFuture<Long> growth = new CompletableFuture<>();
        Thread reader = new Thread(() -> growth.completeAsync(
                () -> {
                    long before = directBytes();
                    try (VfsFile file = vfs.open(Path.of("a"), OpenMode.UPDATE)) {
                        assertThat(file.read(ByteBuffer.allocate(8 << 20), 0)).isEqualTo(8 << 20);
                        WholeFiles.write(file, new byte[8 << 20], 0);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    return directBytes() - before;
                },
                Runnable::run));
        reader.start();
        assertThat(growth)
                .succeedsWithin(Duration.ofSeconds(60))
                .satisfies(bytes -> assertThat(bytes).isLessThan(1 << 20));
    }

    private static long directBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    @Test
    void aClosedMappingIsGoneFromTheAddressSpace() throws IOException {
        assumeThat(MAPS).exists();
        Path path = root.resolve("mapped-and-unmapped");
        WholeFiles.write(vfs, path, new byte[1 << 20]);
        try (VfsFile file = vfs.open(path, OpenMode.READ)) {
            VfsFile.Mapping mapping = file.map(0, 1 << 20).orElseThrow();
            assertThat(Files.readString(MAPS)).contains("mapped-and-unmapped");
            mapping.close();
            assertThat(Files.readString(MAPS)).doesNotContain("mapped-and-unmapped");
        }
    }

    @Test
    void networkFileSystemsAreToldByTheirType() {
        assertThat(Stream.of("nfs", "nfs4", "NFS4", "cifs", "smb3", "9p", "fuse.sshfs", "ceph"))
                .allMatch(FileStores::isNetwork);
        assertThat(Stream.of("ext4", "xfs", "btrfs", "tmpfs", "overlay", "zfs", "apfs", "NTFS", "fuseblk"))
                .noneMatch(FileStores::isNetwork);
    }

    @Test
    void aRootMayBeGivenThroughALinkAndBothSpellingsWork() throws IOException {
        Files.writeString(root.resolve("a"), "content");
        Path alias = Files.createSymbolicLink(directory.resolve("alias"), root);
        try (LocalVfs aliased = LocalVfs.rootedAt(alias)) {
            assertThat(WholeFiles.text(aliased, alias.resolve("a"))).isEqualTo("content");
            assertThat(WholeFiles.text(aliased, root.resolve("a"))).isEqualTo("content");
            assertThat(WholeFiles.text(aliased, Path.of("a"))).isEqualTo("content");
            assertThat(aliased.canonical(alias.resolve("a")))
                    .isEqualTo(root.toRealPath().resolve("a"));
        }
    }

    @Test
    void aRootThatIsRedirectedLaterIsStillTheOldOne() throws IOException {
        Path alias = Files.createSymbolicLink(directory.resolve("alias"), root);
        Path other = Files.createDirectory(directory.resolve("other"));
        Files.writeString(other.resolve("secret"), "secret");
        try (LocalVfs aliased = LocalVfs.rootedAt(alias)) {
            Files.delete(alias);
            Files.createSymbolicLink(alias, other);
            assertThatThrownBy(() -> WholeFiles.text(aliased, alias.resolve("secret")))
                    .isInstanceOf(NoSuchFileException.class);
            assertThatThrownBy(() -> WholeFiles.text(aliased, other.resolve("secret")))
                    .isInstanceOf(AccessDeniedException.class);
        }
    }

    @Test
    void rootsMustBeDirectoriesThatExist() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        assertThatThrownBy(() -> LocalVfs.rootedAt(file)).isInstanceOf(NotDirectoryException.class);
        assertThatThrownBy(() -> LocalVfs.rootedAt(directory.resolve("missing")))
                .isInstanceOf(NoSuchFileException.class);
        assertThatIllegalArgumentException().isThrownBy(LocalVfs::rootedAt).withMessageContaining("roots");
    }

    @Test
    void aDirectoryThatWasDeletedAndMadeAnewIsFoundAgain() throws IOException {
        for (int i = 0; i < 3; i++) {
            vfs.createDirectory(Path.of("d"));
            WholeFiles.write(vfs, Path.of("d/a"), "content " + i);
            assertThat(WholeFiles.text(vfs, Path.of("d/a"))).isEqualTo("content " + i);
            vfs.delete(Path.of("d/a"));
            vfs.delete(Path.of("d"));
            assertThatThrownBy(() -> WholeFiles.text(vfs, Path.of("d/a"))).isInstanceOf(NoSuchFileException.class);
        }
    }

    @Test
    void handlesOnDirectoriesAreBoundedAndGoneAfterClose() throws IOException {
        assumeThat(DESCRIPTORS).exists();
        LocalVfs own = LocalVfs.rootedAt(root);
        for (int i = 0; i < 3 * DirectoryHandles.CAPACITY; i++) {
            own.createDirectory(Path.of("d" + i));
            WholeFiles.write(own, Path.of("d" + i + "/a"), "content");
        }
        assertThat(descriptorsUnder(root)).isBetween(1L, 2L * DirectoryHandles.CAPACITY);
        own.close();
        assertThat(descriptorsUnder(root)).isZero();
    }

    private static long descriptorsUnder(Path directory) throws IOException {
        Path real = directory.toRealPath();
        try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
            return descriptors.filter(each -> leadsUnder(each, real)).count();
        }
    }

    private static boolean leadsUnder(Path descriptor, Path directory) {
        try {
            return Files.readSymbolicLink(descriptor).startsWith(directory);
        } catch (IOException e) {
            // The one that listed the descriptors is closed by now.
            return false;
        }
    }

    @Test
    void aPipeIsRefusedInsteadOfWaitedFor() throws IOException, InterruptedException {
        Path pipe = root.resolve("pipe");
        Process maker = new ProcessBuilder("mkfifo", pipe.toString()).start();
        assumeThat(maker.waitFor(30, TimeUnit.SECONDS) && maker.exitValue() == 0)
                .isTrue();
        assertThat(vfs.stat(pipe).kind()).isEqualTo(FileKind.OTHER);
        CompletableFuture<Void> opening = new CompletableFuture<>();
        // On a thread of its own, which no one can call back if it waits for the other end of the pipe.
        Thread opener = new Thread(
                () -> {
                    try {
                        vfs.open(pipe, OpenMode.READ).close();
                        opening.complete(null);
                    } catch (IOException e) {
                        opening.completeExceptionally(e);
                    }
                },
                "pipe-opener");
        opener.setDaemon(true);
        opener.start();
        assertThat(opening)
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableThat()
                .withCauseInstanceOf(FileSystemException.class)
                .withMessageContaining("Not a regular file");
    }

    @Test
    void aDirectorySwappedAfterItWasFoundInsideIsDeniedByTheHandle() throws IOException {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.createDirectory(root.resolve("d"));
        LocalPaths paths = new LocalPaths(List.of(root), List.of(root.toRealPath()));
        LocalPaths.Spot spot = paths.entry(Path.of("d/a"));
        assertThat(spot.isStillThere()).isTrue();
        Files.move(root.resolve("d"), root.resolve("moved"));
        Files.createSymbolicLink(root.resolve("d"), outside);
        assertThat(spot.isStillThere()).isFalse();
        assertThatThrownBy(() -> paths.handleOn(spot)).isInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(() -> new LocalOpener(paths).create(spot, OpenMode.CREATE_NEW))
                .isInstanceOf(AccessDeniedException.class);
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void whatWasAskedThroughADirectoryThatWasSwappedMeanwhileIsDenied() throws IOException {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.writeString(outside.resolve("a"), "secret");
        Files.createDirectory(root.resolve("d"));
        Files.createDirectory(root.resolve("e"));
        LocalPaths paths = new LocalPaths(List.of(root), List.of(root.toRealPath()));
        LocalPaths.Spot spot = paths.entry(Path.of("d/a"));
        VerifiedDirectory linkLater = paths.directory(Path.of("d"));
        VerifiedDirectory otherLater = paths.directory(Path.of("e"));
        Files.move(root.resolve("d"), root.resolve("moved"));
        Files.createSymbolicLink(root.resolve("d"), outside);
        Files.move(root.resolve("e"), root.resolve("moved-too"));
        Files.createDirectory(root.resolve("e"));

        assertThatThrownBy(() -> new LocalView(paths).statAt(spot)).isInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(
                        () -> new LocalView(paths).list(Path.of("d"), linkLater).close())
                .isInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(() -> new LocalNames(paths).sync(Path.of("e"), otherLater))
                .isInstanceOf(AccessDeniedException.class);
    }

    @Test
    void aSyncSaysToTheSystemWhetherMetadataMatters() throws IOException {
        BrokenChannel channel = new BrokenChannel("Input/output error");
        try (LocalFile file = new LocalFile(
                Path.of("f"), null, new FileStores(), new GuardedChannel(channel, null, new LockFileGuard()), -1)) {
            assertThatThrownBy(() -> file.force(false)).isInstanceOf(SyncFailedException.class);
            assertThatThrownBy(() -> file.force(true)).isInstanceOf(SyncFailedException.class);
        }
        assertThat(channel.forced()).containsExactly(false, true);
    }

    @Test
    void timersCompleteOnOneNamedDaemonThread() {
        CompletableFuture<String> thread = vfs.after(Duration.ofMillis(1))
                .thenApply(done -> Thread.currentThread().getName() + " "
                        + Thread.currentThread().isDaemon());
        assertThat(thread).succeedsWithin(Duration.ofSeconds(30)).isIn("sluice-timer true", here());
    }

    private static String here() {
        return Thread.currentThread().getName() + " " + Thread.currentThread().isDaemon();
    }

    @Test
    void closeCancelsTheTimersAndACancelledTimerIsFreed() {
        LocalTimers timers = new LocalTimers();
        CompletableFuture<Void> cancelled = timers.after(Duration.ofDays(1));
        cancelled.cancel(false);
        assertThat(timers.pending()).isZero();
        CompletableFuture<Void> left = timers.after(Duration.ofDays(1));
        assertThat(timers.pending()).isEqualTo(1);
        timers.close();
        assertThat(left).isCancelled();
    }
}
