package io.sluice.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Files to read: random bytes, read once so that they are in the page cache, and last changed an hour ago. */
record DataSet(String name, Path directory, List<Path> files, long bytes) {

    private static final Duration AGE = Duration.ofHours(1);
    private static final int BLOCK = 1 << 20;
    private static final long SEED = 20261121;

    DataSet {
        files = List.copyOf(files);
    }

    static DataSet of(Workplace workplace, String name, int count, long size) throws IOException {
        long[] sizes = new long[count];
        java.util.Arrays.fill(sizes, size);
        return write(workplace, name, sizes);
    }

    /** Sizes spread evenly over their orders of magnitude, from 1 KB to 1 MB, and a few of 10 and 100 MB. */
    static DataSet mixed(Workplace workplace, String name, int count) throws IOException {
        Random random = new Random(SEED);
        long[] sizes = new long[count];
        for (int i = 0; i < count; i++) {
            sizes[i] = (long) Math.pow(10, 3 + 3 * random.nextDouble());
        }
        for (int i = 0; i < Math.min(20, count); i++) {
            sizes[random.nextInt(count)] = 10_000_000;
        }
        sizes[random.nextInt(count)] = 100_000_000;
        return write(workplace, name, sizes);
    }

    private static DataSet write(Workplace workplace, String name, long[] sizes) throws IOException {
        Path directory = workplace.directory(name.replace(' ', '-'));
        byte[] block = new byte[BLOCK];
        new Random(SEED).nextBytes(block);
        List<Path> files = new ArrayList<>(sizes.length);
        long total = 0;
        for (int i = 0; i < sizes.length; i++) {
            // A hundred to a directory, as in a tree.
            Path parent = Files.createDirectories(directory.resolve("d" + i / 100));
            Path file = parent.resolve("f" + i);
            try (OutputStream out = Files.newOutputStream(file)) {
                for (long left = sizes[i]; left > 0; left -= BLOCK) {
                    out.write(block, 0, (int) Math.min(BLOCK, left));
                }
            }
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(AGE)));
            files.add(file);
            total += sizes[i];
        }
        return new DataSet(name, directory, files, total);
    }

    /** How often to read all of it for one run to take long enough to be timed: that many bytes, or that many files. */
    int repetitions(long enoughBytes, long enoughFiles) {
        return (int) Math.max(1, Math.min(enoughBytes / bytes, enoughFiles / files.size()));
    }

    void delete() throws IOException {
        Workplace.remove(directory);
    }
}
