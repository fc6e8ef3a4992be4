package io.sluice.io.vfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading, writing, cutting, copying, mapping and syncing, on every {@link Vfs}. */
@ParameterizedClass
@EnumSource(VfsContract.Subject.class)
class VfsContentTest extends VfsContract {

    VfsContentTest(Subject subject) {
        super(subject);
    }

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
}
