package io.sluice.io;

import io.sluice.io.flow.IoMetrics;
import io.sluice.io.flow.Operation;
import io.sluice.io.flow.Permit;
import io.sluice.io.flow.WorkerPool;
import io.sluice.io.lock.LevelLocks;
import io.sluice.io.publish.FileCopy;
import io.sluice.io.publish.PublishOptions;
import io.sluice.io.publish.Publisher;
import io.sluice.io.read.FileReader;
import io.sluice.io.read.ReadSettings;
import io.sluice.io.temp.SpooledFile;
import io.sluice.io.temp.TempDirectory;
import io.sluice.io.temp.TempFile;
import io.sluice.io.text.Line;
import io.sluice.io.tree.Directories;
import io.sluice.io.tree.LinkPolicy;
import io.sluice.io.tree.TreeEntry;
import io.sluice.io.tree.TreeRemoval;
import io.sluice.io.tree.TreeWalk;
import io.sluice.io.vfs.DiskUsage;
import io.sluice.io.vfs.FileStat;
import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.SyncFailedException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.AccessMode;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An {@link AsyncFileSystem} over any {@link Vfs}: each call becomes a task for the dispatcher. */
final class VfsFileSystem implements AsyncFileSystem {
    private static final Logger LOG = LoggerFactory.getLogger(VfsFileSystem.class);

    private final Vfs vfs;
    private final FileSystemSettings settings;
    private final Dispatcher dispatcher;
    private final LevelLocks locks;
    private final Publisher publisher;
    private final OpenHandles open;

    VfsFileSystem(Vfs vfs, FileSystemSettings settings) {
        this.vfs = vfs;
        this.settings = settings;
        this.dispatcher = new Dispatcher(vfs, settings);
        this.locks = new LevelLocks(vfs, dispatcher.lockExecutor());
        this.publisher = new Publisher(
                vfs,
                settings.owner().isEmpty()
                        ? "fs-" + HexFormat.of().toHexDigits(vfs.random().nextLong())
                        : settings.owner());
        this.open = new OpenHandles(dispatcher.metrics());
    }

    @Override
    public CompletableFuture<AsyncFile> open(Path path, OpenMode mode) {
        boolean creates = mode == OpenMode.CREATE_NEW || mode == OpenMode.TRUNCATE;
        return open(creates ? Operation.CREATE : Operation.OPEN, path, mode, () -> vfs.open(path, mode));
    }

    @Override
    public CompletableFuture<AsyncFile> openTemporary(Path directory, String prefix, String suffix) {
        return openNew(directory, () -> TempFile.named(vfs, directory, prefix, suffix));
    }

    @Override
    public CompletableFuture<AsyncFile> openUnnamed(Path directory) {
        return openNew(directory, () -> TempFile.unnamed(vfs, directory));
    }

    @Override
    public CompletableFuture<AsyncFile> openSpooled(Path directory, int memoryBytes) {
        return openNew(directory, () -> new SpooledFile(vfs, directory, memoryBytes));
    }

    private CompletableFuture<AsyncFile> openNew(Path directory, Task.Call<VfsFile> call) {
        return open(Operation.CREATE, directory, OpenMode.CREATE_NEW, call);
    }

    private CompletableFuture<AsyncFile> open(
            Operation operation, Path path, OpenMode mode, Task.Call<? extends VfsFile> call) {
        return dispatcher.submitOpening(
                operation, path, 0, handle -> track(call.make(), mode, handle), closing(AsyncFile::close));
    }

    private OpenFile track(VfsFile file, OpenMode mode, Permit handle) throws IOException {
        try {
            return new OpenFile(file, mode, open.handle(file.path(), handle), dispatcher, settings);
        } catch (IOException | RuntimeException e) {
            closeAfter(file, e);
            throw e;
        }
    }

    /** What becomes of a result that nobody waits for any more. */
    private static <T> Consumer<T> closing(Function<? super T, CompletableFuture<Void>> close) {
        return unclaimed -> {
            var unused = close.apply(unclaimed);
        };
    }

    private static void closeAfter(Closeable file, Exception failure) {
        try {
            file.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public FileReader reader(ReadSettings readSettings) {
        return new FileReader(vfs, readSettings, dispatcher.surroundings());
    }

    @Override
    public CompletableFuture<byte[]> readAll(Path path) {
        Relay<byte[]> result = new Relay<>();
        var unused = result.follow(open(path, OpenMode.READ)).whenComplete((file, refusal) -> {
            if (refusal != null) {
                result.end(null, refusal);
                return;
            }
            var unusedReading = result.follow(file.readAll()).whenComplete((content, failure) -> {
                var unusedClosing = file.close().whenComplete((closed, unclosed) -> result.end(content, failure));
            });
        });
        return result;
    }

    @Override
    public Flow.Publisher<ByteBuffer> chunks(Path path, int chunkBytes) {
        if (chunkBytes < 1) {
            throw new IllegalArgumentException("chunkBytes: " + chunkBytes + " is less than 1");
        }
        return content(path, chunkBytes, file -> new ChunkFeed(file, 0, chunkBytes));
    }

    @Override
    public Flow.Publisher<Line> lines(Path path, Charset charset) {
        return content(path, settings.chunkBytes(), file -> new LineFeed(file, 0, charset, settings));
    }

    private <T> Flow.Publisher<T> content(Path path, int refillBytes, Function<VfsFile, Feed<T>> feed) {
        return new FeedPublisher<>(
                dispatcher,
                path,
                Operation.READ,
                refillBytes,
                () -> dispatcher.submitOpening(
                        Operation.OPEN,
                        path,
                        0,
                        handle -> {
                            OpenFile file = track(vfs.open(path, OpenMode.READ), OpenMode.READ, handle);
                            return new FeedPublisher.Source<>(feed.apply(file.file()), file::close);
                        },
                        closing(source -> source.closer().get())));
    }

    @Override
    public Flow.Publisher<Path> list(Path directory) {
        return directories(directory, () -> {
            Vfs.Listing listing = vfs.list(directory);
            return new PagedFeed<>(listing::next, listing);
        });
    }

    @Override
    public Flow.Publisher<TreeEntry> walk(Path directory, int maxDepth, LinkPolicy links) {
        return directories(directory, () -> {
            TreeWalk walk = TreeWalk.open(vfs, directory, maxDepth, links);
            return new PagedFeed<>(walk::next, walk);
        });
    }

    private <T> Flow.Publisher<T> directories(Path directory, Task.Call<PagedFeed<T>> opener) {
        return new FeedPublisher<>(
                dispatcher,
                directory,
                Operation.LIST_NEXT,
                0,
                () -> dispatcher.submitOpening(
                        Operation.LIST,
                        directory,
                        0,
                        handle -> source(directory, opener.make(), open.handle(directory, handle)),
                        closing(source -> source.closer().get())));
    }

    private <T> FeedPublisher.Source<T> source(Path directory, PagedFeed<T> feed, OpenHandles.Handle handle) {
        Task.Call<Void> call = () -> {
            feed.close();
            return null;
        };
        Supplier<CompletableFuture<Void>> closer =
                () -> dispatcher.giveBack(Operation.CLOSE, directory, call, handle::close);
        handle.closedBy(closer);
        return new FeedPublisher.Source<>(feed, closer);
    }

    @Override
    public CompletableFuture<FileStat> stat(Path path) {
        return dispatcher.submit(Operation.STAT, path, 0, () -> vfs.stat(path));
    }

    @Override
    public CompletableFuture<FileStat> statLink(Path path) {
        return dispatcher.submit(Operation.STAT, path, 0, () -> vfs.statLink(path));
    }

    @Override
    public CompletableFuture<Boolean> exists(Path path) {
        return stat(path, vfs::stat, stat -> true);
    }

    @Override
    public CompletableFuture<Boolean> isFile(Path path) {
        return stat(path, vfs::stat, FileStat::isFile);
    }

    @Override
    public CompletableFuture<Boolean> isDirectory(Path path) {
        return stat(path, vfs::stat, FileStat::isDirectory);
    }

    @Override
    public CompletableFuture<Boolean> isLink(Path path) {
        return stat(path, vfs::statLink, FileStat::isLink);
    }

    private interface Look {
        FileStat at(Path path) throws IOException;
    }

    private CompletableFuture<Boolean> stat(Path path, Look look, Predicate<FileStat> question) {
        return dispatcher.submit(Operation.STAT, path, 0, () -> {
            try {
                return question.test(look.at(path));
            } catch (NoSuchFileException e) {
                return false;
            }
        });
    }

    @Override
    public CompletableFuture<Boolean> sameFile(Path one, Path other) {
        return dispatcher.submit(
                Operation.STAT,
                one,
                0,
                () -> vfs.canonical(one).equals(vfs.canonical(other))
                        || vfs.stat(one).sameFile(vfs.stat(other)));
    }

    @Override
    public CompletableFuture<Boolean> access(Path path, AccessMode... modes) {
        return dispatcher.submit(Operation.ACCESS, path, 0, () -> {
            boolean all = true;
            for (AccessMode mode : modes) {
                all &= switch (mode) {
                    case READ -> vfs.isReadable(path);
                    case WRITE -> vfs.isWritable(path);
                    case EXECUTE -> vfs.isExecutable(path);
                };
            }
            return all;
        });
    }

    @Override
    public CompletableFuture<Path> canonical(Path path) {
        return dispatcher.submit(Operation.CANONICAL, path, 0, () -> vfs.canonical(path));
    }

    @Override
    public CompletableFuture<Path> readLink(Path link) {
        return dispatcher.submit(Operation.READ_LINK, link, 0, () -> vfs.readLink(link));
    }

    @Override
    public CompletableFuture<DiskUsage> diskUsage(Path path) {
        return dispatcher.submit(Operation.DISK_USAGE, path, 0, () -> vfs.diskUsage(path));
    }

    private interface Change {
        void make() throws IOException;
    }

    private CompletableFuture<Void> change(Operation operation, Path path, Change change) {
        return dispatcher.submit(operation, path, 0, () -> {
            change.make();
            return null;
        });
    }

    @Override
    public CompletableFuture<Void> delete(Path path) {
        return change(Operation.DELETE, path, () -> {
            if (vfs.statLink(path).isDirectory()) {
                throw new FileSystemException(
                        path.toString(), null, "is a directory; use removeDirectory or removeTree");
            }
            deleteDurably(path);
        });
    }

    @Override
    public CompletableFuture<Void> removeDirectory(Path directory) {
        return change(Operation.DELETE, directory, () -> {
            if (!vfs.statLink(directory).isDirectory()) {
                throw new NotDirectoryException(directory.toString());
            }
            deleteDurably(directory);
        });
    }

    private void deleteDurably(Path path) throws IOException {
        vfs.delete(path);
        syncDirectory(parent(path));
    }

    /** A failure that says so: what was removed may be back after a crash, and asking again would not find it. */
    private void syncDirectory(Path directory) throws IOException {
        try {
            vfs.syncDirectory(directory);
        } catch (IOException e) {
            throw (IOException)
                    new SyncFailedException(directory + ": the change in this directory is made, but may not"
                                    + " outlast a crash of the machine, because syncing it failed")
                            .initCause(e);
        }
    }

    private static Path parent(Path path) {
        Path parent = path.getParent();
        return parent == null ? Path.of("") : parent;
    }

    @Override
    public CompletableFuture<Void> removeTree(Path directory) {
        return change(Operation.DELETE, directory, () -> {
            TreeRemoval.remove(vfs, directory);
            syncDirectory(parent(directory));
        });
    }

    @Override
    public CompletableFuture<Void> makeDirectory(Path directory) {
        return change(Operation.CREATE, directory, () -> vfs.createDirectory(directory));
    }

    @Override
    public CompletableFuture<Void> makeDirectories(Path directory) {
        return change(Operation.CREATE, directory, () -> Directories.createDurably(vfs, directory));
    }

    @Override
    public CompletableFuture<Void> rename(Path from, Path to) {
        return change(Operation.MOVE, from, () -> vfs.rename(from, to));
    }

    @Override
    public CompletableFuture<Void> replace(Path from, Path to) {
        return change(Operation.MOVE, from, () -> vfs.replace(from, to));
    }

    @Override
    public CompletableFuture<Void> link(Path existing, Path name) {
        return change(Operation.LINK, name, () -> vfs.link(existing, name));
    }

    @Override
    public CompletableFuture<Void> symlink(Path target, Path name) {
        return change(Operation.SYMLINK, name, () -> vfs.symlink(target, name));
    }

    @Override
    public CompletableFuture<Long> copy(Path from, Path to) {
        return dispatcher.submitOpening(
                Operation.COPY,
                from,
                Math.min(settings.maxWriteBytes(), FileCopy.TRANSFER_BYTES),
                handle -> {
                    long bytes = new FileCopy(vfs, publisher).copy(from, to, PublishOptions.createOnly());
                    handle.close();
                    return bytes;
                },
                bytes -> {});
    }

    @Override
    public CompletableFuture<AsyncPublication> openPublication(Path target, PublishOptions options) {
        return dispatcher.submitOpening(
                Operation.CREATE,
                target,
                0,
                handle -> new DraftPublication(
                        publisher.draft(target, options), open.handle(target, handle), dispatcher, settings),
                closing(AsyncPublication::discard));
    }

    @Override
    public <T> CompletableFuture<T> publish(
            Path target,
            PublishOptions options,
            Function<? super AsyncPublication, ? extends CompletionStage<T>> writer) {
        Relay<T> result = new Relay<>();
        var unused = result.follow(openPublication(target, options)).whenComplete((publication, refusal) -> {
            if (refusal != null) {
                result.end(null, refusal);
                return;
            }
            // The writer is the caller's own code: it stops when the caller stops it, not when this stage is cancelled.
            result.cannotBeCancelledNow();
            CompletionStage<T> writing;
            try {
                writing = Objects.requireNonNull(writer.apply(publication), "the writer's stage");
            } catch (RuntimeException | Error e) {
                writing = CompletableFuture.failedFuture(e);
            }
            var unusedWritten = writing.whenComplete((value, failure) -> {
                if (failure != null) {
                    abandon(publication, result, failure);
                    return;
                }
                var unusedEnded = publication.close().whenComplete((published, refused) -> {
                    if (refused == null) {
                        result.complete(value);
                    } else {
                        abandon(publication, result, refused);
                    }
                });
            });
        });
        return result;
    }

    private static <T> void abandon(AsyncPublication publication, Relay<T> result, Throwable failure) {
        var unused = publication.discard().whenComplete((discarded, remains) -> {
            Throwable cause = Relay.plain(failure);
            if (remains != null && remains != cause) {
                cause.addSuppressed(remains);
            }
            result.end(null, cause);
        });
    }

    @Override
    public CompletableFuture<AsyncTemporaryDirectory> makeTemporaryDirectory(Path parent, String prefix) {
        return dispatcher.submitOpening(
                Operation.CREATE,
                parent,
                0,
                handle -> {
                    TempDirectory directory = TempDirectory.create(vfs, parent, prefix);
                    return new TemporaryDirectory(directory, open.handle(directory.path(), handle));
                },
                closing(AsyncTemporaryDirectory::close));
    }

    private final class TemporaryDirectory implements AsyncTemporaryDirectory {
        private final TempDirectory directory;
        private final OpenHandles.Handle handle;

        TemporaryDirectory(TempDirectory directory, OpenHandles.Handle handle) {
            this.directory = directory;
            this.handle = handle;
            handle.closedBy(this::close);
        }

        @Override
        public Path path() {
            return directory.path();
        }

        @Override
        public CompletableFuture<Void> close() {
            Task.Call<Void> call = () -> {
                directory.close();
                return null;
            };
            return dispatcher.giveBack(Operation.DELETE, directory.path(), call, handle::close);
        }
    }

    @Override
    public CompletableFuture<Integer> sweepPublications(Path directory) {
        return dispatcher.submit(Operation.DELETE, directory, 0, () -> publisher.sweep(directory));
    }

    @Override
    public CompletableFuture<AsyncLock> openLock(Path lockFile) {
        return dispatcher.submitOpening(
                Operation.OPEN,
                lockFile,
                0,
                handle -> new FileLock(locks.open(lockFile), open.handle(lockFile, handle), dispatcher),
                closing(AsyncLock::close));
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
