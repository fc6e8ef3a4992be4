package io.sluice.io;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The positional writes of one file that are under way, for what has to wait for them. Safe from any thread. */
final class PositionalWrites {
    // Guarded by this.
    private final Map<Long, CompletableFuture<Void>> writes = new HashMap<>();
    private long begun;

    /** One more; what it returns is run when that is over, however it went. */
    Runnable begin() {
        CompletableFuture<Void> settled = new CompletableFuture<>();
        long number;
        synchronized (this) {
            number = begun++;
            writes.put(number, settled);
        }
        return () -> {
            synchronized (this) {
                writes.remove(number);
            }
            settled.complete(null);
        };
    }

    /** How many are under way now. */
    synchronized int count() {
        return writes.size();
    }

    /** Completes when all that have begun by now are over. */
    synchronized CompletableFuture<Void> underWay() {
        return CompletableFuture.allOf(writes.values().toArray(CompletableFuture<?>[]::new));
    }
}
