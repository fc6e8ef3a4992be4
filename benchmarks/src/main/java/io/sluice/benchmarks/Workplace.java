package io.sluice.benchmarks;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Where and how a benchmark works.
 *
 * @param directory for its data; everything in it goes away afterwards
 * @param options what was asked for
 * @param mostRounds that a contest takes
 */
record Workplace(Path directory, Options options, int mostRounds) implements AutoCloseable {

    private static final int QUICK_ROUNDS = 3;

    static Workplace under(Path parent, Options options) throws IOException {
        Files.createDirectories(parent);
        return new Workplace(
                Files.createTempDirectory(parent, "benchmark-"),
                options,
                options.quick() ? QUICK_ROUNDS : Integer.MAX_VALUE);
    }

    /** The same, with fewer rounds. */
    Workplace withMostRounds(int most) {
        return new Workplace(directory, options, Math.min(most, mostRounds));
    }

    /** Fewer rounds and less data, to see that it runs: its numbers mean nothing. */
    boolean quick() {
        return options.quick();
    }

    int rounds(int full) {
        return Math.min(mostRounds, full);
    }

    /** Warm-up rounds: one is enough to see that it runs. */
    int warmUps(int full) {
        return quick() ? 1 : full;
    }

    Path directory(String name) throws IOException {
        return Files.createDirectories(directory.resolve(name));
    }

    /** Measuring takes time, and nothing tells of its end. */
    static void pause(Duration time) throws InterruptedException {
        boolean unused = new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
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
