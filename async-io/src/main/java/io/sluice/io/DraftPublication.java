package io.sluice.io;

import io.sluice.io.flow.Operation;
import io.sluice.io.flow.Permit;
import io.sluice.io.publish.Draft;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** A {@link Draft} behind a {@link Lane}, which gives it one thread at a time. */
final class DraftPublication implements AsyncPublication {
    private final Draft draft;
    private final Permit handle;
    private final Dispatcher dispatcher;
    private final Lane lane;

    /** Touched in the lane only. */
    private boolean ended;

    DraftPublication(Draft draft, Permit handle, Dispatcher dispatcher, FileSystemSettings settings) {
        this.draft = draft;
        this.handle = handle;
        this.dispatcher = dispatcher;
        this.lane = new Lane(settings.maxQueuedPerFile(), dispatcher::dispatch);
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
        return inOrder(Operation.WRITE, source.remaining(), () -> draft.write(source));
    }

    @Override
    public CompletableFuture<Void> write(ByteBuffer source, long position) {
        return inOrder(Operation.WRITE, source.remaining(), () -> draft.write(source, position));
    }

    @Override
    public CompletableFuture<Void> close() {
        return inOrder(Operation.PUBLISH, 0, () -> {
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
        return inOrder(Operation.DELETE, 0, () -> {
            try {
                ended = true;
                draft.discard();
            } finally {
                handle.close();
            }
        });
    }

    private CompletableFuture<Void> inOrder(Operation operation, long bytes, Step step) {
        Task<Void> task = new Task<>(
                dispatcher,
                operation,
                draft.target(),
                bytes,
                () -> {
                    step.take();
                    return null;
                },
                done -> {});
        task.afterwards(() -> lane.over(task));
        lane.add(task);
        return task;
    }
}
