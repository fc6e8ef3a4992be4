package io.sluice.benchmarks;

import io.sluice.sink.parquet.ByteSource;
import io.sluice.sink.parquet.RowFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a sink has left below a directory, as whoever globs for Parquet files sees it. Stateless. */
final class SinkFiles {

    private SinkFiles() {}

    static List<Path> below(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".parquet")).toList();
        }
    }

    /** Fails unless the files hold so many rows. */
    static void requireRows(String name, Path directory, long expected) throws IOException {
        long rows = 0;
        for (Path file : below(directory)) {
            try (Content content = new Content(file)) {
                rows += RowFile.rowCount(content);
            }
        }
        if (rows != expected) {
            throw new IllegalStateException(
                    name + " has delivered " + rows + " rows of " + expected + " in " + directory);
        }
    }

    static final class Content implements ByteSource {
        private final Path path;
        private final FileChannel file;

        Content(Path path) throws IOException {
            this.path = path;
            this.file = FileChannel.open(path);
        }

        @Override
        public String name() {
            return path.toString();
        }

        @Override
        public long bytes() {
            try {
                return file.size();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return file.read(target, position);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
