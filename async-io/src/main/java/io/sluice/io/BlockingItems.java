package io.sluice.io;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.Flow;

/**
 * The items of a stream for a caller that waits for each. At most {@value #AHEAD} are read ahead. One thread at a time; to
 * be closed, also before the end.
 */
public final class BlockingItems<T> implements Closeable {
    private static final int AHEAD = 256;

    private final Await wait;
    private final Receiver receiver = new Receiver();
    private int taken;

    BlockingItems(Flow.Publisher<T> publisher, Await wait) {
        this.wait = wait;
        publisher.subscribe(receiver);
    }

    /** The next item, or empty at the end. */
    public Optional<T> next() throws IOException {
        Optional<T> item = receiver.take(wait);
        if (item.isPresent() && ++taken == AHEAD / 2) {
            taken = 0;
            receiver.subscription.request(AHEAD / 2);
        }
        return item;
    }

    @Override
    public void close() {
        receiver.subscription.cancel();
    }

    private final class Receiver implements Flow.Subscriber<T> {
        /** Guarded by this; never longer than what was requested. */
        private final ArrayDeque<T> items = new ArrayDeque<>();

        private Throwable failure;
        private boolean ended;
        private volatile Flow.Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(AHEAD);
        }

        @Override
        public synchronized void onNext(T item) {
            items.add(item);
            notifyAll();
        }

        @Override
        public synchronized void onError(Throwable cause) {
            failure = cause;
            ended = true;
            notifyAll();
        }

        @Override
        public synchronized void onComplete() {
            ended = true;
            notifyAll();
        }

        synchronized Optional<T> take(Await wait) throws IOException {
            long deadline = System.nanoTime() + wait.timeout().toNanos();
            while (items.isEmpty() && !ended) {
                long millis = (deadline - System.nanoTime()) / 1_000_000;
                if (millis <= 0) {
                    throw new InterruptedIOException("no item from the stream within " + wait.timeout());
                }
                try {
                    wait(millis);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw (IOException)
                            new InterruptedIOException("interrupted while waiting for an item").initCause(e);
                }
            }
            if (items.isEmpty() && failure != null) {
                throw Await.thrown(failure);
            }
            return Optional.ofNullable(items.poll());
        }
    }
}
