package io.sluice.benchmarks;

import io.sluice.io.read.ReadSettings;
import io.sluice.io.read.ReadStrategy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/** A file far larger than the heap, read by a JVM of its own with a small one. */
final class SparsePart {

    private static final long GIB = 1L << 30;
    private static final int FILE_GIB = 16;
    private static final String HEAP = "-Xmx64m";
    private static final String DIRECT = "-XX:MaxDirectMemorySize=64m";

    private SparsePart() {}

    static void run(Workplace workplace, Report report) throws IOException, InterruptedException {
        Path file = workplace.directory("sparse").resolve("sparse");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength((workplace.quick() ? 1 : FILE_GIB) * GIB);
        }
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3600)));
        report.setting(
                "sparse file",
                "strategies AUTO and BUFFERED with " + HEAP + " " + DIRECT + ", "
                        + ReadSettings.defaults().bufferSize() + " byte buffers");
        for (ReadStrategy strategy : new ReadStrategy[] {ReadStrategy.AUTO, ReadStrategy.BUFFERED}) {
            report.add(Bar.atLeast(
                    "GiB of a sparse file read in a 64 MB heap, " + strategy, readByChild(file, strategy), FILE_GIB));
        }
        Workplace.remove(file.getParent());
    }

    /** How many GiB the child says it read; none if it failed, which it says on standard error. */
    private static double readByChild(Path file, ReadStrategy strategy) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        DIRECT,
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SparseRead.class.getName(),
                        file.toString(),
                        strategy.name())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            String bytes = output.readLine();
            return child.waitFor() == 0 && bytes != null ? (double) Long.parseLong(bytes) / GIB : 0;
        } finally {
            child.destroyForcibly();
        }
    }
}
