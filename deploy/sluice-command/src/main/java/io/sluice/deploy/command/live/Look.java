package io.sluice.deploy.command.live;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one party again and again, and remembers its last answer; while it does not answer nothing is known. What costs much is asked
 * more seldom, so that it takes a hundredth of a core at most. Asks on a thread of the executor; any thread may read.
 */
final class Look<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Look.class);
    private static final int PAUSES_FOR_ONE = 100;
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final String whom;
    private final Duration pause;
    private final T nothing;
    private final Question<T> question;
    private volatile T last;
    private volatile boolean failing;
    private final LongAdder nanos = new LongAdder();

    /** What is asked. */
    @FunctionalInterface
    interface Question<T> {
        T ask() throws IOException, InterruptedException;
    }

    /**
     * A look that has not begun.
     *
     * @param whom for the log
     * @param nothing what is known while nobody answers
     */
    Look(String whom, Duration pause, T nothing, Question<T> question) {
        this.whom = whom;
        this.pause = pause;
        this.nothing = nothing;
        this.question = question;
        this.last = nothing;
    }

    void begin(ScheduledExecutorService executor) {
        again(executor, Duration.ZERO);
    }

    private void again(ScheduledExecutorService executor, Duration after) {
        try {
            var unused = executor.schedule(() -> run(executor), after.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.debug("The page asks {} no more", whom);
        }
    }

    private void run(ScheduledExecutorService executor) {
        long before = threads.getCurrentThreadCpuTime();
        try {
            once();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        Duration cost = Duration.ofNanos(Math.max(0, threads.getCurrentThreadCpuTime() - before));
        nanos.add(cost.toNanos());
        Duration rest = cost.multipliedBy(PAUSES_FOR_ONE);
        Duration longer = rest.compareTo(pause) > 0 ? rest : pause;
        again(executor, longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer);
    }

    /** Asks now. */
    void once() throws InterruptedException {
        try {
            last = question.ask();
            failing = false;
        } catch (IOException | RuntimeException e) {
            // Kafka's clients throw an exception of their own for an interrupt, and set the mark.
            if (Thread.interrupted()) {
                throw new InterruptedException("asking " + whom + " was interrupted: " + e);
            }
            if (!failing) {
                LOG.debug("The page knows nothing of {} now", whom, e);
            }
            failing = true;
            last = nothing;
        }
    }

    T last() {
        return last;
    }

    /** Whom it asks, and what of the processor that has taken here. */
    @Override
    public String toString() {
        return whom + " " + nanos.sum() / 1_000_000 + " ms";
    }
}
