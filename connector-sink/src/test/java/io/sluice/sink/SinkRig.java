package io.sluice.sink;

import io.sluice.io.flow.RetrySettings;
import io.sluice.io.vfs.ForwardingVfs;
import io.sluice.io.vfs.MemoryVfs;
import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsFile;
import io.sluice.sink.files.MemoryBudget;
import io.sluice.sink.parquet.ByteSource;
import io.sluice.sink.parquet.GroupRows;
import io.sluice.sink.store.targets.LocalTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.parquet.example.data.Group;

/**
 * A task on a disk in memory, with everything on the test's thread: what the task would do on its pools is done at once, and
 * what it would do later, when the test says so.
 */
final class SinkRig implements AutoCloseable {
    static final Path ROOT = Path.of("/lake");
    static final TopicPartition TRADES = new TopicPartition("trades", 0);

    final FakeSinkWorker worker;
    final ParquetSinkTask task;
    final MemoryBudget budget;
    private final List<Runnable> held = new ArrayList<>();
    private boolean holds;
    private boolean ended;
    private boolean mayWait = true;
    private List<Runnable> later = new ArrayList<>();

    /** Null while files are finished at once. */
    private Queue<Runnable> lateFiles;

    SinkRig(Vfs vfs, FakeSinkWorker.Broker broker, Map<String, String> further) {
        this(vfs, further.containsKey("store.path") ? null : ROOT, broker, further);
    }

    SinkRig(Vfs vfs, Path root, FakeSinkWorker.Broker broker, Map<String, String> further) {
        Map<String, String> config = config(further);
        if (root != null) {
            config.put("store.path", root.toString());
        }
        this.budget = new MemoryBudget(SinkConfig.of(config).work().budgetBytes());
        this.worker = new FakeSinkWorker(broker, config);
        this.task = new ParquetSinkTask(parsed -> new SinkRuntime(
                new Kept(vfs),
                SinkRuntime.placeOf(parsed.store()),
                parsed.connector(),
                shared(),
                (delay, todo) -> later.add(todo)));
    }

    /** The disk outlives the task. */
    private static final class Kept extends ForwardingVfs {
        Kept(Vfs below) {
            super(below);
        }

        @Override
        public void close() {
            // The test's.
        }
    }

    private SinkRuntime.Shared shared() {
        return new SinkRuntime.Shared() {
            @Override
            public Executor rowsPool() {
                return task -> runOrHold(() -> runAs(false, task));
            }

            @Override
            public Executor storePool() {
                return task -> runOrHold(() -> runAs(true, task));
            }

            @Override
            public Executor filesPool() {
                return task -> {
                    if (ended) {
                        throw new RejectedExecutionException("ended");
                    }
                    if (lateFiles == null) {
                        runAs(true, task);
                    } else {
                        lateFiles.add(() -> runAs(true, task));
                    }
                };
            }

            @Override
            public MemoryBudget budget() {
                return budget;
            }

            @Override
            public void close() {
                // Nothing runs.
            }
        };
    }

    private void runOrHold(Runnable task) {
        if (ended) {
            throw new RejectedExecutionException("ended");
        }
        if (holds) {
            held.add(task);
        } else {
            task.run();
        }
    }

    /** From now on the pools take nothing, as when they were closed under the task. */
    void endPools() {
        ended = true;
    }

    private void runAs(boolean waiting, Runnable task) {
        boolean before = mayWait;
        mayWait = waiting;
        try {
            task.run();
        } finally {
            mayWait = before;
        }
    }

    /** Whether what runs now is on no thread that others need for their rows. */
    boolean mayWaitForTheStore() {
        return mayWait;
    }

    /** Lets lanes wait, as for a busy pool. */
    void hold() {
        holds = true;
    }

    void release() {
        holds = false;
        List<Runnable> due = List.copyOf(held);
        held.clear();
        due.forEach(Runnable::run);
    }

    /** From now on files are finished when {@link #finishFiles} says so, or when a lane has to wait for them. */
    SinkRig withLateFiles() {
        lateFiles = new ArrayDeque<>();
        return this;
    }

    /** Has all files finished that no longer take rows. */
    void finishFiles() {
        while (lateFiles != null && !lateFiles.isEmpty()) {
            lateFiles.remove().run();
        }
    }

    static Map<String, String> config(Map<String, String> further) {
        Map<String, String> config = new HashMap<>(Map.of(
                "name", "lake",
                "store.path", ROOT.toString(),
                "consumer.override.isolation.level", "read_committed",
                "parquet.codec", "none",
                "memory.budget.bytes", "100000000"));
        config.putAll(further);
        return config;
    }

    static MemoryVfs emptyDisk() throws IOException {
        MemoryVfs disk = MemoryVfs.create();
        disk.advanceByItself(true);
        disk.createDirectory(ROOT);
        disk.syncEverything();
        return disk;
    }

    SinkRig start(TopicPartition... partitions) {
        worker.start(task);
        worker.assign(partitions);
        return this;
    }

    /** Does what was to be done later; what that puts off waits for the next time. */
    void ring() {
        List<Runnable> due = later;
        later = new ArrayList<>();
        due.forEach(Runnable::run);
    }

    boolean waits() {
        return !later.isEmpty();
    }

    /** Reads all there is, up to so many records at a time. */
    void readAll(int most) {
        int quiet = 0;
        while (quiet < 3) {
            quiet = worker.poll(most) == 0 ? quiet + 1 : 0;
        }
    }

    void readAllAndClose() {
        readAll(3);
        close();
    }

    /** The visible files, by their names. */
    static Map<String, List<String>> files(Vfs vfs, String table, Consumer<Group> rows) throws IOException {
        return files(vfs, ROOT, table, rows);
    }

    private static Map<String, List<String>> files(Vfs vfs, Path root, String table, Consumer<Group> rows)
            throws IOException {
        Map<String, List<String>> files = new HashMap<>();
        LocalTarget target = new LocalTarget(vfs, root.resolve(table), Runnable::run, RetrySettings.NONE);
        target.walk("", (name, bytes) -> {
            if (name.endsWith(".parquet")) {
                List<String> texts = new ArrayList<>();
                read(vfs, root.resolve(table).resolve(name), row -> {
                    texts.add(row.toString());
                    rows.accept(row);
                });
                files.put(name, texts);
            }
        });
        return files;
    }

    /** Every row that a reader sees who takes all files that are called like one. */
    static List<Group> rowsByGlob(Vfs vfs, Path root, String table) throws IOException {
        List<Group> rows = new ArrayList<>();
        Map<String, List<String>> unused = files(vfs, root, table, rows::add);
        return rows;
    }

    static void read(Vfs vfs, Path path, Consumer<Group> rows) throws IOException {
        try (FileBytes source = new FileBytes(vfs.open(path, OpenMode.READ), path.toString())) {
            GroupRows.read(source, Long.MAX_VALUE, rows);
        }
    }

    /** A file as a source of bytes. */
    record FileBytes(VfsFile file, String name) implements ByteSource {
        @Override
        public long bytes() {
            try {
                return file.size();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return file.read(target, position);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    @Override
    public void close() {
        worker.stop();
    }
}
