package io.sluice.sink;

import io.sluice.io.flow.WorkerPool;
import io.sluice.sink.files.MemoryBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * The memory that all sinks of a worker share, for as long as there is one, and the threads of each task. Tasks of all connectors
 * come together here, as Connect loads a plugin once. Safe from any thread.
 */
final class SharedWork {
    /** A partition waits here at most once, and a partition's files are few. */
    private static final int QUEUE = 100_000;

    /** Finishing a file is mostly waiting for the store, as a claim is, so many are at it at once. */
    private static final int WAITING_PER_THREAD = 4;

    private static final SharedWork OF_THIS_WORKER = new SharedWork();

    private final List<Lease> leases = new ArrayList<>();
    private MemoryBudget budget;

    static SinkRuntime.Shared lease(WorkConfig config) {
        return OF_THIS_WORKER.join(config);
    }

    private synchronized Lease join(WorkConfig config) {
        if (leases.isEmpty()) {
            budget = new MemoryBudget(config.budgetBytes());
        }
        Lease lease = new Lease(config, budget);
        leases.add(lease);
        limit();
        return lease;
    }

    private void limit() {
        budget.limit(leases.stream().mapToLong(Lease::budgetBytes).min().orElse(Long.MAX_VALUE));
    }

    private synchronized void leave(Lease lease) {
        if (leases.remove(lease) && !leases.isEmpty()) {
            limit();
        }
    }

    /** One task's use. Its threads are its own: its store may hang, and another's be well. */
    private final class Lease implements SinkRuntime.Shared {
        private final long budgetBytes;
        private final WorkerPool rowsPool;
        private final WorkerPool storePool;
        private final WorkerPool filesPool;
        private final MemoryBudget memory;

        Lease(WorkConfig config, MemoryBudget memory) {
            this.budgetBytes = config.budgetBytes();
            this.rowsPool = new WorkerPool("sink-rows", config.threads(), QUEUE);
            this.storePool = new WorkerPool("sink-store", config.threads() * WAITING_PER_THREAD, QUEUE);
            this.filesPool = new WorkerPool("sink-files", config.threads() * WAITING_PER_THREAD, QUEUE);
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
            for (WorkerPool pool : List.of(rowsPool, storePool, filesPool)) {
                var unused = pool.shutDown();
            }
            leave(this);
        }
    }
}
