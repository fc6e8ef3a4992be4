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
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
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

    /** What is shared with other tasks, all but the threads that wait for the store. */
    interface Shared extends AutoCloseable {
        Executor rowsPool();

        /** This task's own: its store may hang, and another's be well. */
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
    private final Map<String, DataSet> dataSets = new HashMap<>();

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

    /** The data set of a table, which is made if there is none. Blocks; on any thread. */
    DataSet dataSet(String table) throws IOException {
        synchronized (dataSets) {
            DataSet known = dataSets.get(table);
            if (known != null) {
                return known;
            }
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
            DataSet dataSet = DataSet.open(target, DataSetSettings.of(connector));
            dataSets.put(table, dataSet);
            return dataSet;
        }
    }

    @Override
    public void close() {
        synchronized (dataSets) {
            for (DataSet dataSet : dataSets.values()) {
                try {
                    dataSet.close();
                    dataSet.target().close();
                } catch (IOException remains) {
                    LOG.warn("{} was not closed in order", dataSet.target().location(), remains);
                }
            }
            dataSets.clear();
        }
        shared.close();
        vfs.close();
    }
}
