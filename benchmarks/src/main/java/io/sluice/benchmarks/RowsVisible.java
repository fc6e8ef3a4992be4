package io.sluice.benchmarks;

import io.sluice.sink.parquet.GroupRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * When rows could be seen in published Parquet files. A file gets its name by being renamed, which is when whoever globs for files
 * finds it, and the system notes that as the change of the file; so nobody has to watch while it is measured. Stateless.
 */
final class RowsVisible {

    private static final int MOST_FILES = 24;
    private static final int ONE_ROW_OF = 16;
    private static final long RENAME_MICROS = 1_000;

    private RowsVisible() {}

    /** A file and when it could be seen, in microseconds of the epoch. */
    private record Published(Path path, long micros) {}

    /**
     * The time from append until visible, of every sixteenth row of files spread over a span.
     *
     * @param from the microsecond of the epoch at which the span begins
     */
    static Latencies between(Path table, TradeFeed feed, long from, long until) throws IOException {
        List<Published> published = new ArrayList<>();
        for (Path file : SinkFiles.below(table)) {
            long micros = changed(file);
            if (micros >= from && micros <= until) {
                published.add(new Published(file, micros));
            }
        }
        published.sort(Comparator.comparingLong(Published::micros));
        Latencies latencies = new Latencies();
        int files = Math.min(MOST_FILES, published.size());
        for (int i = 0; i < files; i++) {
            Published file = published.get((int) ((long) i * published.size() / files));
            add(file, feed, latencies);
        }
        return latencies;
    }

    private static void add(Published file, TradeFeed feed, Latencies latencies) throws IOException {
        int[] row = {0};
        try (SinkFiles.Content content = new SinkFiles.Content(file.path)) {
            GroupRows.read(content, Long.MAX_VALUE, group -> {
                if (row[0]++ % ONE_ROW_OF == 0) {
                    int key = TradeBlock.key(group.getString("symbol", 0));
                    feed.appended(key, group.getLong("ts", 0))
                            .ifPresent(appended -> latencies.add(Math.max(0, file.micros - appended)));
                }
            });
        }
    }

    private static long changed(Path file) throws IOException {
        return ((FileTime) Files.getAttribute(file, "unix:ctime")).to(TimeUnit.MICROSECONDS);
    }

    /** Fails unless the file system notes a renaming as a change of the file. */
    static void requireNotedRenames(Path directory) throws IOException, InterruptedException {
        Path probe = Files.createFile(directory.resolve("probe"));
        long before = changed(probe);
        // Longer than any file system's clock is coarse.
        Workplace.pause(java.time.Duration.ofMillis(50));
        Path renamed = Files.move(probe, directory.resolve("probe-renamed"));
        boolean noted = changed(renamed) > before + RENAME_MICROS;
        Files.delete(renamed);
        if (!noted) {
            throw new IllegalStateException("the file system of " + directory
                    + " does not note when a file was renamed, so it cannot be told when rows could be seen; set"
                    + " BENCHMARK_WORK to a directory of ext4 or xfs");
        }
    }
}
