package io.sluice.io.read.compare;

import io.sluice.io.read.FileOutcome;
import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Plain threads: each takes the next file, opens it, reads it into its one buffer, counts, closes it. */
final class ThreadsWay implements Way {

    private final Vfs vfs;
    private final int threads;
    private final int bufferSize;

    ThreadsWay(Vfs vfs, int threads, int bufferSize) {
        this.vfs = vfs;
        this.threads = threads;
        this.bufferSize = bufferSize;
    }

    @Override
    public String title() {
        return threads == 1 ? "one thread" : "threads";
    }

    @Override
    public void read(List<FoundFile> files, ComparisonProgress progress, Consumer<FileOutcome<TextCounts>> outcomes)
            throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        AtomicBoolean stopped = new AtomicBoolean();
        List<Thread> running = new ArrayList<>();
        for (int i = 1; i <= threads; i++) {
            Thread thread = new Thread(
                    () -> {
                        ByteBuffer buffer = ByteBuffer.allocateDirect(bufferSize);
                        for (int n = next.getAndIncrement();
                                n < files.size() && !stopped.get();
                                n = next.getAndIncrement()) {
                            outcomes.accept(readOne(vfs, files.get(n).path(), buffer, progress, stopped::get));
                        }
                    },
                    "sluice-compare-reader-" + i);
            thread.setDaemon(true);
            thread.start();
            running.add(thread);
        }
        // Stopped by a flag and not by an interrupt, which would close channels.
        Patience.until(
                () -> {
                    for (Thread thread : running) {
                        thread.join();
                    }
                },
                () -> stopped.set(true));
    }

    /** @param stopped asked before each read; a file that is left in the middle has failed */
    static FileOutcome<TextCounts> readOne(
            Vfs vfs, Path path, ByteBuffer buffer, ComparisonProgress progress, BooleanSupplier stopped) {
        TextCounter counter = new TextCounter(progress);
        try (VfsFile file = vfs.open(path, OpenMode.READ)) {
            long position = 0;
            for (int read = file.read(buffer.clear(), 0); read >= 0; read = file.read(buffer.clear(), position)) {
                counter.chunk(buffer.flip(), position);
                position += read;
                if (stopped.getAsBoolean()) {
                    throw new CancellationException("reading " + path + " was stopped at byte " + position);
                }
            }
            return new FileOutcome<>(path, counter.end(position), null);
        } catch (IOException | RuntimeException e) {
            return new FileOutcome<>(path, null, e);
        }
    }
}
