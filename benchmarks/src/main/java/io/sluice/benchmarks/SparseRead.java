package io.sluice.benchmarks;

import io.sluice.io.AsyncFileSystem;
import io.sluice.io.FileSystemSettings;
import io.sluice.io.read.ChunkReader;
import io.sluice.io.read.FileReader;
import io.sluice.io.read.ReadSettings;
import io.sluice.io.read.ReadStrategy;
import io.sluice.io.vfs.LocalVfs;
import io.sluice.io.vfs.Vfs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;

/** The program of {@link SparsePart}'s child: reads one file, looks at every byte, prints how many there were. */
final class SparseRead {

    private SparseRead() {}

    /**
     * Reads.
     *
     * @param arguments the file and the strategy
     */
    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        Path file = Path.of(arguments[0]);
        try (Vfs vfs = LocalVfs.rootedAt(file.getParent());
                AsyncFileSystem files = AsyncFileSystem.over(
                        vfs, FileSystemSettings.builder().ioThreads(2).build());
                FileReader reader = files.reader(ReadSettings.defaults())) {
            long bytes = reader.read(file, ReadStrategy.valueOf(arguments[1]), new Zeros())
                    .get();
            System.out.println(bytes);
        }
    }

    /** Insists that there is nothing but zeros, as in a file without content. */
    private static final class Zeros implements ChunkReader<Long> {
        private long seen;

        @Override
        public void chunk(ByteBuffer bytes, long position) {
            if (Sum.of(bytes) != 0) {
                throw new IllegalStateException("bytes that were never written, after byte " + position);
            }
            seen += bytes.remaining();
        }

        @Override
        public Long end(long bytes) {
            return Math.min(seen, bytes);
        }

        @Override
        public boolean takesMappedMemory() {
            return true;
        }
    }
}
