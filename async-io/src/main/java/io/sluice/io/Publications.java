package io.sluice.io;

import io.sluice.io.flow.Operation;
import io.sluice.io.publish.FileCopy;
import io.sluice.io.publish.PublishOptions;
import io.sluice.io.publish.Publisher;
import io.sluice.io.vfs.Vfs;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Files that appear whole or not at all: copies, and what a caller writes. Each step is a task. Any thread. */
final class Publications {
    private final Vfs vfs;
    private final FileSystemSettings settings;
    private final Dispatcher dispatcher;
    private final OpenHandles open;
    private final Publisher publisher;

    Publications(Vfs vfs, FileSystemSettings settings, Dispatcher dispatcher, OpenHandles open) {
        this.vfs = vfs;
        this.settings = settings;
        this.dispatcher = dispatcher;
        this.open = open;
        this.publisher = new Publisher(
                vfs,
                settings.owner().isEmpty()
                        ? "fs-" + HexFormat.of().toHexDigits(vfs.random().nextLong())
                        : settings.owner());
    }

    CompletableFuture<Long> copy(Path from, Path to) {
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

    CompletableFuture<AsyncPublication> openPublication(Path target, PublishOptions options) {
        return dispatcher.submitOpening(
                Operation.CREATE,
                target,
                0,
                handle -> new DraftPublication(
                        publisher.draft(target, options), open.handle(target, handle), dispatcher, settings),
                OpenHandles.closing(AsyncPublication::discard));
    }

    <T> CompletableFuture<T> publish(
            Path target,
            PublishOptions options,
            Function<? super AsyncPublication, ? extends CompletionStage<T>> writer) {
        Relay<T> result = new Relay<>();
        var unused = result.follow(openPublication(target, options)).whenComplete((publication, refusal) -> {
            if (refusal != null) {
                result.end(null, refusal);
                return;
            }
            // From here on the stage cannot be cancelled, as what it follows is over: the writer is the caller's own
            // code and
            // stops when the caller stops it.
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

    CompletableFuture<Integer> sweepPublications(Path directory) {
        return dispatcher.submit(Operation.DELETE, directory, 0, () -> publisher.sweep(directory));
    }
}
