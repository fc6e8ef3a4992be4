package io.sluice.io;

import io.sluice.io.flow.IoMetrics;
import io.sluice.io.flow.WorkerPool;
import io.sluice.io.publish.PublishOptions;
import io.sluice.io.read.FileReader;
import io.sluice.io.read.ReadSettings;
import io.sluice.io.text.Line;
import io.sluice.io.tree.LinkPolicy;
import io.sluice.io.tree.TreeEntry;
import io.sluice.io.vfs.DiskUsage;
import io.sluice.io.vfs.FileStat;
import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.Vfs;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.AccessMode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An {@link AsyncFileSystem} over any {@link Vfs}: its parts make each call a task for the dispatcher. */
final class VfsFileSystem implements AsyncFileSystem {
    private static final Logger LOG = LoggerFactory.getLogger(VfsFileSystem.class);

    private final Vfs vfs;
    private final FileSystemSettings settings;
    private final Dispatcher dispatcher;
    private final OpenHandles open;
    private final Opener opener;
    private final Streams streams;
    private final Questions questions;
    private final Names names;
    private final Publications publications;

    VfsFileSystem(Vfs vfs, FileSystemSettings settings) {
        this.vfs = vfs;
        this.settings = settings;
        this.dispatcher = new Dispatcher(vfs, settings);
        this.open = new OpenHandles(dispatcher.metrics());
        this.opener = new Opener(vfs, settings, dispatcher, open);
        this.streams = new Streams(vfs, settings, dispatcher, open, opener);
        this.questions = new Questions(vfs, dispatcher);
        this.names = new Names(vfs, dispatcher);
        this.publications = new Publications(vfs, settings, dispatcher, open);
    }

    @Override
    public CompletableFuture<AsyncFile> open(Path path, OpenMode mode) {
        return opener.open(path, mode);
    }

    @Override
    public CompletableFuture<AsyncFile> openTemporary(Path directory, String prefix, String suffix) {
        return opener.openTemporary(directory, prefix, suffix);
    }

    @Override
    public CompletableFuture<AsyncFile> openUnnamed(Path directory) {
        return opener.openUnnamed(directory);
    }

    @Override
    public CompletableFuture<AsyncFile> openSpooled(Path directory, int memoryBytes) {
        return opener.openSpooled(directory, memoryBytes);
    }

    @Override
    public CompletableFuture<byte[]> readAll(Path path) {
        return opener.readAll(path);
    }

    @Override
    public CompletableFuture<AsyncTemporaryDirectory> makeTemporaryDirectory(Path parent, String prefix) {
        return opener.makeTemporaryDirectory(parent, prefix);
    }

    @Override
    public CompletableFuture<AsyncLock> openLock(Path lockFile) {
        return opener.openLock(lockFile);
    }

    @Override
    public FileReader reader(ReadSettings readSettings) {
        return new FileReader(vfs, readSettings, dispatcher.surroundings());
    }

    @Override
    public Flow.Publisher<ByteBuffer> chunks(Path path, int chunkBytes) {
        return streams.chunks(path, chunkBytes);
    }

    @Override
    public Flow.Publisher<Line> lines(Path path, Charset charset) {
        return streams.lines(path, charset);
    }

    @Override
    public Flow.Publisher<Path> list(Path directory) {
        return streams.list(directory);
    }

    @Override
    public Flow.Publisher<TreeEntry> walk(Path directory, int maxDepth, LinkPolicy links) {
        return streams.walk(directory, maxDepth, links);
    }

    @Override
    public CompletableFuture<FileStat> stat(Path path) {
        return questions.stat(path);
    }

    @Override
    public CompletableFuture<FileStat> statLink(Path path) {
        return questions.statLink(path);
    }

    @Override
    public CompletableFuture<Boolean> exists(Path path) {
        return questions.exists(path);
    }

    @Override
    public CompletableFuture<Boolean> isFile(Path path) {
        return questions.isFile(path);
    }

    @Override
    public CompletableFuture<Boolean> isDirectory(Path path) {
        return questions.isDirectory(path);
    }

    @Override
    public CompletableFuture<Boolean> isLink(Path path) {
        return questions.isLink(path);
    }

    @Override
    public CompletableFuture<Boolean> sameFile(Path one, Path other) {
        return questions.sameFile(one, other);
    }

    @Override
    public CompletableFuture<Boolean> access(Path path, AccessMode... modes) {
        return questions.access(path, modes);
    }

    @Override
    public CompletableFuture<Path> canonical(Path path) {
        return questions.canonical(path);
    }

    @Override
    public CompletableFuture<Path> readLink(Path link) {
        return questions.readLink(link);
    }

    @Override
    public CompletableFuture<DiskUsage> diskUsage(Path path) {
        return questions.diskUsage(path);
    }

    @Override
    public CompletableFuture<Void> delete(Path path) {
        return names.delete(path);
    }

    @Override
    public CompletableFuture<Void> removeDirectory(Path directory) {
        return names.removeDirectory(directory);
    }

    @Override
    public CompletableFuture<Void> removeTree(Path directory) {
        return names.removeTree(directory);
    }

    @Override
    public CompletableFuture<Void> makeDirectory(Path directory) {
        return names.makeDirectory(directory);
    }

    @Override
    public CompletableFuture<Void> makeDirectories(Path directory) {
        return names.makeDirectories(directory);
    }

    @Override
    public CompletableFuture<Void> rename(Path from, Path to) {
        return names.rename(from, to);
    }

    @Override
    public CompletableFuture<Void> replace(Path from, Path to) {
        return names.replace(from, to);
    }

    @Override
    public CompletableFuture<Void> link(Path existing, Path name) {
        return names.link(existing, name);
    }

    @Override
    public CompletableFuture<Void> symlink(Path target, Path name) {
        return names.symlink(target, name);
    }

    @Override
    public CompletableFuture<Long> copy(Path from, Path to) {
        return publications.copy(from, to);
    }

    @Override
    public CompletableFuture<AsyncPublication> openPublication(Path target, PublishOptions options) {
        return publications.openPublication(target, options);
    }

    @Override
    public <T> CompletableFuture<T> publish(
            Path target,
            PublishOptions options,
            Function<? super AsyncPublication, ? extends CompletionStage<T>> writer) {
        return publications.publish(target, options, writer);
    }

    @Override
    public CompletableFuture<Integer> sweepPublications(Path directory) {
        return publications.sweepPublications(directory);
    }

    @Override
    public Instant now() {
        return vfs.now();
    }

    @Override
    public CompletableFuture<Void> sleep(Duration time) {
        return vfs.after(time);
    }

    @Override
    public RandomGenerator random() {
        return vfs.random();
    }

    @Override
    public FlowControl flow() {
        return dispatcher.flow();
    }

    @Override
    public IoMetrics metrics() {
        return dispatcher.metrics();
    }

    @Override
    public BlockingFileSystem blocking(Duration timeout) {
        return new BlockingFileSystem(this, timeout);
    }

    @Override
    public void close() {
        try {
            List<String> unfinished = close(WorkerPool.GRACE);
            if (!unfinished.isEmpty()) {
                LOG.warn("File system {} still has work after {}: {}", settings.name(), WorkerPool.GRACE, unfinished);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.warn("Interrupted while file system {} closes: what it has accepted goes on", settings.name());
        }
    }

    /** Waits no longer than said, and returns what had not ended then, as text. That goes on. */
    List<String> close(Duration atMost) throws InterruptedException {
        dispatcher.refuse();
        open.closeAll();
        return Ending.of(dispatcher).await(atMost);
    }
}
