package io.sluice.io;

import io.sluice.io.flow.IoMetrics;
import io.sluice.io.flow.Permit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one file system has open: files, listings, publications, locks and temporary directories, so that closing it closes
 * them. As many as the open-file limit at most. Safe from any thread.
 */
final class OpenHandles {
    private static final Logger LOG = LoggerFactory.getLogger(OpenHandles.class);

    private final Set<Handle> handles = ConcurrentHashMap.newKeySet();
    private final IoMetrics metrics;
    private volatile boolean closed;

    OpenHandles(IoMetrics metrics) {
        this.metrics = metrics;
    }

    /** One open thing and its permit. Closing it gives the permit back, once. */
    final class Handle implements AutoCloseable {
        private final Path path;
        private final Permit permit;
        private final AtomicBoolean leftOpen = new AtomicBoolean(true);
        private volatile Supplier<CompletableFuture<Void>> closer;

        private Handle(Path path, Permit permit) {
            this.path = path;
            this.permit = permit;
        }

        /** How the file system closes it if its owner does not: at once, if it is closed already. */
        void closedBy(Supplier<CompletableFuture<Void>> how) {
            closer = how;
            handles.add(this);
            metrics.fileOpened();
            if (closed) {
                closeForOwner();
            }
        }

        private void closeForOwner() {
            if (leftOpen.getAndSet(false)) {
                var unused = closer.get();
            }
        }

        @Override
        public void close() {
            if (handles.remove(this)) {
                metrics.fileClosed();
            }
            permit.close();
        }
    }

    Handle handle(Path path, Permit permit) {
        return new Handle(path, permit);
    }

    /** What becomes of a result that nobody waits for any more. */
    static <T> Consumer<T> closing(Function<? super T, CompletableFuture<Void>> close) {
        return unclaimed -> {
            var unused = close.apply(unclaimed);
        };
    }

    /**
     * Closes what its owners have left open, and what is being opened meanwhile; they are told, because what they had not
     * synced may be lost.
     */
    void closeAll() {
        closed = true;
        List<Path> left = new ArrayList<>();
        for (Handle handle : handles) {
            left.add(handle.path);
            handle.closeForOwner();
        }
        if (!left.isEmpty()) {
            LOG.warn("Closing {} handles that were left open when their file system closed: {}", left.size(), left);
        }
    }
}
