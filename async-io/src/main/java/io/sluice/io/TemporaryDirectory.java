package io.sluice.io;

import io.sluice.io.flow.Operation;
import io.sluice.io.temp.TempDirectory;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** A {@link TempDirectory} whose removal is a task. */
final class TemporaryDirectory implements AsyncTemporaryDirectory {
    private final TempDirectory directory;
    private final OpenHandles.Handle handle;
    private final Dispatcher dispatcher;

    TemporaryDirectory(TempDirectory directory, OpenHandles.Handle handle, Dispatcher dispatcher) {
        this.directory = directory;
        this.handle = handle;
        this.dispatcher = dispatcher;
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
