package io.sluice.benchmarks;

import io.sluice.io.AsyncFileSystem;
import io.sluice.io.FileSystemSettings;
import io.sluice.io.read.FileOutcome;
import io.sluice.io.read.FileReader;
import io.sluice.io.read.ReadSettings;
import io.sluice.io.vfs.LocalVfs;
import io.sluice.io.vfs.Vfs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

/** Twenty thousand files asked for at once, of which a file system watched from outside sees few at a time. */
final class LimitsPart {

    private static final int FILES = 20_000;
    private static final int DISTINCT = 2_000;
    private static final int THREADS = 16;
    private static final int MOST_OPEN = 8;
    private static final int BUFFER = 64 << 10;
    private static final long MOST_BYTES = 6 * BUFFER;

    private LimitsPart() {}

    static void run(Workplace workplace, Report report) throws IOException, InterruptedException, ExecutionException {
        DataSet data = DataSet.of(workplace, "many files", DISTINCT, 100_000);
        List<Path> asked = IntStream.range(0, FILES)
                .mapToObj(i -> data.files().get(i % DISTINCT))
                .toList();
        ReadSettings settings = ReadSettings.builder()
                .bufferSize(BUFFER)
                .maxConcurrentOperations(MOST_OPEN)
                .maxBytesInFlight(MOST_BYTES)
                .build();
        try (Vfs local = LocalVfs.rootedAt(workplace.directory())) {
            WatchedVfs batch = new WatchedVfs(local);
            try (AsyncFileSystem fileSystem = over(batch);
                    FileReader reader = fileSystem.reader(settings)) {
                List<FileOutcome<Long>> outcomes =
                        reader.readEach(asked, path -> new Sum()).get();
                outcomes.forEach(FileOutcome::orThrow);
            }
            bars(report, FILES + " files in one batch", batch);
            WatchedVfs single = new WatchedVfs(local);
            try (AsyncFileSystem fileSystem = over(single);
                    FileReader reader = fileSystem.reader(settings)) {
                List<CompletableFuture<Long>> reads = new ArrayList<>();
                for (Path path : asked) {
                    reads.add(reader.read(path, new Sum()));
                }
                for (CompletableFuture<Long> read : reads) {
                    read.get();
                }
            }
            bars(report, FILES + " single reads at once", single);
        }
        data.delete();
    }

    private static AsyncFileSystem over(WatchedVfs watched) {
        return AsyncFileSystem.over(
                watched.vfs(), FileSystemSettings.builder().ioThreads(THREADS).build());
    }

    private static void bars(Report report, String what, WatchedVfs watched) {
        report.add(Bar.atMost(what + ": most files open", watched.mostOpen(), MOST_OPEN));
        report.add(Bar.atMost(what + ": most bytes in flight", watched.mostBytes(), MOST_BYTES));
    }
}
