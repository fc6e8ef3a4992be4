package io.sluice.io;

import io.sluice.io.flow.Operation;
import io.sluice.io.publish.Draft;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** A {@link Draft} behind a {@link Lane}, which gives it one thread at a time. */
final class DraftPublication implements AsyncPublication {
    private final Draft draft;
    private final OpenHandles.Handle handle;
    private final Dispatcher dispatcher;
    private final Lane lane;

    /** Touched in the lane only. */
    private boolean ended;

    DraftPublication(Draft draft, OpenHandles.Handle handle, Dispatcher dispatcher, FileSystemSettings settings) {
        this.draft = draft;
        this.handle = handle;
        this.dispatcher = dispatcher;
        this.lane = new Lane(settings.maxQueuedPerFile(), dispatcher::dispatch);
        handle.closedBy(this::discard);
    }

    private interface Step {
        void take() throws IOException;
    }

    @Override
    public Path target() {
        return draft.target();
    }

    @Override
    public CompletableFuture<Void> write(ByteBuffer source) {
        return inOrder(Task.Manner.CALL, Operation.WRITE, source.remaining(), () -> draft.write(source));
    }

    @Override
    public CompletableFuture<Void> write(ByteBuffer source, long position) {
        return inOrder(Task.Manner.CALL, Operation.WRITE, source.remaining(), () -> draft.write(source, position));
    }

    @Override
    public CompletableFuture<Void> close() {
        return inOrder(Task.Manner.CALL, Operation.PUBLISH, 0, () -> {
            try {
                if (!ended) {
                    ended = true;
                    draft.complete();
                }
                draft.close();
            } finally {
                handle.close();
            }
        });
    }

    @Override
    public CompletableFuture<Void> discard() {
        return inOrder(Task.Manner.GIVE_BACK, Operation.DELETE, 0, () -> {
            try {
                ended = true;
                draft.discard();
            } finally {
                handle.close();
            }
        });
    }

    private CompletableFuture<Void> inOrder(Task.Manner manner, Operation operation, long bytes, Step step) {
        Task<Void> task = new Task<>(
                dispatcher,
                manner,
                operation,
                draft.target(),
                bytes,
                () -> {
                    step.take();
                    return null;
                },
                done -> {});
        task.afterwards(() -> lane.over(task));
        task.timed();
        lane.add(task);
        return manner == Task.Manner.GIVE_BACK ? task.copy() : task;
    }
}
