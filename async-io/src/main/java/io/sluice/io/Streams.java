package io.sluice.io;

import io.sluice.io.flow.Operation;
import io.sluice.io.flow.Settings;
import io.sluice.io.text.Line;
import io.sluice.io.tree.LinkPolicy;
import io.sluice.io.tree.TreeEntry;
import io.sluice.io.tree.TreeWalk;
import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsFile;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.function.Supplier;

/** What is read as it is asked for: the content of files, and directories. Any thread. */
final class Streams {
    private final Vfs vfs;
    private final FileSystemSettings settings;
    private final Dispatcher dispatcher;
    private final OpenHandles open;
    private final Opener opener;

    Streams(Vfs vfs, FileSystemSettings settings, Dispatcher dispatcher, OpenHandles open, Opener opener) {
        this.vfs = vfs;
        this.settings = settings;
        this.dispatcher = dispatcher;
        this.open = open;
        this.opener = opener;
    }

    Flow.Publisher<ByteBuffer> chunks(Path path, int chunkBytes) {
        Settings.atLeast("chunkBytes", chunkBytes, 1);
        return content(path, chunkBytes, file -> new ChunkFeed(file, 0, chunkBytes));
    }

    Flow.Publisher<Line> lines(Path path, Charset charset) {
        return content(path, settings.chunkBytes(), file -> new LineFeed(file, 0, charset, settings));
    }

    private <T> Flow.Publisher<T> content(Path path, int refillBytes, Function<VfsFile, Feed<T>> feed) {
        return new FeedPublisher<>(
                dispatcher,
                path,
                Operation.READ,
                refillBytes,
                dispatcher::refusal,
                () -> dispatcher.submitOpening(
                        Operation.OPEN,
                        path,
                        0,
                        handle -> {
                            OpenFile file = opener.track(vfs.open(path, OpenMode.READ), OpenMode.READ, handle);
                            return new FeedPublisher.Source<>(file.guarded(feed.apply(file.file())), file::close);
                        },
                        OpenHandles.closing(source -> source.closer().get())));
    }

    Flow.Publisher<Path> list(Path directory) {
        return directories(directory, () -> {
            Vfs.Listing listing = vfs.list(directory);
            return new PagedFeed<>(listing::next, listing);
        });
    }

    Flow.Publisher<TreeEntry> walk(Path directory, int maxDepth, LinkPolicy links) {
        return directories(directory, () -> {
            TreeWalk walk = TreeWalk.open(vfs, directory, maxDepth, links);
            return new PagedFeed<>(walk::next, walk);
        });
    }

    private <T> Flow.Publisher<T> directories(Path directory, Task.Call<PagedFeed<T>> call) {
        return new FeedPublisher<>(
                dispatcher,
                directory,
                Operation.LIST_NEXT,
                0,
                dispatcher::refusal,
                () -> dispatcher.submitOpening(
                        Operation.LIST,
                        directory,
                        0,
                        handle -> source(directory, call.make(), open.handle(directory, handle)),
                        OpenHandles.closing(source -> source.closer().get())));
    }

    private <T> FeedPublisher.Source<T> source(Path directory, PagedFeed<T> feed, OpenHandles.Handle handle) {
        Task.Call<Void> call = () -> {
            feed.close();
            return null;
        };
        CompletableFuture<Void> closed = new CompletableFuture<>();
        // A file system that closes must not close a directory under the worker that lists it.
        Usage usage = new Usage(() -> {
            var unused = dispatcher
                    .giveBack(Operation.CLOSE, directory, call, handle::close)
                    .whenComplete((done, failure) -> {
                        if (failure != null) {
                            closed.completeExceptionally(failure);
                        } else {
                            closed.complete(null);
                        }
                    });
        });
        Supplier<CompletableFuture<Void>> closer = () -> {
            usage.close();
            return closed.copy();
        };
        handle.closedBy(closer);
        return new FeedPublisher.Source<>(
                new GuardedFeed<>(
                        feed,
                        usage,
                        () -> new FileSystemException(
                                directory.toString(), null, "the file system was closed while the directory was read")),
                closer);
    }
}
