package io.sluice.io.read;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.io.AsyncFileSystem;
import io.sluice.io.FileSystemSettings;
import io.sluice.io.vfs.LocalVfs;
import io.sluice.io.vfs.Vfs;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a mapped file does to a process is only known from a real one. */
class LocalMappingTest {

    private static final int MIB = 1 << 20;

    @TempDir
    private Path directory;

    /** Every touched page past the new end is a fault, which would end the process if the JVM did not catch it. */
    @Test
    void aRealFileCutShortWhileItIsMappedFailsTheReadAndNotTheProcess() throws Exception {
        Path file = directory.resolve("file");
        setLength(file, 8 * MIB);
        ReadSettings settings = ReadSettings.builder().mapWindow(4 * MIB).build();
        ChunkReader<Long> cutting = new ChunkReader<>() {
            private long sum;

            @Override
            public void chunk(ByteBuffer bytes, long position) throws IOException {
                if (position == MIB) {
                    setLength(file, MIB);
                }
                for (int at = bytes.position(); at < bytes.limit(); at++) {
                    sum += bytes.get(at);
                }
            }

            @Override
            public Long end(long bytes) {
                return sum;
            }
        };
        try (Vfs vfs = LocalVfs.rootedAt(directory);
                AsyncFileSystem files = AsyncFileSystem.over(vfs, FileSystemSettings.defaults());
                FileReader reader = files.reader(settings)) {
            assertThatThrownBy(() -> ReaderFixture.get(reader.read(file, ReadStrategy.MAPPED, cutting)))
                    .hasCauseInstanceOf(FileCutShortException.class)
                    .hasMessageContaining("from byte 0");
        }
    }

    private static void setLength(Path file, long bytes) throws IOException {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            access.setLength(bytes);
        }
    }
}
