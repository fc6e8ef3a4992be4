package io.sluice.sink.store.targets;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Makes blocking calls side by side. The caller takes part, and waits only for calls that have begun: helpers that never get a
 * thread are not missed, so nobody waits in a circle, whatever else the helpers' pool does.
 */
final class SideBySide<T> {

    /** What is done with each. */
    @FunctionalInterface
    interface Call<T> {
        void on(T each) throws IOException;
    }

    private final List<T> all;
    private final Call<T> call;
    private final AtomicInteger next = new AtomicInteger();
    private final CountDownLatch left;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    private SideBySide(Collection<T> all, Call<T> call) {
        this.all = List.copyOf(all);
        this.call = call;
        this.left = new CountDownLatch(all.size());
    }

    /**
     * Returns when a call was made on each. After one that fails no more are begun, and its failure is thrown.
     *
     * @param mostHelpers how many tasks are given to {@code helpers}
     */
    static <T> void each(Executor helpers, int mostHelpers, Collection<T> all, Call<T> call) throws IOException {
        SideBySide<T> work = new SideBySide<>(all, call);
        try {
            for (int i = 0; i < Math.min(mostHelpers, all.size() - 1); i++) {
                helpers.execute(work::take);
            }
        } catch (RejectedExecutionException busyOrClosed) {
            // Then with those there are.
        }
        work.take();
        work.await();
    }

    private void take() {
        for (int i = next.getAndIncrement(); i < all.size(); i = next.getAndIncrement()) {
            try {
                if (failure.get() == null) {
                    call.on(all.get(i));
                }
            } catch (IOException | RuntimeException | Error e) {
                if (!failure.compareAndSet(null, e)) {
                    failure.get().addSuppressed(e);
                }
            } finally {
                left.countDown();
            }
        }
    }

    private void await() throws IOException {
        try {
            left.await();
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while calls were under way");
        }
        Throwable failed = failure.get();
        if (failed instanceof IOException io) {
            throw io;
        }
        if (failed instanceof RuntimeException broken) {
            throw broken;
        }
        if (failed instanceof Error broken) {
            throw broken;
        }
    }
}
