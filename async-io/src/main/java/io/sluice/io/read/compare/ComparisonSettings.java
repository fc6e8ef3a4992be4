package io.sluice.io.read.compare;

import io.sluice.io.flow.Settings;
import io.sluice.io.read.ReadSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * How a {@link TreeReadComparison} reads.
 *
 * @param threads worker threads of each way that has threads
 * @param processes worker processes at once
 * @param filesInProgress files the way with a pool task for every operation has open at once
 * @param processMegabytes heap of each worker process, in MiB
 * @param java the {@code java} program that runs the worker processes
 * @param classPath their class path, which must hold this library
 * @param read bounds of the hybrid's reader; all ways read in its buffer size
 */
public record ComparisonSettings(
        int threads,
        int processes,
        int filesInProgress,
        int processMegabytes,
        Path java,
        List<String> classPath,
        ReadSettings read) {

    public ComparisonSettings {
        Settings.within("threads", threads, 1, 1024);
        Settings.within("processes", processes, 1, 256);
        Settings.within("filesInProgress", filesInProgress, 1, 4096);
        Settings.within("processMegabytes", processMegabytes, 16, 65_536);
        Objects.requireNonNull(java, "java");
        classPath = List.copyOf(classPath);
        Objects.requireNonNull(read, "read");
    }

    /** One thread and one process for each processor, and worker processes that run as this one does. */
    public static ComparisonSettings defaults() {
        int processors = Runtime.getRuntime().availableProcessors();
        return new ComparisonSettings(
                Math.min(processors, 1024),
                Math.min(processors, 256),
                Math.min(4 * processors, 4096),
                64,
                Path.of(System.getProperty("java.home"), "bin", "java"),
                List.of(System.getProperty("java.class.path")),
                ReadSettings.defaults());
    }
}
