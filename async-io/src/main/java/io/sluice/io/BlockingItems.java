package io.sluice.io;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.function.ToLongFunction;

/**
 * The items of a stream for a caller that waits for each. A few are read ahead, bounded in number and in bytes. One thread
 * at a time; to be closed, also before the end.
 */
public final class BlockingItems<T> implements Closeable {
    private static final int MOST_ITEMS_AHEAD = 256;
    private static final long MOST_BYTES_AHEAD = 256 << 10;

    private final Await wait;
    private final ToLongFunction<? super T> weigher;
    private final Receiver receiver = new Receiver();

    /** @param weigher about how many bytes an item takes */
    BlockingItems(Flow.Publisher<T> publisher, ToLongFunction<? super T> weigher, Await wait) {
        this.wait = wait;
        this.weigher = weigher;
        publisher.subscribe(receiver);
    }

    /** The next item, or empty at the end. */
    public Optional<T> next() throws IOException {
        return receiver.take();
    }

    @Override
    public void close() {
        receiver.subscription.cancel();
    }

    private final class Receiver implements Flow.Subscriber<T> {
        // Guarded by this.
        private final ArrayDeque<T> items = new ArrayDeque<>();
        private long bytes;
        private boolean asked;
        private Throwable failure;
        private boolean ended;

        private volatile Flow.Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            askForMore();
        }

        /** One at a time: only the item itself says how much it weighs. */
        private void askForMore() {
            synchronized (this) {
                if (asked || ended || items.size() >= MOST_ITEMS_AHEAD || bytes >= MOST_BYTES_AHEAD) {
                    return;
                }
                asked = true;
            }
            subscription.request(1);
        }

        @Override
        public void onNext(T item) {
            synchronized (this) {
                items.add(item);
                bytes += weigher.applyAsLong(item);
                asked = false;
                notifyAll();
            }
            askForMore();
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

        Optional<T> take() throws IOException {
            T item = await();
            askForMore();
            return Optional.ofNullable(item);
        }

        private synchronized T await() throws IOException {
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
            T item = items.poll();
            if (item == null && failure != null) {
                throw Await.thrown(failure);
            }
            if (item != null) {
                bytes -= weigher.applyAsLong(item);
            }
            return item;
        }
    }
}
