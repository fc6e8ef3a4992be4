package io.sluice.io;

import io.sluice.io.flow.Operation;
import io.sluice.io.flow.RetrySettings;
import io.sluice.io.flow.WorkerPool;
import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsFile;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process's standard input, output and error as asynchronous files, to be read and written in order; as text, too. Each
 * has a thread of its own, {@code sluice-stdin-io-1} and so on, because reading a terminal can take for ever; streams of
 * chunks or lines call their subscribers on {@code sluice-stdin-cpu-1}. A process has one of these.
 *
 * <p>Closing flushes, for at most {@link WorkerPool#GRACE}, and leaves the streams of the process open. A read of standard
 * input that is under way then is left behind on its daemon thread.
 */
public final class StandardStreams implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StandardStreams.class);

    private final Dispatcher input;
    private final Dispatcher output;
    private final Dispatcher errors;
    private final CompletableFuture<AsyncFile> in;
    private final CompletableFuture<AsyncFile> out;
    private final CompletableFuture<AsyncFile> err;

    /** @param vfs brings the clock and the timer; no file of it is touched */
    public StandardStreams(Vfs vfs) {
        this(
                vfs,
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err));
    }

    StandardStreams(Vfs vfs, InputStream in, OutputStream out, OutputStream err) {
        FileSystemSettings inputSettings = settings("stdin");
        FileSystemSettings outputSettings = settings("stdout");
        FileSystemSettings errorSettings = settings("stderr");
        input = new Dispatcher(vfs, inputSettings);
        output = new Dispatcher(vfs, outputSettings);
        errors = new Dispatcher(vfs, errorSettings);
        this.in = open(input, inputSettings, StreamFile.reading("stdin", in), OpenMode.READ);
        this.out = open(output, outputSettings, StreamFile.writing("stdout", out), OpenMode.UPDATE);
        this.err = open(errors, errorSettings, StreamFile.writing("stderr", err), OpenMode.UPDATE);
    }

    private static FileSystemSettings settings(String name) {
        return FileSystemSettings.builder()
                .name(name)
                .ioThreads(1)
                .cpuThreads(1)
                .maxReads(1)
                .maxWrites(1)
                .maxOpenFiles(1)
                // A stream does not go back, so what failed half-way cannot be made again.
                .retries(RetrySettings.NONE)
                .build();
    }

    private static CompletableFuture<AsyncFile> open(
            Dispatcher dispatcher, FileSystemSettings settings, VfsFile file, OpenMode mode) {
        return dispatcher.submitOpening(
                Operation.OPEN,
                file.path(),
                0,
                handle -> new OpenFile(
                        file,
                        mode,
                        new OpenHandles(dispatcher.metrics()).handle(file.path(), handle),
                        dispatcher,
                        settings),
                opened -> {});
    }

    public CompletableFuture<AsyncFile> in() {
        return in.copy();
    }

    public CompletableFuture<AsyncFile> out() {
        return out.copy();
    }

    public CompletableFuture<AsyncFile> err() {
        return err.copy();
    }

    @Override
    public void close() {
        input.refuse();
        try {
            List<String> unfinished = Ending.of(output, errors).await(WorkerPool.GRACE);
            if (!unfinished.isEmpty()) {
                LOG.warn("Standard output is still being written after {}: {}", WorkerPool.GRACE, unfinished);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.warn("Interrupted while standard output is being written: that goes on");
        }
    }
}
