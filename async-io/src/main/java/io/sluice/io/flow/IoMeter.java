package io.sluice.io.flow;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * Counts what is done through one strategy. Get it once from {@link IoMetrics#meter} and keep it; any thread may use it,
 * without waiting and without garbage.
 *
 * <pre>{@code
 * long begun = meter.begin();
 * try {
 *     meter.done(READ, file.read(buffer, position), begun);
 * } catch (IOException e) {
 *     meter.failed(READ, begun);
 *     throw e;
 * }
 * }</pre>
 */
public final class IoMeter {
    private final String strategy;
    private final LongSupplier nanoTime;

    /** Never changed but in its references; a cell is made when its operation is first seen, most strategies use few. */
    private final Map<Operation, AtomicReference<OperationCell>> cells = new EnumMap<>(Operation.class);

    IoMeter(String strategy, LongSupplier nanoTime) {
        this.strategy = strategy;
        this.nanoTime = nanoTime;
        for (Operation operation : Operation.values()) {
            cells.put(operation, new AtomicReference<>());
        }
    }

    public String strategy() {
        return strategy;
    }

    /** The moment an operation begins, for {@link #done} and {@link #failed}. */
    public long begin() {
        return nanoTime.getAsLong();
    }

    /** An operation ended well; a negative number of bytes (the end of the file) counts as none. */
    public void done(Operation operation, long bytes, long begun) {
        cell(operation).done(bytes, nanoTime.getAsLong() - begun);
    }

    public void failed(Operation operation, long begun) {
        cell(operation).failed(nanoTime.getAsLong() - begun);
    }

    List<OperationStats> stats() {
        List<OperationStats> stats = new ArrayList<>();
        cells.forEach((operation, reference) -> {
            OperationCell cell = reference.get();
            if (cell != null) {
                stats.add(cell.stats(strategy, operation));
            }
        });
        return stats;
    }

    private OperationCell cell(Operation operation) {
        AtomicReference<OperationCell> reference = cells.get(operation);
        OperationCell cell = reference.get();
        if (cell == null) {
            reference.compareAndSet(null, new OperationCell());
            cell = reference.get();
        }
        return cell;
    }
}
