package io.sluice.io.vfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each mode of opening does, on every {@link Vfs}. */
@ParameterizedClass
@EnumSource(VfsContract.Subject.class)
class VfsOpenModeTest extends VfsContract {

    VfsOpenModeTest(Subject subject) {
        super(subject);
    }

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
}
