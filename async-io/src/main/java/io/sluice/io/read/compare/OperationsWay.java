package io.sluice.io.read.compare;

import io.sluice.io.flow.WorkerPool;
import io.sluice.io.read.FileOutcome;
import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A pool task for every operation, as asynchronous file libraries do it: opening, each read, counting what it read, and
 * closing are queued one after the other, and the pool's threads take turns between many open files.
 */
final class OperationsWay implements Way {

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
        AtomicInteger next = new AtomicInteger();
        CountDownLatch ended = new CountDownLatch(chains);
        try (WorkerPool pool = new WorkerPool("compare-operations", threads, chains)) {
            try {
                for (int i = 0; i < chains; i++) {
                    new Chain(pool, files, next, progress, outcomes, ended).nextFile();
                }
                ended.await();
            } finally {
                next.set(files.size());
            }
        }
    }

    /** One file after the other, one operation after the other. Each step runs on a worker and queues the one after it. */
    private final class Chain {
        private final WorkerPool pool;
        private final List<FoundFile> files;
        private final AtomicInteger next;
        private final ComparisonProgress progress;
        private final Consumer<FileOutcome<TextCounts>> outcomes;
        private final CountDownLatch ended;
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(bufferSize);
        private Path path;
        private TextCounter counter;
        private VfsFile file;
        private long position;

        Chain(
                WorkerPool pool,
                List<FoundFile> files,
                AtomicInteger next,
                ComparisonProgress progress,
                Consumer<FileOutcome<TextCounts>> outcomes,
                CountDownLatch ended) {
            this.pool = pool;
            this.files = files;
            this.next = next;
            this.progress = progress;
            this.outcomes = outcomes;
            this.ended = ended;
        }

        void nextFile() {
            int index = next.getAndIncrement();
            if (index >= files.size()) {
                ended.countDown();
                return;
            }
            path = files.get(index).path();
            counter = new TextCounter(progress);
            position = 0;
            step(this::open);
        }

        private void open() throws IOException {
            file = vfs.open(path, OpenMode.READ);
            step(this::readChunk);
        }

        private void readChunk() throws IOException {
            int read = file.read(buffer.clear(), position);
            step(read < 0 ? this::close : this::count);
        }

        private void count() {
            counter.chunk(buffer.flip(), position);
            position += buffer.limit();
            step(this::readChunk);
        }

        private void close() throws IOException {
            VfsFile closing = file;
            file = null;
            closing.close();
            outcomes.accept(new FileOutcome<>(path, counter.end(position), null));
            nextFile();
        }

        private void step(Step step) {
            pool.execute(() -> {
                try {
                    step.run();
                } catch (IOException | RuntimeException e) {
                    failed(e);
                }
            });
        }

        private void failed(Exception failure) {
            if (file != null) {
                try {
                    file.close();
                } catch (IOException e) {
                    failure.addSuppressed(e);
                }
                file = null;
            }
            outcomes.accept(new FileOutcome<>(path, null, failure));
            nextFile();
        }
    }

    /** One operation. */
    private interface Step {
        void run() throws IOException;
    }
}
