package io.sluice.io.flow;

import java.util.concurrent.CompletableFuture;

/**
 * A future that stands in a {@link WaitLine} until its owner grants it. However else it completes first (cancelled, timed
 * out, completed by a caller), it leaves the line, and a grant that comes too late goes back to the owner.
 *
 * <p>{@link #run} delivers the grant on the thread that made room. The links and the grant belong to the owner's lock.
 */
final class Waiter<T> extends CompletableFuture<T> implements Runnable {

    /** The side that grants. Called outside its own lock. */
    interface Owner<T> {
        /** The waiter completed without a grant, and may still stand in the line. */
        void left(Waiter<T> waiter);

        /** The waiter was granted and had completed before the grant arrived. */
        void unclaimed(Waiter<T> waiter);
    }

    final long bytes;
    private final Owner<T> owner;

    /** Guarded by the owner's lock. */
    Waiter<T> previous;

    Waiter<T> next;
    boolean inLine;

    /** Set under the owner's lock before {@link #run}, read by the same thread. */
    T grant;

    Waiter(Owner<T> owner, long bytes) {
        this.owner = owner;
        this.bytes = bytes;
    }

    @Override
    public void run() {
        if (!super.complete(grant)) {
            owner.unclaimed(this);
        }
    }

    @Override
    public boolean complete(T value) {
        return left(super.complete(value));
    }

    @Override
    public boolean completeExceptionally(Throwable error) {
        return left(super.completeExceptionally(error));
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return left(super.cancel(mayInterruptIfRunning));
    }

    private boolean left(boolean completedHere) {
        if (completedHere) {
            owner.left(this);
        }
        return completedHere;
    }
}
