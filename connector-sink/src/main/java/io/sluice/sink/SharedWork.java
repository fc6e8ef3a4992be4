package io.sluice.sink;

import io.sluice.io.flow.WorkerPool;
import io.sluice.sink.files.MemoryBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads and the memory that all sinks of a worker share, for as long as there is one, and the threads of each task that wait
 * for its store. Tasks of all connectors come
 * together here, as Connect loads a plugin once. Safe from any thread.
 */
final class SharedWork {
    private static final Logger LOG = LoggerFactory.getLogger(SharedWork.class);

    /** A partition waits here at most once, and a partition's files are few. */
    private static final int QUEUE = 100_000;

    /** Finishing a file is mostly waiting for the store, as a claim is, so many are at it at once. */
    private static final int WAITING_PER_THREAD = 4;

    private static final SharedWork OF_THIS_WORKER = new SharedWork();

    private final List<Lease> leases = new ArrayList<>();
    private WorkerPool rows;
    private WorkerPool files;
    private MemoryBudget budget;

    static SinkRuntime.Shared lease(WorkConfig config) {
        return OF_THIS_WORKER.join(config);
    }

    private synchronized Lease join(WorkConfig config) {
        if (leases.isEmpty()) {
            rows = new WorkerPool("sink-rows", config.threads(), QUEUE);
            files = new WorkerPool("sink-files", config.threads() * WAITING_PER_THREAD, QUEUE);
            budget = new MemoryBudget(config.budgetBytes());
        } else if (rows.threads() != config.threads()) {
            LOG.info(
                    "{} is {}, but the sinks of this worker share {} threads, as the first of them wanted",
                    WorkConfig.THREADS,
                    config.threads(),
                    rows.threads());
        }
        WorkerPool store = new WorkerPool("sink-store", config.threads() * WAITING_PER_THREAD, QUEUE);
        Lease lease = new Lease(config.budgetBytes(), rows, store, files, budget);
        leases.add(lease);
        limit();
        return lease;
    }

    private void limit() {
        budget.limit(leases.stream().mapToLong(Lease::budgetBytes).min().orElse(Long.MAX_VALUE));
    }

    private void leave(Lease lease) {
        WorkerPool endingRows;
        WorkerPool endingFiles;
        synchronized (this) {
            if (!leases.remove(lease)) {
                return;
            }
            if (!leases.isEmpty()) {
                limit();
                return;
            }
            endingRows = rows;
            endingFiles = files;
        }
        endingRows.close();
        endingFiles.close();
    }

    /** One task's use. */
    private final class Lease implements SinkRuntime.Shared {
        private final long budgetBytes;
        private final WorkerPool rowsPool;
        private final WorkerPool storePool;
        private final WorkerPool filesPool;
        private final MemoryBudget memory;

        Lease(long budgetBytes, WorkerPool rowsPool, WorkerPool storePool, WorkerPool filesPool, MemoryBudget memory) {
            this.budgetBytes = budgetBytes;
            this.rowsPool = rowsPool;
            this.storePool = storePool;
            this.filesPool = filesPool;
            this.memory = memory;
        }

        long budgetBytes() {
            return budgetBytes;
        }

        @Override
        public Executor rowsPool() {
            return rowsPool;
        }

        @Override
        public Executor storePool() {
            return storePool;
        }

        @Override
        public Executor filesPool() {
            return filesPool;
        }

        @Override
        public MemoryBudget budget() {
            return memory;
        }

        @Override
        public void close() {
            // Not waited for: whoever closes has waited for as long as it may.
            var unused = storePool.shutDown();
            leave(this);
        }
    }
}
