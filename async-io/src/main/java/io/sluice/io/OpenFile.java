package io.sluice.io;

import io.sluice.io.flow.Operation;
import io.sluice.io.flow.Settings;
import io.sluice.io.text.Line;
import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.VfsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.Charset;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A file over a {@link VfsFile}: positional calls go to the workers at once, sequential ones through a {@link Lane}. It is
 * closed when that was asked for and nothing is under way any more.
 */
final class OpenFile implements AsyncFile {
    private final VfsFile file;
    private final OpenMode mode;
    private final OpenHandles.Handle opened;
    private final Dispatcher dispatcher;
    private final FileSystemSettings settings;
    private final Lane lane;
    private final Cursor cursor = new Cursor();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    private final Usage usage = new Usage(this::closeNow);
    private final PositionalWrites positionalWrites = new PositionalWrites();

    OpenFile(VfsFile file, OpenMode mode, OpenHandles.Handle opened, Dispatcher dispatcher, FileSystemSettings settings)
            throws IOException {
        this.file = dispatcher.metered(file);
        this.mode = mode;
        this.opened = opened;
        this.dispatcher = dispatcher;
        this.settings = settings;
        this.lane = new Lane(settings.maxQueuedPerFile(), dispatcher::dispatch);
        if (mode == OpenMode.APPEND) {
            cursor.position = file.size();
        }
        opened.closedBy(this::close);
    }

    @Override
    public Path path() {
        return file.path();
    }

    @Override
    public CompletableFuture<Integer> read(ByteBuffer target, long position) {
        Settings.atLeast("position", position, 0);
        return positional(Operation.READ, target.remaining(), () -> Transfers.read(file, target, position));
    }

    @Override
    public CompletableFuture<Integer> read(ByteBuffer target) {
        return sequential(Operation.READ, target.remaining(), () -> {
            int count = Transfers.read(file, target, cursor.position);
            cursor.position += Math.max(0, count);
            return count;
        });
    }

    @Override
    public CompletableFuture<byte[]> read(int bytes) {
        Settings.atLeast("bytes", bytes, 0);
        return sequential(Operation.READ, bytes, () -> {
            byte[] content = Transfers.read(file, cursor.position, bytes);
            cursor.position += content.length;
            return content;
        });
    }

    @Override
    public CompletableFuture<byte[]> readAll() {
        return rest((content, position) -> content);
    }

    <T> CompletableFuture<T> rest(RestOfFile.Made<T> made) {
        return sequential(Operation.READ, 0, new RestOfFile<>(file, cursor, settings.maxReadAllBytes(), made));
    }

    @Override
    public CompletableFuture<Void> write(ByteBuffer source, long position) {
        Settings.atLeast("position", position, 0);
        Runnable settled = positionalWrites.begin();
        Task<Void> task = task(Task.Manner.CALL, Operation.WRITE, source.remaining(), () -> {
            mustBeWritable();
            try {
                Transfers.write(file, source, position);
            } finally {
                cursor.changes.incrementAndGet();
            }
            return null;
        });
        return start(task, dispatcher::dispatch, settled);
    }

    @Override
    public CompletableFuture<Void> write(ByteBuffer source) {
        return sequential(Operation.WRITE, source.remaining(), () -> {
            int count = source.remaining();
            writeInLane(source, cursor.position);
            cursor.position += count;
            return null;
        });
    }

    /** In the lane: writes and leaves the cursor where it is. */
    void writeInLane(ByteBuffer source, long position) throws IOException {
        mustBeWritable();
        cursor.changes.incrementAndGet();
        Transfers.write(file, source, position);
    }

    @Override
    public CompletableFuture<Long> seek(long position) {
        Settings.atLeast("position", position, 0);
        return step(() -> cursor.position = position);
    }

    @Override
    public CompletableFuture<Long> seekToEnd() {
        return sequential(Operation.STAT, 0, () -> cursor.position = file.size());
    }

    @Override
    public CompletableFuture<Long> tell() {
        return step(() -> cursor.position);
    }

    @Override
    public CompletableFuture<Void> truncate(long bytes) {
        Settings.atLeast("bytes", bytes, 0);
        return sequential(Operation.TRUNCATE, 0, () -> {
            mustBeWritable();
            cursor.changes.incrementAndGet();
            file.truncate(bytes);
            return null;
        });
    }

    @Override
    public CompletableFuture<Void> flush() {
        return afterWrites(Task.Manner.STEP, Operation.WRITE, () -> null);
    }

    @Override
    public CompletableFuture<Void> sync(SyncScope scope) {
        return afterWrites(Task.Manner.CALL, Operation.SYNC, () -> {
            if (cursor.syncFailed) {
                throw new FileSystemException(
                        path().toString(),
                        null,
                        "an earlier sync failed, so what the disk holds is unknown; discard the file and write it anew");
            }
            cursor.syncFailed = true;
            file.force(scope == SyncScope.DATA_AND_METADATA);
            cursor.syncFailed = false;
            return null;
        });
    }

    @Override
    public CompletableFuture<Long> size() {
        return positional(Operation.STAT, 0, file::size);
    }

    @Override
    public AsyncText text(Charset charset) {
        return new FileText(this, charset);
    }

    @Override
    public Flow.Publisher<ByteBuffer> chunks(long position, int chunkBytes) {
        Settings.atLeast("position", position, 0);
        Settings.atLeast("chunkBytes", chunkBytes, 1);
        return stream(chunkBytes, () -> new ChunkFeed(file, position, chunkBytes));
    }

    @Override
    public Flow.Publisher<Line> lines(long position, Charset charset) {
        Settings.atLeast("position", position, 0);
        return stream(settings.chunkBytes(), () -> new LineFeed(file, position, charset, settings));
    }

    /** Reads for one subscriber; the file stays the caller's to close. */
    private <T> Flow.Publisher<T> stream(int refillBytes, Supplier<Feed<T>> opener) {
        return new FeedPublisher<>(
                dispatcher,
                path(),
                Operation.READ,
                refillBytes,
                this::refusal,
                () -> CompletableFuture.completedFuture(new FeedPublisher.Source<>(
                        guarded(opener.get()), () -> CompletableFuture.completedFuture(null))));
    }

    /** A feed that reads from this file, which is not closed under it. */
    <T> Feed<T> guarded(Feed<T> feed) {
        return new GuardedFeed<>(feed, usage, this::closedError);
    }

    private Optional<Throwable> refusal() {
        return usage.isClosed() ? Optional.of(closedError()) : dispatcher.refusal();
    }

    @Override
    public CompletableFuture<Void> close() {
        usage.close();
        return closed.copy();
    }

    private void closeNow() {
        Task.Call<Void> call = () -> {
            file.close();
            return null;
        };
        var unused = dispatcher
                .giveBack(Operation.CLOSE, path(), call, opened::close)
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        closed.completeExceptionally(failure);
                    } else {
                        closed.complete(null);
                    }
                });
    }

    VfsFile file() {
        return file;
    }

    Cursor cursor() {
        return cursor;
    }

    FileSystemSettings settings() {
        return settings;
    }

    <T> CompletableFuture<T> sequential(Operation operation, long bytes, Task.Call<T> call) {
        return inLane(task(Task.Manner.CALL, operation, bytes, call));
    }

    /** A sequential step that only looks at or moves the cursor. */
    private <T> CompletableFuture<T> step(Task.Call<T> call) {
        return inLane(task(Task.Manner.STEP, Operation.STAT, 0, call));
    }

    private <T> CompletableFuture<T> inLane(Task<T> task) {
        return start(task, lane::add, () -> lane.over(task));
    }

    private <T> CompletableFuture<T> positional(Operation operation, long bytes, Task.Call<T> call) {
        return start(task(Task.Manner.CALL, operation, bytes, call), dispatcher::dispatch, () -> {});
    }

    /** A sequential call that also waits for the positional writes asked for so far. */
    private CompletableFuture<Void> afterWrites(Task.Manner manner, Operation operation, Task.Call<Void> call) {
        Task<Void> task = task(manner, operation, 0, call);
        CompletableFuture<Void> writes = positionalWrites.underWay();
        Consumer<Task<?>> starter = writes.isDone()
                ? lane::add
                : waiting -> {
                    var unused = writes.thenRun(() -> lane.add(waiting));
                };
        return start(task, starter, () -> lane.over(task));
    }

    private <T> Task<T> task(Task.Manner manner, Operation operation, long bytes, Task.Call<T> call) {
        return new Task<>(dispatcher, manner, operation, path(), bytes, call, value -> {});
    }

    private <T> CompletableFuture<T> start(Task<T> task, Consumer<Task<?>> starter, Runnable afterwards) {
        boolean entered = usage.enter();
        task.afterwards(() -> {
            afterwards.run();
            if (entered) {
                usage.exit();
            }
        });
        task.timed();
        if (entered) {
            starter.accept(task);
        } else {
            task.refuse(closedError());
        }
        return task;
    }

    private FileSystemException closedError() {
        FileSystemException error = new FileSystemException(path().toString(), null, "the file is closed");
        error.initCause(new ClosedChannelException());
        return error;
    }

    void mustBeWritable() throws IOException {
        if (!mode.writes()) {
            throw new FileSystemException(
                    path().toString(), null, "it was opened to be read only; open it with a mode that writes");
        }
    }
}
