package io.sluice.io.vfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link Vfs} promises, the real one and the fake one. */
abstract class VfsContract {

    Vfs vfs;
    Path root;
    Path secondRoot;
    /** A directory next to the roots with a file {@code secret} in it. */
    Path outside;

    /** Sets the fields. */
    abstract void start() throws IOException;

    /** What is outside now: the names in {@link #outside} and the text of the secret. */
    abstract String stateOutside() throws IOException;

    abstract void symlinkUnchecked(Path target, Path name) throws IOException;

    /** Moves the time on, where it does not go by itself. */
    abstract void let(Duration pass);

    @BeforeEach
    void startIt() throws IOException {
        start();
    }

    @AfterEach
    void closeIt() {
        vfs.close();
    }

    Path at(String name) {
        return root.resolve(name);
    }

    void write(String name, String text) throws IOException {
        WholeFiles.write(vfs, at(name), text);
    }

    String text(String name) throws IOException {
        return WholeFiles.text(vfs, at(name));
    }

    // ---- content

    @Test
    void whatIsWrittenIsRead() throws IOException {
        write("a", "hello");
        assertThat(text("a")).isEqualTo("hello");
    }

    @Test
    void transfersArePositional() throws IOException {
        try (VfsFile file = vfs.open(at("a"), OpenMode.EDIT)) {
            WholeFiles.write(file, "world".getBytes(UTF_8), 5);
            WholeFiles.write(file, "hello".getBytes(UTF_8), 0);
            ByteBuffer target = ByteBuffer.allocateDirect(4);
            int read = file.read(target, 3);
            assertThat(read).isEqualTo(4);
            assertThat(UTF_8.decode(target.flip()).toString()).isEqualTo("lowo");
        }
    }

    @Test
    void aReadAtTheEndReturnsMinusOneAndAReadAcrossItIsShort() throws IOException {
        write("a", "hello");
        try (VfsFile file = vfs.open(at("a"), OpenMode.READ)) {
            assertThat(file.read(ByteBuffer.allocate(9), 3)).isEqualTo(2);
            assertThat(file.read(ByteBuffer.allocate(9), 5)).isEqualTo(-1);
            assertThat(file.read(ByteBuffer.allocate(9), 99)).isEqualTo(-1);
        }
    }

    @Test
    void aLargeHeapBufferIsReadWhole() throws IOException {
        byte[] bytes = new byte[1_000_003];
        new Random(7).nextBytes(bytes);
        WholeFiles.write(vfs, at("a"), bytes);
        assertThat(WholeFiles.bytes(vfs, at("a"))).isEqualTo(bytes);
    }

    @Test
    void aReadLeavesTheLimitOfTheBufferAlone() throws IOException {
        WholeFiles.write(vfs, at("a"), new byte[300_000]);
        try (VfsFile file = vfs.open(at("a"), OpenMode.READ)) {
            ByteBuffer target = ByteBuffer.allocate(400_000).limit(399_999);
            file.read(target, 0);
            assertThat(target.limit()).isEqualTo(399_999);
        }
    }

    @Test
    void aWritePastTheEndLeavesZerosBetween() throws IOException {
        try (VfsFile file = vfs.open(at("a"), OpenMode.EDIT)) {
            WholeFiles.write(file, new byte[] {1}, 10_000);
            assertThat(file.size()).isEqualTo(10_001);
        }
        assertThat(WholeFiles.bytes(vfs, at("a"))).startsWith(0, 0, 0).endsWith(0, 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 4095, 4096, 4097, 8191})
    void truncateCutsAndWhatGrowsBackIsZero(long size) throws IOException {
        byte[] bytes = new byte[8192];
        Arrays.fill(bytes, (byte) 1);
        WholeFiles.write(vfs, at("a"), bytes);
        try (VfsFile file = vfs.open(at("a"), OpenMode.UPDATE)) {
            file.truncate(size);
            assertThat(file.size()).isEqualTo(size);
            file.truncate(8192);
            assertThat(file.size()).isEqualTo(8192);
        }
        Arrays.fill(bytes, (int) size, 8192, (byte) 0);
        assertThat(WholeFiles.bytes(vfs, at("a"))).isEqualTo(bytes);
    }

    @Test
    void transferCopiesARangeToAPosition() throws IOException {
        write("from", "0123456789");
        write("to", "abcdefgh");
        try (VfsFile from = vfs.open(at("from"), OpenMode.READ);
                VfsFile to = vfs.open(at("to"), OpenMode.UPDATE)) {
            assertThat(from.transferTo(2, 3, to, 4)).isEqualTo(3);
            assertThat(from.transferTo(8, 99, to, 0)).isEqualTo(2);
            assertThat(from.transferTo(10, 5, to, 0)).isZero();
        }
        assertThat(text("to")).isEqualTo("89cd234h");
    }

    @Test
    void aMappingShowsTheRangeAndOutlivesTheFile() throws IOException {
        write("a", "0123456789");
        Optional<VfsFile.Mapping> mapping;
        try (VfsFile file = vfs.open(at("a"), OpenMode.READ)) {
            mapping = file.map(3, 4);
        }
        try (VfsFile.Mapping mapped = mapping.orElseThrow()) {
            assertThat(UTF_8.decode(mapped.buffer()).toString()).isEqualTo("3456");
            assertThat(mapped.buffer().isReadOnly()).isTrue();
        }
    }

    @Test
    void aMappingIsClosedTwiceWithoutHarm() throws IOException {
        write("a", "0123456789");
        try (VfsFile file = vfs.open(at("a"), OpenMode.READ)) {
            VfsFile.Mapping mapping = file.map(0, 10).orElseThrow();
            mapping.close();
            mapping.close();
        }
    }

    @Test
    void nothingCannotBeMapped() throws IOException {
        write("a", "0123456789");
        try (VfsFile file = vfs.open(at("a"), OpenMode.READ)) {
            assertThat(file.map(0, 0)).isEmpty();
            assertThatExceptionOfType(FileSystemException.class)
                    .isThrownBy(() -> file.map(5, 6))
                    .withMessageContaining("ends at 10");
        }
    }

    @Test
    void forceAndSyncDirectorySucceed() throws IOException {
        try (VfsFile file = vfs.open(at("a"), OpenMode.CREATE_NEW)) {
            WholeFiles.write(file, new byte[10], 0);
            file.force(false);
            file.force(true);
        }
        vfs.syncDirectory(root);
        assertThat(vfs.stat(at("a")).bytes()).isEqualTo(10);
    }

    // ---- handles

    @Test
    void aHandleForReadingDoesNotWrite() throws IOException {
        write("a", "x");
        try (VfsFile file = vfs.open(at("a"), OpenMode.READ)) {
            assertThatThrownBy(() -> file.write(ByteBuffer.allocate(1), 0))
                    .isInstanceOf(NonWritableChannelException.class);
            assertThatThrownBy(() -> file.truncate(0)).isInstanceOf(NonWritableChannelException.class);
        }
    }

    @Test
    void aClosedHandleDoesNothingMore() throws IOException {
        VfsFile file = vfs.open(at("a"), OpenMode.EDIT);
        file.close();
        file.close();
        assertThatThrownBy(() -> file.read(ByteBuffer.allocate(1), 0)).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> file.write(ByteBuffer.allocate(1), 0)).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(file::size).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> file.force(true)).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void negativePositionsAreRefused() throws IOException {
        try (VfsFile file = vfs.open(at("a"), OpenMode.EDIT)) {
            assertThatIllegalArgumentException().isThrownBy(() -> file.read(ByteBuffer.allocate(1), -1));
            assertThatIllegalArgumentException().isThrownBy(() -> file.write(ByteBuffer.allocate(1), -1));
            assertThatIllegalArgumentException().isThrownBy(() -> file.truncate(-1));
            assertThatIllegalArgumentException().isThrownBy(() -> file.map(-1, 1));
        }
    }

    @Test
    void aHandleKeepsTheFileItOpenedWhateverHappensToItsName() throws IOException {
        write("a", "old");
        write("b", "new");
        try (VfsFile file = vfs.open(at("a"), OpenMode.READ)) {
            vfs.replace(at("b"), at("a"));
            ByteBuffer target = ByteBuffer.allocate(3);
            file.read(target, 0);
            assertThat(UTF_8.decode(target.flip()).toString()).isEqualTo("old");
        }
        assertThat(text("a")).isEqualTo("new");
    }

    @Test
    void aDeletedFileIsReadToItsEndByWhoHasItOpen() throws IOException {
        write("a", "still here");
        try (VfsFile file = vfs.open(at("a"), OpenMode.READ)) {
            vfs.delete(at("a"));
            assertThat(file.size()).isEqualTo(10);
            assertThat(file.read(ByteBuffer.allocate(99), 0)).isEqualTo(10);
        }
    }

    @Test
    void aHandleNamesThePathItWasOpenedAt() throws IOException {
        try (VfsFile file = vfs.open(Path.of("a"), OpenMode.EDIT)) {
            assertThat(file.path()).isEqualTo(Path.of("a"));
        }
    }

    // ---- modes

    @ParameterizedTest
    @EnumSource(
            value = OpenMode.class,
            names = {"READ", "UPDATE"})
    void modesThatDoNotCreateFailWhereNothingIs(OpenMode mode) {
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> vfs.open(at("a"), mode).close())
                .withMessageContaining("a");
    }

    @ParameterizedTest
    @EnumSource(
            value = OpenMode.class,
            names = {"EDIT", "APPEND", "TRUNCATE", "CREATE_NEW"})
    void modesThatCreateDoSo(OpenMode mode) throws IOException {
        vfs.open(at("a"), mode).close();
        assertThat(vfs.stat(at("a")).isFile()).isTrue();
        assertThat(text("a")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = OpenMode.class,
            names = {"READ", "UPDATE", "EDIT", "APPEND"})
    void modesThatKeepTheContentDoSo(OpenMode mode) throws IOException {
        write("a", "content");
        vfs.open(at("a"), mode).close();
        assertThat(text("a")).isEqualTo("content");
    }

    @Test
    void truncateEmptiesAFile() throws IOException {
        write("a", "content");
        vfs.open(at("a"), OpenMode.TRUNCATE).close();
        assertThat(text("a")).isEmpty();
    }

    @Test
    void createNewFailsWhereAnythingIs() throws IOException {
        write("a", "content");
        vfs.createDirectory(at("d"));
        symlinkUnchecked(Path.of("nowhere"), at("dangling"));
        for (String taken : new String[] {"a", "d", "dangling"}) {
            assertThatExceptionOfType(FileAlreadyExistsException.class)
                    .isThrownBy(() -> vfs.open(at(taken), OpenMode.CREATE_NEW).close());
        }
        assertThat(text("a")).isEqualTo("content");
    }

    @ParameterizedTest
    @EnumSource(
            value = OpenMode.class,
            names = {"UPDATE", "EDIT", "APPEND", "TRUNCATE"})
    void aDirectoryIsNotOpenedForWriting(OpenMode mode) throws IOException {
        vfs.createDirectory(at("d"));
        assertThatExceptionOfType(FileSystemException.class)
                .isThrownBy(() -> vfs.open(at("d"), mode).close())
                .withMessageContaining("directory");
    }

    @Test
    void aDirectoryIsNotReadAsAFile() throws IOException {
        vfs.createDirectory(at("d"));
        assertThatExceptionOfType(FileSystemException.class)
                .isThrownBy(() -> vfs.open(at("d"), OpenMode.READ).close())
                .withMessageContaining("Is a directory");
    }

    @Test
    void writingModesAlsoRead() throws IOException {
        write("a", "content");
        try (VfsFile file = vfs.open(at("a"), OpenMode.APPEND)) {
            assertThat(file.read(ByteBuffer.allocate(99), 0)).isEqualTo(7);
        }
    }

    @Test
    void aWriteInAppendModeGoesToThePositionItNames() throws IOException {
        write("a", "content");
        try (VfsFile file = vfs.open(at("a"), OpenMode.APPEND)) {
            WholeFiles.write(file, "C".getBytes(UTF_8), 0);
        }
        assertThat(text("a")).isEqualTo("Content");
    }

    // ---- what is there

    @Test
    void aFileIsDescribed() throws IOException {
        write("a", "content");
        FileStat stat = vfs.stat(at("a"));
        assertThat(stat.kind()).isEqualTo(FileKind.FILE);
        assertThat(stat.bytes()).isEqualTo(7);
        assertThat(stat.links()).isEqualTo(1);
        assertThat(stat.inode()).isNotZero();
        assertThat(Duration.between(stat.modified(), vfs.now()).abs()).isLessThan(Duration.ofHours(1));
    }

    @Test
    void theRootItselfIsDescribedAndListed() throws IOException {
        write("a", "content");
        assertThat(vfs.stat(root).isDirectory()).isTrue();
        assertThat(vfs.stat(Path.of("")).isDirectory()).isTrue();
        assertThat(WholeFiles.names(vfs, root)).containsExactly("a");
        assertThat(WholeFiles.names(vfs, Path.of(""))).containsExactly("a");
    }

    @Test
    void aLinkIsDescribedAsItselfOrAsItsTarget() throws IOException {
        write("a", "content");
        vfs.symlink(Path.of("a"), at("l"));
        assertThat(vfs.stat(at("l")).isFile()).isTrue();
        assertThat(vfs.statLink(at("l")).isLink()).isTrue();
        assertThat(vfs.stat(at("l")).sameFile(vfs.stat(at("a")))).isTrue();
        assertThat(vfs.statLink(at("l")).sameFile(vfs.stat(at("a")))).isFalse();
    }

    @Test
    void nothingIsNotDescribed() throws IOException {
        symlinkUnchecked(Path.of("nowhere"), at("dangling"));
        assertThatThrownBy(() -> vfs.stat(at("a"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> vfs.stat(at("a/b"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> vfs.stat(at("dangling"))).isInstanceOf(NoSuchFileException.class);
        assertThat(vfs.statLink(at("dangling")).isLink()).isTrue();
    }

    @Test
    void aFileIsNoDirectoryOnTheWay() throws IOException {
        write("a", "content");
        assertThatExceptionOfType(FileSystemException.class)
                .isThrownBy(() -> vfs.stat(at("a/b")))
                .withMessageContaining("Not a directory");
        assertThatExceptionOfType(FileSystemException.class)
                .isThrownBy(() -> vfs.stat(at("a/../a")))
                .withMessageContaining("Not a directory");
    }

    @Test
    void renamingKeepsTheInodeAndReplacingAFileChangesIt() throws IOException {
        write("a", "1");
        write("b", "2");
        FileStat before = vfs.stat(at("a"));
        vfs.rename(at("a"), at("c"));
        vfs.replace(at("b"), at("c"));
        write("a", "3");
        assertThat(vfs.stat(at("c")).sameFile(before)).isFalse();
    }

    @Test
    void aListingGivesPathsUnderThePathThatWasListed() throws IOException {
        vfs.createDirectory(at("d"));
        write("d/x", "");
        try (Vfs.Listing listing = vfs.list(Path.of("d"))) {
            assertThat(listing.next()).isEqualTo(Path.of("d/x"));
            assertThat(listing.next()).isNull();
            assertThat(listing.next()).isNull();
        }
        try (Vfs.Listing listing = vfs.list(at("d"))) {
            assertThat(listing.next()).isEqualTo(at("d/x"));
        }
    }

    @Test
    void aListingHasFilesDirectoriesAndLinks() throws IOException {
        write("a", "");
        vfs.createDirectory(at("d"));
        vfs.symlink(Path.of("a"), at("l"));
        assertThat(WholeFiles.names(vfs, root)).containsExactly("a", "d", "l");
    }

    @Test
    void onlyADirectoryIsListedAndSynced() throws IOException {
        write("a", "");
        assertThatThrownBy(() -> vfs.list(at("a"))).isInstanceOf(NotDirectoryException.class);
        assertThatThrownBy(() -> vfs.list(at("b"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> vfs.syncDirectory(at("a"))).isInstanceOf(NotDirectoryException.class);
        assertThatThrownBy(() -> vfs.syncDirectory(at("b"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aClosedListingGivesNothingMore() throws IOException {
        write("a", "");
        Vfs.Listing listing = vfs.list(root);
        listing.close();
        listing.close();
        assertThatThrownBy(listing::next).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void theCanonicalPathHasNoLinksAndNoDots() throws IOException {
        vfs.createDirectory(at("d"));
        write("d/x", "");
        vfs.symlink(Path.of("d"), at("l"));
        assertThat(vfs.canonical(Path.of("./l/../l/x"))).isEqualTo(vfs.canonical(at("d/x")));
        assertThat(vfs.canonical(at("d/x"))).isAbsolute();
        assertThatThrownBy(() -> vfs.canonical(at("y"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void accessIsTold() throws IOException {
        write("a", "");
        assertThat(vfs.isReadable(at("a"))).isTrue();
        assertThat(vfs.isWritable(at("a"))).isTrue();
        assertThat(vfs.isExecutable(root)).isTrue();
        assertThat(vfs.isReadable(at("b"))).isFalse();
    }

    @Test
    void theRoomOnTheDiskIsTold() throws IOException {
        DiskUsage usage = vfs.diskUsage(root);
        assertThat(usage.totalBytes()).isPositive();
        assertThat(usage.usableBytes()).isBetween(0L, usage.totalBytes());
        assertThat(usage.fileSystemType()).isNotBlank();
        assertThat(usage.network()).isFalse();
    }

    // ---- names

    @Test
    void deleteRemovesFilesLinksAndEmptyDirectories() throws IOException {
        write("a", "content");
        vfs.symlink(Path.of("a"), at("l"));
        vfs.createDirectory(at("d"));
        vfs.delete(at("l"));
        assertThat(text("a")).isEqualTo("content");
        vfs.delete(at("a"));
        vfs.delete(at("d"));
        assertThat(WholeFiles.names(vfs, root)).isEmpty();
    }

    @Test
    void deleteFailsWhereNothingIsAndOnAFullDirectory() throws IOException {
        vfs.createDirectory(at("d"));
        write("d/x", "");
        assertThatThrownBy(() -> vfs.delete(at("a"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> vfs.delete(at("d"))).isInstanceOf(DirectoryNotEmptyException.class);
    }

    @Test
    void aDirectoryIsCreatedOnceAndOnlyUnderOneThatExists() throws IOException {
        vfs.createDirectory(at("d"));
        assertThatThrownBy(() -> vfs.createDirectory(at("d"))).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> vfs.createDirectory(root)).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> vfs.createDirectory(at("x/y"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void renameMovesAFileADirectoryAndALink() throws IOException {
        vfs.createDirectory(at("d"));
        write("a", "content");
        write("d/x", "in d");
        vfs.symlink(Path.of("nowhere"), at("l"));
        vfs.rename(at("a"), at("d/a"));
        vfs.rename(at("d"), at("e"));
        vfs.rename(at("l"), at("m"));
        assertThat(text("e/a")).isEqualTo("content");
        assertThat(text("e/x")).isEqualTo("in d");
        assertThat(vfs.readLink(at("m"))).isEqualTo(Path.of("nowhere"));
        assertThat(WholeFiles.names(vfs, root)).containsExactly("e", "m");
        assertThat(vfs.stat(at("e/a")).links()).isEqualTo(1);
    }

    @Test
    void renameNeverReplaces() throws IOException {
        write("a", "1");
        write("b", "2");
        vfs.createDirectory(at("d"));
        vfs.createDirectory(at("e"));
        vfs.symlink(Path.of("nowhere"), at("l"));
        for (String[] pair : new String[][] {{"a", "b"}, {"a", "d"}, {"d", "e"}, {"d", "b"}, {"a", "l"}, {"l", "a"}}) {
            assertThatThrownBy(() -> vfs.rename(at(pair[0]), at(pair[1])))
                    .isInstanceOf(FileAlreadyExistsException.class);
        }
        assertThat(text("a")).isEqualTo("1");
        assertThat(text("b")).isEqualTo("2");
        assertThat(WholeFiles.names(vfs, root)).containsExactly("a", "b", "d", "e", "l");
    }

    @Test
    void renameAndReplaceFailWhereNothingIs() {
        assertThatThrownBy(() -> vfs.rename(at("a"), at("b"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> vfs.replace(at("a"), at("b"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aDirectoryIsNotMovedIntoItself() throws IOException {
        vfs.createDirectory(at("d"));
        vfs.createDirectory(at("d/e"));
        assertThatThrownBy(() -> vfs.rename(at("d"), at("d/e/f"))).isInstanceOf(FileSystemException.class);
        assertThatThrownBy(() -> vfs.replace(at("d"), at("d/e/f"))).isInstanceOf(FileSystemException.class);
        assertThat(WholeFiles.names(vfs, at("d"))).containsExactly("e");
    }

    @Test
    void replacePutsAFileInThePlaceOfAnother() throws IOException {
        write("a", "1");
        write("b", "2");
        vfs.replace(at("a"), at("b"));
        assertThat(text("b")).isEqualTo("1");
        assertThat(WholeFiles.names(vfs, root)).containsExactly("b");
        vfs.replace(at("b"), at("c"));
        assertThat(text("c")).isEqualTo("1");
    }

    @Test
    void replaceReplacesALinkAndNotItsTarget() throws IOException {
        write("a", "1");
        write("b", "2");
        vfs.symlink(Path.of("b"), at("l"));
        vfs.replace(at("a"), at("l"));
        assertThat(vfs.statLink(at("l")).isFile()).isTrue();
        assertThat(text("b")).isEqualTo("2");
    }

    @Test
    void replaceDoesNotMixFilesAndDirectories() throws IOException {
        write("a", "1");
        vfs.createDirectory(at("d"));
        vfs.createDirectory(at("e"));
        write("e/x", "");
        assertThatThrownBy(() -> vfs.replace(at("a"), at("d"))).isInstanceOf(FileSystemException.class);
        assertThatThrownBy(() -> vfs.replace(at("d"), at("a"))).isInstanceOf(FileSystemException.class);
        assertThatThrownBy(() -> vfs.replace(at("d"), at("e"))).isInstanceOf(FileSystemException.class);
        assertThat(WholeFiles.names(vfs, root)).containsExactly("a", "d", "e");
    }

    @Test
    void replacingAFileByAnotherOfItsNamesDoesNothing() throws IOException {
        write("a", "1");
        vfs.link(at("a"), at("b"));
        vfs.replace(at("a"), at("b"));
        assertThat(WholeFiles.names(vfs, root)).containsExactly("a", "b");
    }

    @Test
    void aLinkIsASecondNameOfTheSameFile() throws IOException {
        write("a", "1");
        vfs.link(at("a"), at("b"));
        write("b", "changed");
        assertThat(text("a")).isEqualTo("changed");
        assertThat(vfs.stat(at("a")).sameFile(vfs.stat(at("b")))).isTrue();
        assertThat(vfs.stat(at("a")).links()).isEqualTo(2);
        vfs.delete(at("a"));
        assertThat(text("b")).isEqualTo("changed");
        assertThat(vfs.stat(at("b")).links()).isEqualTo(1);
    }

    @Test
    void aLinkNeverReplacesAndNeedsAFile() throws IOException {
        write("a", "1");
        write("b", "2");
        vfs.createDirectory(at("d"));
        assertThatThrownBy(() -> vfs.link(at("a"), at("b"))).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> vfs.link(at("x"), at("y"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> vfs.link(at("d"), at("y"))).isInstanceOf(FileSystemException.class);
        assertThat(text("b")).isEqualTo("2");
    }

    @Test
    void aSymbolicLinkSaysWhatItWasToldAndLeadsThere() throws IOException {
        vfs.createDirectory(at("d"));
        write("d/x", "content");
        vfs.symlink(Path.of("../d/x"), at("d/relative"));
        vfs.symlink(at("d"), at("absolute"));
        assertThat(vfs.readLink(at("d/relative"))).isEqualTo(Path.of("../d/x"));
        assertThat(vfs.readLink(at("absolute"))).isEqualTo(at("d"));
        assertThat(text("d/relative")).isEqualTo("content");
        assertThat(text("absolute/relative")).isEqualTo("content");
        assertThat(WholeFiles.names(vfs, at("absolute"))).containsExactly("relative", "x");
    }

    @Test
    void aSymbolicLinkNeverReplacesAndMayDangle() throws IOException {
        write("a", "1");
        vfs.symlink(Path.of("not/yet/there"), at("l"));
        assertThatThrownBy(() -> vfs.symlink(Path.of("x"), at("a"))).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> vfs.symlink(Path.of("x"), at("l"))).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> vfs.readLink(at("a"))).isInstanceOf(NotLinkException.class);
        assertThatThrownBy(() -> vfs.readLink(at("b"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aFileIsCreatedThroughALinkThatDanglesInside() throws IOException {
        vfs.createDirectory(at("d"));
        vfs.symlink(Path.of("d/x"), at("l"));
        write("l", "content");
        assertThat(text("d/x")).isEqualTo("content");
        assertThat(vfs.statLink(at("l")).isLink()).isTrue();
    }

    @Test
    void linksInACircleEnd() throws IOException {
        vfs.symlink(Path.of("b"), at("a"));
        vfs.symlink(Path.of("a"), at("b"));
        assertThatExceptionOfType(FileSystemException.class)
                .isThrownBy(() -> vfs.stat(at("a")))
                .withMessageContaining("Too many levels of symbolic links");
        assertThatThrownBy(() -> vfs.open(at("a/x"), OpenMode.READ).close()).isInstanceOf(FileSystemException.class);
    }

    @Test
    void dotsAfterALinkMeanTheParentOfItsTarget() throws IOException {
        vfs.createDirectory(at("d"));
        vfs.createDirectory(at("d/e"));
        write("d/x", "beside the target");
        write("x", "beside the link");
        vfs.symlink(Path.of("d/e"), at("l"));
        assertThat(text("l/../x")).isEqualTo("beside the target");
        assertThat(vfs.canonical(at("l/.."))).isEqualTo(vfs.canonical(at("d")));
    }

    // ---- the jail

    /** Spells a path that leads outside in every way there is. */
    private Path[] escapes() throws IOException {
        vfs.createDirectory(at("d"));
        symlinkUnchecked(outside, at("absolute"));
        symlinkUnchecked(Path.of("..").resolve(outside.getFileName()), at("relative"));
        symlinkUnchecked(Path.of("../absolute"), at("d/chain"));
        symlinkUnchecked(outside.resolve("secret"), at("leaf"));
        symlinkUnchecked(outside.resolve("planted"), at("dangling"));
        symlinkUnchecked(Path.of(".."), at("up"));
        String name = outside.getFileName().toString();
        return new Path[] {
            outside.resolve("secret"),
            outside.resolve("planted"),
            at("../" + name + "/secret"),
            at("../" + name + "/planted"),
            Path.of("../" + name + "/planted"),
            at("d/../../" + name + "/planted"),
            at("absolute/secret"),
            at("absolute/planted"),
            at("absolute/planted/deep"),
            at("relative/planted"),
            at("d/chain/planted"),
            at("d/chain/secret"),
            at("up/" + name + "/planted"),
            at("absolute/../" + name + "/planted"),
            Path.of("/planted-at-the-top"),
            root.resolveSibling(root.getFileName() + "-sibling").resolve("planted"),
        };
    }

    /** Paths whose last name is a link that leads outside. */
    private Path[] escapingLeaves() {
        return new Path[] {at("leaf"), at("dangling"), at("absolute")};
    }

    private void assertDenied(Path path, ThrowingCallable call) {
        assertThatExceptionOfType(AccessDeniedException.class)
                .as("%s", path)
                .isThrownBy(call)
                .withMessageContaining("lies outside the roots");
    }

    @Test
    void noCallFollowsAPathOutside() throws IOException {
        Path[] escapes = escapes();
        String before = stateOutside();
        for (Path path : escapes) {
            assertEveryCallIsDenied(path);
            assertDenied(path, () -> vfs.statLink(path));
            assertDenied(path, () -> vfs.delete(path));
            assertDenied(path, () -> vfs.createDirectory(path));
            assertDenied(path, () -> vfs.readLink(path));
            assertDenied(path, () -> vfs.rename(path, at("new")));
            assertDenied(path, () -> vfs.replace(path, at("new")));
            assertDenied(path, () -> vfs.symlink(Path.of("d"), path));
        }
        assertThat(stateOutside()).isEqualTo(before);
    }

    @Test
    void noCallFollowsALinkAtTheEndOutside() throws IOException {
        escapes();
        String before = stateOutside();
        for (Path path : escapingLeaves()) {
            assertEveryCallIsDenied(path);
        }
        assertThat(stateOutside()).isEqualTo(before);
    }

    private void assertEveryCallIsDenied(Path path) throws IOException {
        for (OpenMode mode : OpenMode.values()) {
            if (mode != OpenMode.CREATE_NEW || !Arrays.asList(escapingLeaves()).contains(path)) {
                assertDenied(path, () -> vfs.open(path, mode).close());
            }
        }
        assertDenied(path, () -> vfs.stat(path));
        assertDenied(path, () -> vfs.list(path).close());
        assertDenied(path, () -> vfs.canonical(path));
        assertDenied(path, () -> vfs.isReadable(path));
        assertDenied(path, () -> vfs.isWritable(path));
        assertDenied(path, () -> vfs.isExecutable(path));
        assertDenied(path, () -> vfs.syncDirectory(path));
        assertDenied(path, () -> vfs.diskUsage(path));
        assertDenied(path, () -> vfs.openLockFile(path).close());
        assertDenied(path, () -> vfs.link(path, at("new")));
        assertDenied(path, () -> vfs.symlink(path, at("new")));
        write("f", "content");
        if (!Arrays.asList(escapingLeaves()).contains(path)) {
            assertDenied(path, () -> vfs.link(at("f"), path));
            assertDenied(path, () -> vfs.rename(at("f"), path));
            assertDenied(path, () -> vfs.replace(at("f"), path));
        }
        assertThat(text("f")).isEqualTo("content");
        vfs.delete(at("f"));
    }

    @Test
    void theEntryOfARootIsNotChanged() throws IOException {
        write("f", "content");
        vfs.createDirectory(at("d"));
        assertThatThrownBy(() -> vfs.delete(secondRoot)).isInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(() -> vfs.rename(secondRoot, at("x"))).isInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(() -> vfs.replace(secondRoot, at("x"))).isInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(() -> vfs.replace(at("d"), secondRoot)).isInstanceOf(AccessDeniedException.class);
        assertThat(vfs.stat(secondRoot).isDirectory()).isTrue();
    }

    @Test
    void aLinkToTheOutsideMayBeSeenMovedAndRemovedAsALink() throws IOException {
        escapes();
        String before = stateOutside();
        assertThat(vfs.statLink(at("leaf")).isLink()).isTrue();
        assertThat(vfs.readLink(at("leaf"))).isEqualTo(outside.resolve("secret"));
        vfs.rename(at("leaf"), at("moved"));
        vfs.delete(at("moved"));
        vfs.delete(at("dangling"));
        assertThat(stateOutside()).isEqualTo(before);
    }

    @Test
    void anotherRootIsInside() throws IOException {
        WholeFiles.write(vfs, secondRoot.resolve("x"), "second");
        vfs.symlink(Path.of("..").resolve(secondRoot.getFileName()).resolve("x"), at("relative"));
        vfs.symlink(secondRoot.resolve("x"), at("absolute"));
        assertThat(text("relative")).isEqualTo("second");
        assertThat(text("absolute")).isEqualTo("second");
        assertThat(text("../" + secondRoot.getFileName() + "/x")).isEqualTo("second");
    }

    @Test
    void aLinkIsNotCreatedIfItWouldLeadOutsideWithoutExisting() throws IOException {
        vfs.createDirectory(at("d"));
        String name = outside.getFileName().toString();
        assertDenied(outside, () -> vfs.symlink(Path.of("../../" + name), at("d/l")));
        assertDenied(outside, () -> vfs.symlink(Path.of("../missing/../../" + name), at("d/l")));
        vfs.symlink(Path.of("../missing/deep"), at("d/l"));
        assertThat(vfs.readLink(at("d/l"))).isEqualTo(Path.of("../missing/deep"));
    }

    @Test
    void aDirectoryThatWasInsideAndIsNowALinkToTheOutsideIsDeniedAtOnce() throws IOException {
        vfs.createDirectory(at("d"));
        write("d/secret", "mine");
        assertThat(text("d/secret")).isEqualTo("mine");
        vfs.rename(at("d"), at("moved"));
        symlinkUnchecked(outside, at("d"));
        String before = stateOutside();
        assertDenied(at("d"), () -> text("d/secret"));
        assertDenied(at("d"), () -> write("d/secret", "overwritten"));
        assertDenied(at("d"), () -> vfs.delete(at("d/secret")));
        assertDenied(at("d"), () -> WholeFiles.names(vfs, at("d")));
        assertThat(stateOutside()).isEqualTo(before);
    }

    // ---- lock files

    @Test
    void anExclusiveLockKeepsOthersOff() throws IOException {
        try (VfsLockFile mine = vfs.openLockFile(at("lock"));
                VfsLockFile other = vfs.openLockFile(at("lock"))) {
            assertThat(mine.tryLock(0, 1, false)).isTrue();
            assertThat(other.tryLock(0, 1, false)).isFalse();
            assertThat(other.tryLock(0, 1, true)).isFalse();
            assertThat(other.tryLock(1, 1, false)).isTrue();
            mine.unlock(0, 1);
            assertThat(other.tryLock(0, 1, false)).isTrue();
        }
    }

    @Test
    void sharedLocksAreShared() throws IOException {
        try (VfsLockFile mine = vfs.openLockFile(at("lock"));
                VfsLockFile other = vfs.openLockFile(at("lock"));
                VfsLockFile third = vfs.openLockFile(at("lock"))) {
            assertThat(mine.tryLock(0, 10, true)).isTrue();
            assertThat(other.tryLock(0, 10, true)).isTrue();
            assertThat(third.tryLock(0, 10, false)).isFalse();
            mine.unlock(0, 10);
            assertThat(third.tryLock(0, 10, false)).isFalse();
            other.unlock(0, 10);
            assertThat(third.tryLock(0, 10, false)).isTrue();
        }
    }

    @Test
    void aLockIsConvertedBothWays() throws IOException {
        try (VfsLockFile mine = vfs.openLockFile(at("lock"));
                VfsLockFile other = vfs.openLockFile(at("lock"))) {
            assertThat(mine.tryLock(0, 1, true)).isTrue();
            assertThat(mine.tryLock(0, 1, false)).isTrue();
            assertThat(other.tryLock(0, 1, true)).isFalse();
            assertThat(mine.tryLock(0, 1, true)).isTrue();
            assertThat(other.tryLock(0, 1, true)).isTrue();
            assertThat(mine.tryLock(0, 1, false)).isFalse();
            other.unlock(0, 1);
            assertThat(mine.tryLock(0, 1, false)).isTrue();
        }
    }

    @Test
    void aConversionThatFailsKeepsWhatWasHeld() throws IOException {
        try (VfsLockFile mine = vfs.openLockFile(at("lock"));
                VfsLockFile other = vfs.openLockFile(at("lock"));
                VfsLockFile third = vfs.openLockFile(at("lock"))) {
            mine.tryLock(0, 1, true);
            other.tryLock(0, 1, true);
            assertThat(mine.tryLock(0, 1, false)).isFalse();
            other.unlock(0, 1);
            assertThat(third.tryLock(0, 1, false)).isFalse();
            assertThat(third.tryLock(0, 1, true)).isTrue();
        }
    }

    @Test
    void theSameLockTakenAgainIsHeldOnce() throws IOException {
        try (VfsLockFile mine = vfs.openLockFile(at("lock"));
                VfsLockFile other = vfs.openLockFile(at("lock"))) {
            assertThat(mine.tryLock(0, 1, false)).isTrue();
            assertThat(mine.tryLock(0, 1, false)).isTrue();
            mine.unlock(0, 1);
            assertThat(other.tryLock(0, 1, false)).isTrue();
        }
    }

    @Test
    void lockedElsewhereSeesTheLocksOfOthersOnly() throws IOException {
        try (VfsLockFile mine = vfs.openLockFile(at("lock"));
                VfsLockFile other = vfs.openLockFile(at("lock"))) {
            assertThat(mine.lockedElsewhere(0, 1)).isFalse();
            mine.tryLock(0, 1, false);
            assertThat(mine.lockedElsewhere(0, 1)).isFalse();
            assertThat(other.lockedElsewhere(0, 1)).isTrue();
            assertThat(other.lockedElsewhere(1, 1)).isFalse();
            mine.tryLock(0, 1, true);
            assertThat(other.lockedElsewhere(0, 1)).isTrue();
            assertThat(mine.lockedElsewhere(0, 1)).isFalse();
            other.tryLock(0, 1, true);
            assertThat(mine.lockedElsewhere(0, 1)).isTrue();
        }
    }

    @Test
    void closingFreesTheLocksOfTheOpenerAndNoOnesElse() throws IOException {
        VfsLockFile third = vfs.openLockFile(at("lock"));
        try (VfsLockFile mine = vfs.openLockFile(at("lock"));
                VfsLockFile other = vfs.openLockFile(at("lock"))) {
            mine.tryLock(0, 1, false);
            third.tryLock(1, 1, false);
            third.tryLock(2, 1, true);
            third.close();
            third.close();
            assertThat(other.tryLock(0, 1, false)).isFalse();
            assertThat(other.tryLock(1, 1, false)).isTrue();
            assertThat(other.tryLock(2, 1, false)).isTrue();
        }
        assertThatThrownBy(() -> third.tryLock(0, 1, false)).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> third.unlock(0, 1)).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void lockRangesAreEqualOrDisjoint() throws IOException {
        try (VfsLockFile mine = vfs.openLockFile(at("lock"));
                VfsLockFile other = vfs.openLockFile(at("lock"))) {
            mine.tryLock(0, 10, true);
            assertThatIllegalArgumentException().isThrownBy(() -> mine.tryLock(5, 10, true));
            assertThatIllegalArgumentException().isThrownBy(() -> other.tryLock(0, 9, true));
            assertThatIllegalArgumentException().isThrownBy(() -> other.lockedElsewhere(9, 1));
            assertThatIllegalArgumentException().isThrownBy(() -> mine.tryLock(-1, 1, true));
            assertThatIllegalArgumentException().isThrownBy(() -> mine.tryLock(0, 0, true));
            assertThatIllegalArgumentException().isThrownBy(() -> mine.tryLock(VfsLockFile.MAX_POSITION, 1, true));
            assertThat(other.tryLock(10, 10, false)).isTrue();
        }
    }

    @Test
    void aLockFileUnderAnotherNameIsTheSameOne() throws IOException {
        try (VfsLockFile mine = vfs.openLockFile(at("lock"))) {
            vfs.symlink(Path.of("lock"), at("link"));
            vfs.link(at("lock"), at("second"));
            mine.tryLock(0, 1, false);
            try (VfsLockFile linked = vfs.openLockFile(at("link"));
                    VfsLockFile second = vfs.openLockFile(at("second"))) {
                assertThat(linked.tryLock(0, 1, true)).isFalse();
                assertThat(second.tryLock(0, 1, true)).isFalse();
            }
            try (VfsLockFile again = vfs.openLockFile(at("lock"))) {
                assertThat(again.tryLock(0, 1, true)).isFalse();
            }
        }
    }

    @Test
    void aLockFileThatWasRemovedOrReplacedIsNotLockedAnyMore() throws IOException {
        try (VfsLockFile mine = vfs.openLockFile(at("lock"))) {
            mine.tryLock(0, 1, false);
            vfs.delete(at("lock"));
            assertThatExceptionOfType(FileSystemException.class)
                    .isThrownBy(() -> mine.tryLock(1, 1, false))
                    .withMessageContaining("removed or replaced");
            try (VfsLockFile other = vfs.openLockFile(at("lock"))) {
                assertThatExceptionOfType(FileSystemException.class).isThrownBy(() -> mine.lockedElsewhere(1, 1));
                assertThat(other.tryLock(0, 1, false)).isTrue();
                mine.unlock(0, 1);
                try (VfsLockFile third = vfs.openLockFile(at("lock"))) {
                    assertThat(third.tryLock(0, 1, true)).isFalse();
                }
            }
        }
    }

    // ---- time

    @Test
    void aTimerCompletesAfterItsDelay() {
        CompletableFuture<Void> timer = vfs.after(Duration.ofMillis(5));
        let(Duration.ofMillis(5));
        assertThat(timer).succeedsWithin(Duration.ofSeconds(30));
        assertThat(vfs.after(Duration.ZERO)).succeedsWithin(Duration.ofSeconds(30));
    }

    @Test
    void aTimerIsCancelled() {
        CompletableFuture<Void> timer = vfs.after(Duration.ofDays(1));
        timer.cancel(false);
        let(Duration.ofDays(2));
        assertThat(timer).isCancelled();
    }

    @Test
    void theClockDoesNotGoBack() {
        long before = vfs.nanoTime();
        let(Duration.ofNanos(10));
        assertThat(vfs.nanoTime()).isGreaterThanOrEqualTo(before);
    }

    @Test
    void nothingIsDoneAfterClose() throws IOException {
        write("a", "content");
        vfs.close();
        vfs.close();
        assertThatThrownBy(() -> vfs.stat(at("a"))).isInstanceOf(ClosedFileSystemException.class);
        assertThatThrownBy(() -> vfs.open(at("a"), OpenMode.READ).close())
                .isInstanceOf(ClosedFileSystemException.class);
        assertThatThrownBy(() -> vfs.after(Duration.ZERO)).isInstanceOf(ClosedFileSystemException.class);
    }
}
