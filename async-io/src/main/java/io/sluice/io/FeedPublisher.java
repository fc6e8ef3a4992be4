package io.sluice.io;

import io.sluice.io.flow.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A back-pressured stream over blocking reads. Every subscriber gets a {@link Feed} of its own; nothing is read before there
 * is demand, and no more than one refill beyond it.
 *
 * <p>Reading is the I/O workers' job; items are made of what was read, and handed over, on the CPU workers, so that a
 * subscriber that takes its time keeps no file waiting. When those have too much to do, the I/O worker that has read goes on by
 * itself. Signals come one after another, and a subscriber must not block in them. They come from the thread that requests
 * only where there is nobody else: the error that the file system is closed. One error alone comes from the thread that
 * subscribes, and before there is demand: that what the stream would read from was closed before. What was opened for a subscriber is closed before its {@code onComplete} or {@code onError}, and
 * soon after {@code cancel}.
 */
final class FeedPublisher<T> implements Flow.Publisher<T> {
    private static final Logger LOG = LoggerFactory.getLogger(FeedPublisher.class);

    private final Dispatcher dispatcher;
    private final Path path;
    private final Operation operation;
    private final long refillBytes;
    private final Supplier<Optional<Throwable>> refusal;
    private final Supplier<CompletableFuture<Source<T>>> opener;

    /** A feed and how to close what it reads from. */
    record Source<T>(Feed<T> feed, Supplier<CompletableFuture<Void>> closer) {}

    /** @param refusal why there is nothing to read from, if that is known without asking the file system */
    FeedPublisher(
            Dispatcher dispatcher,
            Path path,
            Operation operation,
            long refillBytes,
            Supplier<Optional<Throwable>> refusal,
            Supplier<CompletableFuture<Source<T>>> opener) {
        this.dispatcher = dispatcher;
        this.path = path;
        this.operation = operation;
        this.refillBytes = refillBytes;
        this.refusal = refusal;
        this.opener = opener;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super T> subscriber) {
        if (subscriber == null) {
            throw new NullPointerException("subscriber");
        }
        Run run = new Run(subscriber);
        subscriber.onSubscribe(run);
        run.subscribed();
    }

    /**
     * One subscription. {@code turns} counts the reasons to look again; whoever raises it from zero owns the run until it
     * falls back to zero, so everything below "owned" needs no lock: the counter orders it.
     */
    private final class Run implements Flow.Subscription {
        private final Flow.Subscriber<? super T> subscriber;
        private final AtomicLong demand = new AtomicLong();
        /** Begins at one: until {@code onSubscribe} has returned, no other signal may come. */
        private final AtomicInteger turns = new AtomicInteger(1);

        private volatile boolean cancelled;
        private volatile Throwable misuse;

        // Owned.
        private Source<T> source;
        private T pending;
        private boolean atEnd;
        private boolean over;

        Run(Flow.Subscriber<? super T> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void request(long count) {
            if (count <= 0) {
                misuse = new IllegalArgumentException("request(" + count + "): ask for at least one item (rule 3.9)");
            } else {
                demand.getAndAccumulate(count, (a, b) -> a + b < 0 ? Long.MAX_VALUE : a + b);
            }
            wake();
        }

        @Override
        public void cancel() {
            cancelled = true;
            wake();
        }

        void subscribed() {
            Optional<Throwable> known = refusal.get();
            if (known.isPresent()) {
                finish(known.get());
            } else if (turns.decrementAndGet() > 0) {
                begin();
            }
        }

        private void wake() {
            if (turns.getAndIncrement() == 0) {
                begin();
            }
        }

        private void begin() {
            if (!dispatcher.compute(() -> proceed(true, null))) {
                onWorker(Task.Manner.STEP, 0, () -> true);
            }
        }

        /** After a call: goes on elsewhere, or here if there is no room for it. */
        private void handOver(Runnable rest) {
            if (!dispatcher.compute(rest)) {
                rest.run();
            }
        }

        /** Makes a blocking call with its permits, gives them back, and goes on from there. */
        private void onWorker(Task.Manner manner, long bytes, Task.Call<Boolean> call) {
            Task<Boolean> task = new Task<>(dispatcher, manner, operation, path, bytes, call, more -> {});
            var unused =
                    task.whenComplete((more, failure) -> handOver(() -> proceed(Boolean.TRUE.equals(more), failure)));
            // Not timed: what it reads from must not be closed before the call has really ended.
            dispatcher.dispatch(task);
        }

        /** Owned: goes on after a blocking call, until there is nothing to do or the next call is on its way. */
        private void proceed(boolean more, Throwable failure) {
            if (failure != null) {
                finish(failure);
                return;
            }
            atEnd |= !more;
            int seen = turns.get();
            while (looksAround()) {
                // Idle, unless somebody asked in the meantime.
                int left = turns.addAndGet(-seen);
                if (left == 0) {
                    return;
                }
                seen = left;
            }
        }

        /** Owned: false if the ownership went to a blocking call or the run is over. */
        private boolean looksAround() {
            while (true) {
                if (cancelled || misuse != null) {
                    finish(misuse);
                    return false;
                }
                if (source == null) {
                    open();
                    return false;
                }
                try {
                    emit();
                } catch (IOException | RuntimeException | Error e) {
                    // Also what no feed should throw: the subscriber must hear of an end, and the file be closed.
                    finish(e);
                    return false;
                }
                if (cancelled) {
                    finish(null);
                    return false;
                }
                if (pending != null) {
                    if (demand.get() == 0) {
                        return true;
                    }
                } else if (atEnd) {
                    finish(null);
                    return false;
                } else if (demand.get() == 0) {
                    return true;
                } else if (!cancelled) {
                    onWorker(Task.Manner.CALL, refillBytes, source.feed()::refill);
                    return false;
                }
            }
        }

        /** Owned: hands out what is ready, as far as the demand goes, and leaves the item after it in {@code pending}. */
        private void emit() throws IOException {
            Feed<T> feed = source.feed();
            if (pending == null) {
                pending = feed.next();
            }
            long wanted = demand.get();
            long given = 0;
            while (pending != null && given < wanted && !cancelled) {
                T item = pending;
                pending = null;
                given++;
                try {
                    subscriber.onNext(item);
                } catch (Throwable e) {
                    // The subscriber broke rule 2.13; nothing can be signalled to it any more.
                    LOG.error("{}: the stream is cancelled because its subscriber threw", path, e);
                    cancelled = true;
                }
                pending = feed.next();
            }
            if (wanted != Long.MAX_VALUE) {
                demand.addAndGet(-given);
            }
        }

        private void open() {
            CompletableFuture<Source<T>> opening = opener.get();
            var unused = opening.whenComplete((opened, failure) -> {
                source = opened;
                handOver(() -> proceed(true, failure));
            });
        }

        /** Owned: closes, then signals. The ownership is kept for ever, so nothing happens after it. */
        private void finish(Throwable failure) {
            pending = null;
            if (over) {
                return;
            }
            over = true;
            if (source == null) {
                signal(failure);
                return;
            }
            var unused = source.closer().get().whenComplete((done, refusal) -> {
                if (refusal != null) {
                    LOG.warn("{}: closing after reading failed", path, refusal);
                }
                handOver(() -> signal(failure));
            });
        }

        private void signal(Throwable failure) {
            if (cancelled) {
                return;
            }
            if (failure != null) {
                subscriber.onError(failure instanceof CompletionException wrapped ? wrapped.getCause() : failure);
            } else {
                subscriber.onComplete();
            }
        }
    }
}
