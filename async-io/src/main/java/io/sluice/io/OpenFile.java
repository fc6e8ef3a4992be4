package io.sluice.io;

import io.sluice.io.flow.Operation;
import io.sluice.io.text.Line;
import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.VfsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.Charset;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
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

    // Guarded by this.
    private final Map<Long, CompletableFuture<Void>> positionalWrites = new HashMap<>();

    private long positionalWritesSoFar;
    private int underWay;
    private boolean closing;

    /** Where sequential calls stand. Touched only by the task whose turn it is in the lane, whose lock hands it on. */
    static final class Cursor {
        long position;
        /** Raised by every write, from any thread, because it makes text that was read ahead stale. */
        final AtomicLong changes = new AtomicLong();

        private boolean syncFailed;
    }

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
        notNegative("position", position);
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
        notNegative("bytes", bytes);
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

    /** What is made of the content from the cursor to the end, which begins at {@code position}. */
    interface Rest<T> {
        T from(byte[] content, long position) throws IOException;
    }

    <T> CompletableFuture<T> rest(Rest<T> rest) {
        return sequential(Operation.READ, 0, new ReadRest<>(rest));
    }

    /** Reads from the cursor to the end; once it knows how much that is, it is made again with that weight. */
    private final class ReadRest<T> implements Task.Call<T> {
        private final Rest<T> rest;
        private long size = -1;

        ReadRest(Rest<T> rest) {
            this.rest = rest;
        }

        @Override
        public T make() throws IOException, Task.Heavier {
            if (size < 0) {
                long whole = file.size();
                if (whole == StreamFile.UNKNOWN) {
                    return taken(Transfers.readToEnd(file, cursor.position, settings.maxReadAllBytes()));
                }
                size = Math.max(0, whole - cursor.position);
                if (size > settings.maxReadAllBytes()) {
                    throw Transfers.tooMuch(file, cursor.position, settings.maxReadAllBytes());
                }
                throw new Task.Heavier(size);
            }
            return taken(Transfers.read(file, cursor.position, (int) size));
        }

        private T taken(byte[] content) throws IOException {
            T made = rest.from(content, cursor.position);
            cursor.position += content.length;
            return made;
        }
    }

    @Override
    public CompletableFuture<Void> write(ByteBuffer source, long position) {
        notNegative("position", position);
        CompletableFuture<Void> settled = new CompletableFuture<>();
        long number;
        synchronized (this) {
            number = positionalWritesSoFar++;
            positionalWrites.put(number, settled);
        }
        Task<Void> task = task(Task.Manner.CALL, Operation.WRITE, source.remaining(), () -> {
            mustBeWritable();
            try {
                Transfers.write(file, source, position);
            } finally {
                cursor.changes.incrementAndGet();
            }
            return null;
        });
        return start(task, dispatcher::dispatch, () -> {
            synchronized (this) {
                positionalWrites.remove(number);
            }
            settled.complete(null);
        });
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
        notNegative("position", position);
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
        notNegative("bytes", bytes);
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
        notNegative("position", position);
        if (chunkBytes < 1) {
            throw new IllegalArgumentException("chunkBytes: " + chunkBytes + " is less than 1");
        }
        return stream(chunkBytes, () -> new ChunkFeed(file, position, chunkBytes));
    }

    @Override
    public Flow.Publisher<Line> lines(long position, Charset charset) {
        notNegative("position", position);
        return stream(settings.chunkBytes(), () -> new LineFeed(file, position, charset, settings));
    }

    /** Reads for one subscriber; the file stays the caller's to close. */
    private <T> Flow.Publisher<T> stream(int refillBytes, Supplier<Feed<T>> opener) {
        return new FeedPublisher<>(
                dispatcher,
                path(),
                Operation.READ,
                refillBytes,
                () -> CompletableFuture.completedFuture(new FeedPublisher.Source<>(
                        new Guarded<>(opener.get()), () -> CompletableFuture.completedFuture(null))));
    }

    /** A feed that keeps the file open while it reads. */
    private final class Guarded<T> implements Feed<T> {
        private final Feed<T> feed;

        Guarded(Feed<T> feed) {
            this.feed = feed;
        }

        @Override
        public T next() throws IOException {
            return feed.next();
        }

        @Override
        public boolean refill() throws IOException {
            if (!enter()) {
                throw closedError();
            }
            try {
                return feed.refill();
            } finally {
                exit();
            }
        }
    }

    @Override
    public CompletableFuture<Void> close() {
        boolean idle;
        synchronized (this) {
            idle = !closing && underWay == 0;
            closing = true;
        }
        if (idle) {
            closeNow();
        }
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
        CompletableFuture<?>[] writes;
        synchronized (this) {
            writes = positionalWrites.values().toArray(CompletableFuture<?>[]::new);
        }
        Consumer<Task<?>> starter = writes.length == 0
                ? lane::add
                : waiting -> {
                    var unused = CompletableFuture.allOf(writes).thenRun(() -> lane.add(waiting));
                };
        return start(task, starter, () -> lane.over(task));
    }

    private <T> Task<T> task(Task.Manner manner, Operation operation, long bytes, Task.Call<T> call) {
        return new Task<>(dispatcher, manner, operation, path(), bytes, call, value -> {});
    }

    private <T> CompletableFuture<T> start(Task<T> task, Consumer<Task<?>> starter, Runnable afterwards) {
        boolean entered = enter();
        task.afterwards(() -> {
            afterwards.run();
            if (entered) {
                exit();
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

    private synchronized boolean enter() {
        if (closing) {
            return false;
        }
        underWay++;
        return true;
    }

    private void exit() {
        boolean last;
        synchronized (this) {
            underWay--;
            last = closing && underWay == 0;
        }
        if (last) {
            closeNow();
        }
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

    private static void notNegative(String what, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(what + ": " + value + " is negative");
        }
    }
}
