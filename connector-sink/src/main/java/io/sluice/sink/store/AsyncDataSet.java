package io.sluice.sink.store;

import io.sluice.io.flow.WorkerPool;
import io.sluice.sink.store.targets.HeldLock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/**
 * A {@link DataSet} that does not block its caller: the same calls on a bounded pool, {@code sluice-<name>-<n>}, whose threads
 * complete the futures. What is attached to one without an executor must not block. When the pool is full the future fails at
 * once with a {@link RejectedExecutionException}: ask for less at a time.
 *
 * <p>A call that waits for the lock of a key holds a thread for as long; with few threads, transactions that wait for each
 * other's locks end by their time-outs. Cancelling a future ends the caller's interest, not the call.
 */
public final class AsyncDataSet implements AutoCloseable {
    private final DataSet dataSet;
    private final WorkerPool workers;

    /** Runs the calls of {@code dataSet} on {@code workers}, which their owner closes before the data set. */
    public AsyncDataSet(DataSet dataSet, WorkerPool workers) {
        this.dataSet = dataSet;
        this.workers = workers;
    }

    /** A call of {@link DataSet}. */
    @FunctionalInterface
    public interface Call<T> {
        T make(DataSet dataSet) throws IOException;
    }

    /** Changes to keys that count together. */
    @FunctionalInterface
    public interface Changes {
        void make(Transaction transaction) throws IOException;
    }

    public CompletableFuture<Boolean> exists(Key key) {
        return call(blocking -> blocking.exists(key));
    }

    public CompletableFuture<List<Key>> list(String prefix) {
        return call(blocking -> blocking.list(prefix));
    }

    public CompletableFuture<Optional<KeyState>> metadata(Key key) {
        return call(blocking -> blocking.metadata(key));
    }

    /** As {@link DataSet#read}; {@code visitor} runs on a thread of the pool. */
    public CompletableFuture<Void> read(Key key, DataSet.FileVisitor visitor) {
        return call(blocking -> {
            blocking.read(key, visitor);
            return null;
        });
    }

    /** As {@link DataSet#write}; {@code content} runs on a thread of the pool. */
    public CompletableFuture<Void> write(Key key, Description description, FileContent content) {
        return transaction(changes -> changes.write(key, description, content));
    }

    /** As {@link DataSet#append}; {@code content} runs on a thread of the pool. */
    public CompletableFuture<Void> append(Key key, Description description, FileContent content) {
        return transaction(changes -> changes.append(key, description, content));
    }

    public CompletableFuture<Boolean> delete(Key key) {
        return call(blocking -> blocking.delete(key));
    }

    /** Commits what {@code changes} makes; rolls back if it throws. It runs on a thread of the pool. */
    public CompletableFuture<Void> transaction(Changes changes) {
        return call(blocking -> {
            try (Transaction transaction = blocking.begin()) {
                changes.make(transaction);
                transaction.commit();
                return null;
            }
        });
    }

    public CompletableFuture<HeldLock> lock(Key key, Duration timeout) {
        return call(blocking -> blocking.lock(key, timeout));
    }

    /** Any call of the data set beneath. */
    public <T> CompletableFuture<T> call(Call<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            workers.execute(() -> {
                try {
                    result.complete(call.make(dataSet));
                } catch (Throwable failure) {
                    result.completeExceptionally(failure);
                }
            });
        } catch (RejectedExecutionException full) {
            result.completeExceptionally(full);
        }
        return result;
    }

    /** The same calls on the caller's thread. */
    public DataSet blocking() {
        return dataSet;
    }

    /** Closes the data set. */
    @Override
    public void close() throws IOException {
        dataSet.close();
    }
}
