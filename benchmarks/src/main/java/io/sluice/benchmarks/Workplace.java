package io.sluice.benchmarks;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Where and how a benchmark works.
 *
 * @param directory for its data; everything in it goes away afterwards
 * @param quick fewer rounds and less data, to see that it runs: its numbers mean nothing
 */
record Workplace(Path directory, boolean quick) implements AutoCloseable {

    static Workplace under(Path parent, boolean quick) throws IOException {
        Files.createDirectories(parent);
        return new Workplace(Files.createTempDirectory(parent, "benchmark-"), quick);
    }

    int rounds(int full) {
        return quick ? Math.min(3, full) : full;
    }

    /** Warm-up rounds: one is enough to see that it runs. */
    int warmUps(int full) {
        return quick ? 1 : full;
    }

    Path directory(String name) throws IOException {
        return Files.createDirectories(directory.resolve(name));
    }

    static void say(String line) {
        System.err.println(line);
    }

    /** Removes a data set, so that the next one finds the disk and the page cache free. */
    static void remove(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException error) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Override
    public void close() throws IOException {
        remove(directory);
    }
}
