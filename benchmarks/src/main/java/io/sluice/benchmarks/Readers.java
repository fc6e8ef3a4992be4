package io.sluice.benchmarks;

import io.sluice.io.AsyncFileSystem;
import io.sluice.io.FileSystemSettings;
import io.sluice.io.read.ChunkReader;
import io.sluice.io.read.FileOutcome;
import io.sluice.io.read.FileReader;
import io.sluice.io.read.ReadSettings;
import io.sluice.io.read.ReadStrategy;
import io.sluice.io.vfs.LocalVfs;
import io.sluice.io.vfs.Vfs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The contenders of reading, all with as many threads as there are cores, on one file system. */
final class Readers implements AutoCloseable {

    static final int THREADS = Runtime.getRuntime().availableProcessors();
    static final String AUTO = ReadStrategy.AUTO.name();
    static final String HAND_WRITTEN = "FileChannel loop";

    private final Vfs vfs;
    private final AsyncFileSystem fileSystem;
    private final ExecutorService executor = Executors.newFixedThreadPool(THREADS);
    private final Map<ReadStrategy, FileReader> readers = new EnumMap<>(ReadStrategy.class);
    private final List<FileReader> others = new ArrayList<>();

    Readers(Path root) throws IOException {
        vfs = LocalVfs.rootedAt(root);
        fileSystem = AsyncFileSystem.over(
                vfs,
                FileSystemSettings.builder()
                        .name("benchmark")
                        .ioThreads(THREADS)
                        .build());
        for (ReadStrategy strategy : ReadStrategy.values()) {
            ReadSettings settings = ReadSettings.builder()
                    .name(strategy.name().toLowerCase(Locale.ROOT))
                    .strategy(strategy)
                    .build();
            readers.put(strategy, fileSystem.reader(settings));
        }
    }

    Contender strategy(ReadStrategy strategy, DataSet data, int repetitions) {
        return sum(strategy.name(), readers.get(strategy), data, repetitions);
    }

    /** BUFFERED with buffers, and chunks, of another size. */
    Contender bufferSize(int bytes, DataSet data, int repetitions) {
        FileReader reader = other(ReadSettings.builder()
                .strategy(ReadStrategy.BUFFERED)
                .bufferSize(bytes)
                .chunkSize(bytes));
        return sum((bytes >> 10) + " KiB", reader, data, repetitions);
    }

    private FileReader other(ReadSettings.Builder settings) {
        FileReader reader =
                fileSystem.reader(settings.name("other-" + others.size()).build());
        others.add(reader);
        return reader;
    }

    private static Contender sum(String name, FileReader reader, DataSet data, int repetitions) {
        return Contender.timed(name, () -> {
            long sum = 0;
            for (int i = 0; i < repetitions; i++) {
                for (FileOutcome<Long> outcome :
                        reader.readEach(data.files(), path -> new Sum()).get()) {
                    sum += outcome.orThrow();
                }
            }
            return sum;
        });
    }

    /** Counts the bytes, and no more, so it does not ask for mapped memory, which it would not look at. */
    Contender countBytes(String name, DataSet data, int repetitions) {
        return counting(name, readers.get(ReadStrategy.AUTO), Count::new, data, repetitions);
    }

    /** Counts the bytes after it has added them up. */
    Contender countAndSumBytes(String name, DataSet data, int repetitions) {
        return counting(name, readers.get(ReadStrategy.AUTO), SumAndCount::new, data, repetitions);
    }

    private static Contender counting(
            String name, FileReader reader, Supplier<ChunkReader<Long>> chunks, DataSet data, int repetitions) {
        return Contender.timed(name, () -> {
            long bytes = 0;
            for (int i = 0; i < repetitions; i++) {
                for (FileOutcome<Long> outcome :
                        reader.readEach(data.files(), path -> chunks.get()).get()) {
                    bytes += outcome.orThrow();
                }
            }
            return bytes;
        });
    }

    private static final class Count implements ChunkReader<Long> {
        private long count;

        @Override
        public void chunk(ByteBuffer bytes, long position) {
            count += bytes.remaining();
        }

        @Override
        public Long end(long bytes) {
            return count;
        }
    }

    private static final class SumAndCount implements ChunkReader<Long> {
        private final Sum sum = new Sum();

        @Override
        public void chunk(ByteBuffer bytes, long position) {
            sum.chunk(bytes, position);
        }

        @Override
        public Long end(long bytes) {
            // The sum must matter, or the compiler leaves it out; it is never this number.
            return sum.end(bytes) == Long.MIN_VALUE ? 0L : bytes;
        }

        @Override
        public boolean takesMappedMemory() {
            return true;
        }
    }

    /** What one would write by hand: a thread pool, a queue of files, one buffer for each thread, and nothing else. */
    Contender handWritten(DataSet data, int repetitions) {
        int bufferSize = ReadSettings.defaults().bufferSize();
        return Contender.timed(HAND_WRITTEN, () -> {
            long sum = 0;
            for (int i = 0; i < repetitions; i++) {
                AtomicInteger next = new AtomicInteger();
                List<Future<Long>> parts = new ArrayList<>();
                for (int thread = 0; thread < THREADS; thread++) {
                    parts.add(executor.submit(() -> readAll(data.files(), next, bufferSize)));
                }
                for (Future<Long> part : parts) {
                    sum += part.get();
                }
            }
            return sum;
        });
    }

    private static long readAll(List<Path> files, AtomicInteger next, int bufferSize) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(bufferSize);
        long sum = 0;
        for (int n = next.getAndIncrement(); n < files.size(); n = next.getAndIncrement()) {
            try (FileChannel channel = FileChannel.open(files.get(n), StandardOpenOption.READ)) {
                long position = 0;
                for (int read = channel.read(buffer.clear(), 0);
                        read >= 0;
                        read = channel.read(buffer.clear(), position)) {
                    sum += Sum.of(buffer.flip());
                    position += read;
                }
                sum += position;
            }
        }
        return sum;
    }

    @Override
    public void close() {
        readers.values().forEach(FileReader::close);
        others.forEach(FileReader::close);
        fileSystem.close();
        executor.shutdown();
        vfs.close();
    }
}
