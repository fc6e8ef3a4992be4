package io.sluice.io.temp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.io.vfs.MemoryVfs;
import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.VfsFile;
import io.sluice.io.vfs.WholeFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpooledFileTest {
    private static final Path DIRECTORY = Path.of("/tmp");

    private final MemoryVfs vfs = MemoryVfs.create();

    @BeforeEach
    void createDirectory() throws IOException {
        vfs.createDirectory(DIRECTORY);
    }

    @Test
    void upToTheLimitNothingTouchesTheDisk() throws Exception {
        MemoryVfs noDirectory = MemoryVfs.create();
        try (SpooledFile file = new SpooledFile(noDirectory, DIRECTORY, 100)) {
            WholeFiles.write(file, new byte[100], 0);

            assertThat(file.isInMemory()).isTrue();
            assertThat(file.size()).isEqualTo(100);
        }
    }

    @Test
    void oneByteMoreGoesToAnUnnamedFileWithEverythingBefore() throws Exception {
        try (SpooledFile file = new SpooledFile(vfs, DIRECTORY, 100)) {
            byte[] content = new byte[101];
            new Random(1).nextBytes(content);
            file.write(ByteBuffer.wrap(content, 0, 100), 0);

            file.write(ByteBuffer.wrap(content, 100, 1), 100);

            assertThat(file.isInMemory()).isFalse();
            assertThat(TempFileTest.content(file)).isEqualTo(content);
            assertThat(WholeFiles.names(vfs, DIRECTORY)).isEmpty();
        }
    }

    @Test
    void aFailedMoveToDiskLosesNothing() throws Exception {
        vfs.resizeDisk(4096);
        try (SpooledFile file = new SpooledFile(vfs, DIRECTORY, 20_000)) {
            byte[] content = new byte[20_000];
            new Random(2).nextBytes(content);
            WholeFiles.write(file, content, 0);

            assertThatThrownBy(() -> file.write(ByteBuffer.allocate(1), 20_000)).hasMessageContaining("No space left");

            assertThat(file.isInMemory()).isTrue();
            assertThat(TempFileTest.content(file)).isEqualTo(content);
            assertThat(WholeFiles.names(vfs, DIRECTORY)).isEmpty();
        }
        assertThat(vfs.diskUsage(DIRECTORY).usableBytes()).isEqualTo(4096);
    }

    @Test
    void closingGivesTheDiskBack() throws Exception {
        long free = vfs.diskUsage(DIRECTORY).usableBytes();
        SpooledFile file = new SpooledFile(vfs, DIRECTORY, 0);
        WholeFiles.write(file, new byte[10_000], 0);
        assertThat(vfs.diskUsage(DIRECTORY).usableBytes()).isLessThan(free);

        file.close();
        file.close();

        assertThat(vfs.diskUsage(DIRECTORY).usableBytes()).isEqualTo(free);
        assertThatThrownBy(file::size).isInstanceOf(IOException.class);
    }

    @Test
    void aClosedFileInMemorySaysSo() throws Exception {
        SpooledFile file = new SpooledFile(vfs, DIRECTORY, 10);

        file.close();

        assertThatThrownBy(file::size).hasMessageContaining("closed");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, (1 << 30) + 1})
    void theLimitIsBounded(int memoryBytes) {
        assertThatThrownBy(() -> new SpooledFile(vfs, DIRECTORY, memoryBytes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("memoryBytes is " + memoryBytes + ", but must be between 0 and 1073741824");
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 100);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void inMemoryOrOnDiskItBehavesLikeAnyFile(long seed) throws Exception {
        Random random = new Random(seed);
        try (VfsFile plain = vfs.open(DIRECTORY.resolve("plain"), OpenMode.TRUNCATE);
                SpooledFile spooled = new SpooledFile(vfs, DIRECTORY, random.nextInt(3000))) {
            for (int step = 0; step < 40; step++) {
                int position = random.nextInt(2000);
                int bytes = random.nextInt(500);
                byte[] content = new byte[bytes];
                random.nextBytes(content);
                switch (random.nextInt(4)) {
                    case 0, 1 -> {
                        WholeFiles.write(plain, content, position);
                        WholeFiles.write(spooled, content, position);
                    }
                    case 2 -> {
                        ByteBuffer fromPlain = ByteBuffer.allocate(bytes);
                        ByteBuffer fromSpooled = ByteBuffer.allocate(bytes);
                        assertThat(spooled.read(fromSpooled, position)).isEqualTo(plain.read(fromPlain, position));
                        assertThat(fromSpooled).isEqualTo(fromPlain);
                    }
                    default -> {
                        plain.truncate(position);
                        spooled.truncate(position);
                    }
                }
                assertThat(TempFileTest.content(spooled)).isEqualTo(TempFileTest.content(plain));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1000})
    void itsContentCanBeCopiedToAnotherFile(int memoryBytes) throws Exception {
        byte[] content = new byte[1000];
        new Random(3).nextBytes(content);
        try (SpooledFile spooled = new SpooledFile(vfs, DIRECTORY, memoryBytes);
                TempFile target = TempFile.unnamed(vfs, DIRECTORY)) {
            WholeFiles.write(spooled, content, 0);

            long copied = spooled.transferTo(100, 5000, target, 0);

            assertThat(copied).isEqualTo(900);
            assertThat(target.size()).isEqualTo(900);
        }
    }
}
