package io.sluice.io.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFileOpenerTest {

    @TempDir
    Path directory;

    private Path root;
    private Path outside;

    @BeforeEach
    void twoDirectoriesAndOneOutside() throws IOException {
        root = Files.createDirectory(directory.resolve("root"));
        outside = Files.createDirectory(directory.resolve("outside"));
        Files.writeString(outside.resolve("f"), "secret");
        for (String name : new String[] {"a", "b"}) {
            Files.createDirectory(root.resolve(name));
            Files.writeString(root.resolve(name).resolve("f"), name + "/f");
            Files.writeString(root.resolve(name).resolve("g"), name + "/g");
        }
    }

    @Test
    void filesOfOneDirectoryAndOfAnotherAreOpenedInAnyOrder() throws IOException {
        try (LocalVfs vfs = LocalVfs.rootedAt(root);
                FileOpener opener = vfs.opener()) {
            for (String name : new String[] {"a/f", "a/g", "b/f", "a/f", "a/../b/g"}) {
                assertThat(text(opener, root.resolve(name)))
                        .isEqualTo(Path.of(name).normalize().toString());
            }
        }
    }

    @Test
    void aDirectoryMovedAwayIsHeldOnToByTheOpenerAndNotByTheNextOne() throws IOException {
        try (LocalVfs vfs = LocalVfs.rootedAt(root)) {
            try (FileOpener opener = vfs.opener()) {
                assertThat(text(opener, root.resolve("a/f"))).isEqualTo("a/f");
                Files.move(root.resolve("a"), root.resolve("c"));
                Files.move(root.resolve("b"), root.resolve("a"));

                assertThat(text(opener, root.resolve("a/g"))).isEqualTo("a/g");
            }
            try (FileOpener opener = vfs.opener()) {
                assertThat(text(opener, root.resolve("a/g"))).isEqualTo("b/g");
            }
        }
    }

    @Test
    void aLinkInAKnownDirectoryIsFollowedInsideAndDeniedOutside() throws IOException {
        Files.createSymbolicLink(root.resolve("a/inside"), Path.of("../b/f"));
        Files.createSymbolicLink(root.resolve("a/outside"), outside.resolve("f"));
        try (LocalVfs vfs = LocalVfs.rootedAt(root);
                FileOpener opener = vfs.opener()) {
            assertThat(text(opener, root.resolve("a/f"))).isEqualTo("a/f");
            assertThat(text(opener, root.resolve("a/inside"))).isEqualTo("b/f");
            assertThatThrownBy(() -> opener.open(root.resolve("a/outside"))).isInstanceOf(AccessDeniedException.class);
        }
    }

    @Test
    void whatIsNoFileFailsAsItDoesWithoutAnOpener() throws IOException {
        Files.createDirectory(root.resolve("a/d"));
        try (LocalVfs vfs = LocalVfs.rootedAt(root);
                FileOpener opener = vfs.opener()) {
            assertThat(text(opener, root.resolve("a/f"))).isEqualTo("a/f");
            assertThatThrownBy(() -> opener.open(root.resolve("a/d")))
                    .isInstanceOf(FileSystemException.class)
                    .hasMessageContaining("Is a directory");
            assertThatThrownBy(() -> opener.open(root.resolve("a/none"))).isInstanceOf(NoSuchFileException.class);
            assertThatThrownBy(() -> opener.open(root.resolve("none/f"))).isInstanceOf(NoSuchFileException.class);
            assertThatThrownBy(() -> opener.open(outside.resolve("f"))).isInstanceOf(AccessDeniedException.class);
        }
    }

    @Test
    void aClosedFileSystemOpensNothingThroughAnOpenerAndAClosedOpenerNeither() throws IOException {
        LocalVfs vfs = LocalVfs.rootedAt(root);
        FileOpener opener = vfs.opener();
        FileOpener ended = vfs.opener();
        assertThat(text(opener, root.resolve("a/f"))).isEqualTo("a/f");
        ended.close();
        assertThatThrownBy(() -> ended.open(root.resolve("a/f"))).isInstanceOf(ClosedChannelException.class);
        vfs.close();

        assertThatThrownBy(() -> opener.open(root.resolve("a/g"))).isInstanceOf(ClosedFileSystemException.class);
        opener.close();
    }

    @Test
    void aFailureNamesThePathThatWasAskedForAlsoInAKnownDirectory() throws IOException {
        Path tooLong = root.resolve("a").resolve("x".repeat(300));
        try (LocalVfs vfs = LocalVfs.rootedAt(root);
                FileOpener opener = vfs.opener()) {
            assertThat(text(opener, root.resolve("a/f"))).isEqualTo("a/f");
            assertThatThrownBy(() -> opener.open(tooLong))
                    .isInstanceOfSatisfying(
                            FileSystemException.class,
                            e -> assertThat(e.getFile()).isEqualTo(tooLong.toString()));
        }
    }

    @Test
    void aFileInThePlaceOfARootInsideTheKnownDirectoryIsRefused() throws IOException {
        Path inner = root.resolve("a/inner");
        Files.createDirectory(inner);
        try (LocalVfs vfs = LocalVfs.rootedAt(root, inner);
                FileOpener opener = vfs.opener()) {
            assertThat(text(opener, root.resolve("a/f"))).isEqualTo("a/f");
            Files.delete(inner);
            Files.writeString(inner, "no root");

            assertThatThrownBy(() -> opener.open(inner))
                    .isInstanceOf(AccessDeniedException.class)
                    .hasMessageContaining("was removed or replaced");
        }
    }

    @Test
    void aFileInTheRootWithTheRootsOwnNameIsNotTakenForIt() throws IOException {
        Files.writeString(root.resolve(root.getFileName()), "a file");
        try (LocalVfs vfs = LocalVfs.rootedAt(root);
                FileOpener opener = vfs.opener()) {
            assertThatThrownBy(() -> opener.open(root)).isInstanceOf(FileSystemException.class);
            assertThat(text(opener, root.resolve(root.getFileName()))).isEqualTo("a file");
            assertThatThrownBy(() -> opener.open(root)).isInstanceOf(FileSystemException.class);
        }
    }

    @Test
    void aFileInAKnownDirectoryTellsItsSizeFromWhenItWasOpened() throws IOException {
        try (LocalVfs vfs = LocalVfs.rootedAt(root);
                FileOpener opener = vfs.opener();
                VfsFile file = opener.open(root.resolve("a/f"))) {
            Files.writeString(root.resolve("a/f"), "now it is longer");

            assertThat(file.sizeWhenOpened()).isEqualTo("a/f".length());
        }
    }

    @Test
    void aLockFileInAKnownDirectoryIsRefusedAsItsLocksWouldGoWithTheHandle() throws IOException {
        try (LocalVfs vfs = LocalVfs.rootedAt(root);
                FileOpener opener = vfs.opener();
                VfsLockFile lockFile = vfs.openLockFile(root.resolve("a/lock"))) {
            assertThat(text(opener, root.resolve("a/f"))).isEqualTo("a/f");

            assertThatThrownBy(() -> opener.open(root.resolve("a/lock"))).hasMessageContaining("open as a lock file");
            assertThat(lockFile.lockedElsewhere(0, 1)).isFalse();
        }
    }

    @Test
    void handlesOnDirectoriesGoWhenTheOpenerTurnsToAnotherAndWhenItIsClosed() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(descriptors), "only Linux shows what is open");
        try (LocalVfs vfs = LocalVfs.rootedAt(root)) {
            FileOpener opener = vfs.opener();
            assertThat(text(opener, root.resolve("a/f"))).isEqualTo("a/f");
            long ofA = handlesOn(descriptors, root.resolve("a"));
            assertThat(ofA).isPositive();

            assertThat(text(opener, root.resolve("b/f"))).isEqualTo("b/f");
            assertThat(handlesOn(descriptors, root.resolve("a"))).isLessThan(ofA);

            long ofB = handlesOn(descriptors, root.resolve("b"));
            opener.close();
            assertThat(handlesOn(descriptors, root.resolve("b"))).isLessThan(ofB);
        }
    }

    private static long handlesOn(Path descriptors, Path directory) throws IOException {
        Path real = directory.toRealPath();
        long count = 0;
        try (DirectoryStream<Path> open = Files.newDirectoryStream(descriptors)) {
            for (Path descriptor : open) {
                try {
                    count += Files.readSymbolicLink(descriptor).equals(real) ? 1 : 0;
                } catch (NoSuchFileException e) {
                    // Another thread has closed it meanwhile.
                }
            }
        }
        return count;
    }

    private static String text(FileOpener opener, Path path) throws IOException {
        try (VfsFile file = opener.open(path)) {
            ByteBuffer bytes = ByteBuffer.allocate(16);
            int read = file.read(bytes, 0);
            return new String(bytes.array(), 0, read, StandardCharsets.UTF_8);
        }
    }
}
