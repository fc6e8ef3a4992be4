package io.sluice.io.read.compare;

import io.sluice.io.AsyncFileSystem;
import io.sluice.io.FileSystemSettings;
import io.sluice.io.read.FileOutcome;
import io.sluice.io.read.FileReader;
import io.sluice.io.read.ReadSettings;
import io.sluice.io.vfs.Vfs;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Split by size: large files first, the largest of them at the head, each by the strategy that suits it and read ahead where
 * that pays; then the small ones, many to a task, which fill the gaps that large ones leave at the end.
 */
final class HybridWay implements Way {

    /** What the file system allows in all; the reader's own limit may be lower. */
    private static final long MOST_BYTES = FileSystemSettings.defaults().maxReadBytes();

    private final Vfs vfs;
    private final int threads;
    private final ReadSettings settings;

    HybridWay(Vfs vfs, int threads, ReadSettings settings) {
        this.vfs = vfs;
        this.threads = threads;
        this.settings = settings;
    }

    @Override
    public String title() {
        return "hybrid";
    }

    @Override
    public void read(List<FoundFile> files, ComparisonProgress progress, Consumer<FileOutcome<TextCounts>> outcomes)
            throws InterruptedException {
        int split = settings.bufferSize();
        Iterator<Path> largeFirst = Stream.concat(
                        files.stream()
                                .filter(file -> file.bytes() > split)
                                .sorted(Comparator.comparingLong(FoundFile::bytes)
                                        .reversed()),
                        files.stream().filter(file -> file.bytes() <= split))
                .map(FoundFile::path)
                .iterator();
        try (AsyncFileSystem fileSystem = AsyncFileSystem.over(
                        vfs,
                        FileSystemSettings.builder()
                                .name("compare-hybrid")
                                .ioThreads(threads)
                                .maxReads(2 * threads)
                                .maxReadBytes(Math.max(settings.maxBytesInFlight(), MOST_BYTES))
                                .build());
                FileReader reader = fileSystem.reader(settings)) {
            CompletableFuture<Long> all = reader.readEach(largeFirst, path -> new TextCounter(progress), outcomes);
            try {
                all.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("the hybrid way failed", e.getCause());
            } finally {
                all.cancel(false);
            }
        }
    }
}
