package io.sluice.sink;

import io.sluice.io.flow.BreakerSettings;
import io.sluice.io.flow.IoMetrics;
import io.sluice.io.flow.Resilience;
import io.sluice.io.flow.RetrySettings;
import io.sluice.io.flow.Timing;
import io.sluice.io.tree.Directories;
import io.sluice.io.vfs.LocalVfs;
import io.sluice.io.vfs.Vfs;
import io.sluice.sink.files.Alarm;
import io.sluice.sink.files.MemoryBudget;
import io.sluice.sink.store.DataSet;
import io.sluice.sink.store.DataSetSettings;
import io.sluice.sink.store.targets.LocalTarget;
import io.sluice.sink.store.targets.ObjectNames;
import io.sluice.sink.store.targets.Target;
import io.sluice.sink.store.targets.s3.S3Target;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a task works with: the store and the worker's threads and memory. Opened and closed by the task; its data sets are opened
 * by the lanes that need them.
 */
final class SinkRuntime implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SinkRuntime.class);

    /** Opens what a task works with. */
    @FunctionalInterface
    interface Opening {
        SinkRuntime open(SinkConfig config) throws IOException;
    }

    /** The task's threads, and the memory that it shares with other tasks. */
    interface Shared extends AutoCloseable {
        Executor rowsPool();

        Executor storePool();

        Executor filesPool();

        MemoryBudget budget();

        @Override
        void close();
    }

    /** Opens the target of a table, which is made if there is none. Blocks. */
    @FunctionalInterface
    interface Place {
        Target open(String table, Vfs vfs, Executor waiting) throws IOException;
    }

    private final Vfs vfs;
    private final Place place;
    private final String connector;
    private final Shared shared;
    private final Alarm alarm;
    private final Resilience resilience;
    private final Map<String, CompletableFuture<DataSet>> dataSets = new HashMap<>();

    /** Guarded by {@link #dataSets}. */
    private boolean closed;

    /** What a configuration asks for, on this machine. */
    static SinkRuntime of(SinkConfig config) throws IOException {
        StoreConfig store = config.store();
        LocalVfs vfs = LocalVfs.rootedAt(store.isBucket() ? store.s3().spool() : store.path());
        return new SinkRuntime(vfs, placeOf(store), config.connector(), SharedWork.lease(config.work()), null);
    }

    /** Where the tables of a configuration are. */
    static Place placeOf(StoreConfig store) {
        return (table, vfs, waiting) -> {
            String name = ObjectNames.escape(table);
            if (store.isBucket()) {
                return new S3Target(store.s3().of(name), vfs, store.s3().spool());
            }
            Path directory = store.path().resolve(name);
            Directories.createDurably(vfs, directory);
            return new LocalTarget(vfs, directory, waiting, RetrySettings.DEFAULT);
        };
    }

    /** @param alarm null for the timer of {@code vfs} */
    SinkRuntime(Vfs vfs, Place place, String connector, Shared shared, Alarm alarm) {
        this.vfs = vfs;
        this.place = place;
        this.connector = connector;
        this.shared = shared;
        this.alarm = alarm != null
                ? alarm
                : (delay, task) -> {
                    var unused = vfs.after(delay).thenRun(task);
                };
        Timing timing = Timing.of(vfs);
        this.resilience = new Resilience(
                connector, RetrySettings.DEFAULT, BreakerSettings.DEFAULT, timing, new IoMetrics(timing));
    }

    Vfs vfs() {
        return vfs;
    }

    Shared shared() {
        return shared;
    }

    Alarm alarm() {
        return alarm;
    }

    Resilience resilience() {
        return resilience;
    }

    /** The data set of a table, which is made if there is none. Blocks for as long as the store does; on any thread. */
    DataSet dataSet(String table) throws IOException {
        CompletableFuture<DataSet> mine = new CompletableFuture<>();
        CompletableFuture<DataSet> others;
        synchronized (dataSets) {
            others = dataSets.putIfAbsent(table, mine);
        }
        if (others != null) {
            return awaited(others);
        }
        try {
            return kept(open(table), mine);
        } catch (IOException | RuntimeException | Error failure) {
            synchronized (dataSets) {
                dataSets.remove(table);
            }
            mine.completeExceptionally(failure);
            throw failure;
        }
    }

    private DataSet open(String table) throws IOException {
        Target target = place.open(table, vfs, shared.filesPool());
        boolean opened = false;
        try {
            target.probe();
            opened = true;
        } finally {
            if (!opened) {
                target.close();
            }
        }
        return DataSet.open(target, DataSetSettings.of(connector));
    }

    private DataSet kept(DataSet opened, CompletableFuture<DataSet> where) throws IOException {
        synchronized (dataSets) {
            if (!closed) {
                where.complete(opened);
                return opened;
            }
        }
        // Nobody waited for it any more.
        close(opened);
        throw new IOException(opened.target().location() + ": the task was closed while this was opened");
    }

    private static DataSet awaited(CompletableFuture<DataSet> opening) throws IOException {
        try {
            return opening.get();
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a table was opened");
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IllegalStateException("a table could not be opened", failure.getCause());
        }
    }

    @Override
    public void close() {
        List<DataSet> opened;
        synchronized (dataSets) {
            closed = true;
            opened = dataSets.values().stream()
                    .map(each -> each.getNow(null))
                    .filter(Objects::nonNull)
                    .toList();
            dataSets.clear();
        }
        opened.forEach(SinkRuntime::close);
        shared.close();
        vfs.close();
    }

    private static void close(DataSet dataSet) {
        try {
            dataSet.close();
            dataSet.target().close();
        } catch (IOException remains) {
            LOG.warn("{} was not closed in order", dataSet.target().location(), remains);
        }
    }
}
