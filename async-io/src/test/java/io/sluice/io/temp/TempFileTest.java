package io.sluice.io.temp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.io.vfs.MemoryVfs;
import io.sluice.io.vfs.VfsFile;
import io.sluice.io.vfs.WholeFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TempFileTest {
    private static final Path DIRECTORY = Path.of("/tmp");

    private final MemoryVfs vfs = MemoryVfs.create();

    @BeforeEach
    void createDirectory() throws IOException {
        vfs.createDirectory(DIRECTORY);
    }

    @Test
    void aNamedFileHasANameUntilItIsClosed() throws Exception {
        TempFile file = TempFile.named(vfs, DIRECTORY, "rows-", ".csv");
        WholeFiles.write(file, new byte[] {1, 2, 3}, 0);
        assertThat(file.isNamed()).isTrue();
        assertThat(file.path().getFileName().toString()).matches("rows-[0-9a-f]{16}\\.csv");
        assertThat(WholeFiles.bytes(vfs, file.path())).containsExactly(1, 2, 3);

        file.close();
        file.close();

        assertThat(WholeFiles.names(vfs, DIRECTORY)).isEmpty();
    }

    @Test
    void anUnnamedFileHasNoNameFromTheStart() throws Exception {
        try (TempFile file = TempFile.unnamed(vfs, DIRECTORY)) {
            WholeFiles.write(file, new byte[] {1, 2, 3}, 0);

            assertThat(file.isNamed()).isFalse();
            assertThat(WholeFiles.names(vfs, DIRECTORY)).isEmpty();
            assertThat(content(file)).containsExactly(1, 2, 3);
        }
    }

    @Test
    void aFileThatIsGoneWhenItIsClosedIsFine() throws Exception {
        TempFile file = TempFile.named(vfs, DIRECTORY, "", "");
        vfs.delete(file.path());

        file.close();

        assertThat(WholeFiles.names(vfs, DIRECTORY)).isEmpty();
    }

    @Test
    void aTakenNameIsReplacedByAnotherAndNeverOverwritten() throws Exception {
        // The same seed gives the same names.
        Path taken = TempFile.named(MemoryVfs.builder().roots(DIRECTORY).seed(7).build(), DIRECTORY, "a-", "")
                .path();
        MemoryVfs same = MemoryVfs.builder().roots(DIRECTORY).seed(7).build();
        WholeFiles.write(same, taken, "theirs");

        try (TempFile file = TempFile.named(same, DIRECTORY, "a-", "")) {
            assertThat(file.path()).isNotEqualTo(taken);
            assertThat(WholeFiles.text(same, taken)).isEqualTo("theirs");
        }
    }

    @Test
    void namesThatAreAlwaysTakenAreNotTriedForEver() throws Exception {
        WholeFiles.write(vfs, DIRECTORY.resolve("fixed"), "theirs");

        assertThatThrownBy(() -> Scratch.create(vfs, DIRECTORY, digits -> "fixed", path -> {
                    throw new FileAlreadyExistsException(path.toString());
                }))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("/tmp: 8 random names were all taken");

        assertThat(WholeFiles.text(vfs, DIRECTORY.resolve("fixed"))).isEqualTo("theirs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../", "a/b", "\\", "\0"})
    void aPrefixCannotLeadOutOfTheDirectory(String prefix) {
        assertThatThrownBy(() -> TempFile.named(vfs, DIRECTORY, prefix, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("prefix");
    }

    @Test
    void aTempDirectoryIsRemovedWithEverythingInItAndNoLinkIsFollowed() throws Exception {
        vfs.createDirectory(Path.of("/outside"));
        WholeFiles.write(vfs, Path.of("/outside/kept"), "kept");
        TempDirectory directory = TempDirectory.create(vfs, DIRECTORY, "job-");
        vfs.createDirectory(directory.path().resolve("sub"));
        WholeFiles.write(vfs, directory.path().resolve("sub/file"), "gone");
        vfs.symlink(Path.of("/outside"), directory.path().resolve("sub/link"));

        directory.close();
        directory.close();

        assertThat(WholeFiles.names(vfs, DIRECTORY)).isEmpty();
        assertThat(WholeFiles.names(vfs, Path.of("/outside"))).containsExactly("kept");
    }

    @Test
    void aTempDirectoryThatIsGoneWhenItIsClosedIsFine() throws Exception {
        TempDirectory directory = TempDirectory.create(vfs, DIRECTORY, "job-");
        vfs.delete(directory.path());

        directory.close();

        assertThat(WholeFiles.names(vfs, DIRECTORY)).isEmpty();
    }

    @Test
    void aMissingDirectoryIsAnError() {
        for (ThrowingSupplier creation : List.<ThrowingSupplier>of(
                () -> TempFile.named(vfs, Path.of("/missing"), "", ""),
                () -> TempFile.unnamed(vfs, Path.of("/missing")),
                () -> TempDirectory.create(vfs, Path.of("/missing"), ""))) {
            assertThatThrownBy(creation::get).isInstanceOf(NoSuchFileException.class);
        }
    }

    private interface ThrowingSupplier {
        Object get() throws IOException;
    }

    static byte[] content(VfsFile file) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(file.size()));
        while (content.hasRemaining() && file.read(content, content.position()) >= 0) {
            // Reads are allowed to be short.
        }
        assertThat(content.hasRemaining()).isFalse();
        return content.array();
    }
}
