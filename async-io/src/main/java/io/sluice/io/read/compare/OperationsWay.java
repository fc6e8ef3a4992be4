package io.sluice.io.read.compare;

import io.sluice.io.AsyncFile;
import io.sluice.io.AsyncFileSystem;
import io.sluice.io.FileSystemSettings;
import io.sluice.io.flow.WorkerPool;
import io.sluice.io.read.FileOutcome;
import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.Vfs;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * An operation of an {@link AsyncFileSystem} for every call, as asynchronous file libraries do it: opening, each read and
 * closing are queued one after the other, the I/O workers take turns between many open files, and other workers count what was
 * read.
 */
final class OperationsWay implements Way {

    private static final FileSystemSettings DEFAULTS = FileSystemSettings.defaults();

    private final Vfs vfs;
    private final int threads;
    private final int filesInProgress;
    private final int bufferSize;

    OperationsWay(Vfs vfs, int threads, int filesInProgress, int bufferSize) {
        this.vfs = vfs;
        this.threads = threads;
        this.filesInProgress = filesInProgress;
        this.bufferSize = bufferSize;
    }

    @Override
    public String title() {
        return "async operations";
    }

    @Override
    public void read(List<FoundFile> files, ComparisonProgress progress, Consumer<FileOutcome<TextCounts>> outcomes)
            throws InterruptedException {
        int chains = Math.min(filesInProgress, Math.max(1, files.size()));
        FileSystemSettings settings = FileSystemSettings.builder()
                .name("compare-operations")
                .ioThreads(threads)
                .maxReads(chains)
                .maxReadBytes(Math.max(DEFAULTS.maxReadBytes(), (long) chains * bufferSize))
                .maxOpenFiles(chains)
                .build();
        try (AsyncFileSystem fileSystem = AsyncFileSystem.over(vfs, settings);
                WorkerPool counters = new WorkerPool("compare-count", threads, chains)) {
            Job job = new Job(files, progress, outcomes, fileSystem, counters, chains);
            for (int i = 0; i < chains; i++) {
                job.new Chain().nextFile();
            }
            Patience.until(job.ended::await, job::stop);
        }
    }

    /** All files, and who reads them. */
    private final class Job {
        private final List<FoundFile> files;
        private final ComparisonProgress progress;
        private final Consumer<FileOutcome<TextCounts>> outcomes;
        private final AsyncFileSystem fileSystem;
        private final WorkerPool counters;
        private final AtomicInteger next = new AtomicInteger();
        private final CountDownLatch ended;
        private volatile boolean stopped;

        Job(
                List<FoundFile> files,
                ComparisonProgress progress,
                Consumer<FileOutcome<TextCounts>> outcomes,
                AsyncFileSystem fileSystem,
                WorkerPool counters,
                int chains) {
            this.files = files;
            this.progress = progress;
            this.outcomes = outcomes;
            this.fileSystem = fileSystem;
            this.counters = counters;
            this.ended = new CountDownLatch(chains);
        }

        void stop() {
            stopped = true;
        }

        /** One file after the other, one operation after the other. Each operation's stage queues what comes after it. */
        private final class Chain {
            private final ByteBuffer buffer = ByteBuffer.allocateDirect(bufferSize);
            private Path path;
            private TextCounter counter;
            private long position;

            void nextFile() {
                int index = stopped ? files.size() : next.getAndIncrement();
                if (index >= files.size()) {
                    ended.countDown();
                    return;
                }
                path = files.get(index).path();
                counter = new TextCounter(progress);
                position = 0;
                then(fileSystem.open(path, OpenMode.READ), this::readChunk, this::failed);
            }

            private void readChunk(AsyncFile file) {
                then(file.read(buffer.clear(), position), read -> count(file, read), failure -> close(file, failure));
            }

            private void count(AsyncFile file, int read) {
                if (read < 0 || stopped) {
                    close(file, null);
                    return;
                }
                counter.chunk(buffer.flip(), position);
                position += read;
                readChunk(file);
            }

            private void close(AsyncFile file, Throwable failure) {
                then(
                        file.close(),
                        closed -> {
                            if (failure == null) {
                                ended(new FileOutcome<>(path, counter.end(position), null));
                            } else {
                                failed(failure);
                            }
                        },
                        unclosed -> failed(failure == null ? unclosed : failure));
            }

            private void failed(Throwable failure) {
                ended(new FileOutcome<>(path, null, failure));
            }

            private void ended(FileOutcome<TextCounts> outcome) {
                outcomes.accept(outcome);
                nextFile();
            }

            private <T> void then(CompletableFuture<T> stage, Consumer<T> next, Consumer<Throwable> failed) {
                var unused = stage.whenCompleteAsync(
                        (value, failure) -> {
                            if (failure == null) {
                                next.accept(value);
                            } else {
                                failed.accept(failure);
                            }
                        },
                        counters);
            }
        }
    }
}
