package io.sluice.deploy.page;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How long an answer may take to be written: there are few threads for all, and who asks and reads nothing holds one of them. The
 * thread that writes begins and ends; the page's clock looks, and an interrupt closes the connection under a write.
 */
final class AnswerTime {
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final LongSupplier nanoTime;
    private final Map<Thread, Long> since = new HashMap<>();

    AnswerTime(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** This thread writes from now on. */
    synchronized void begin() {
        since.put(Thread.currentThread(), nanoTime.getAsLong());
    }

    /** This thread has written, or was let go: what it does next is not meant any more. */
    synchronized void end() {
        if (since.remove(Thread.currentThread()) == null) {
            boolean unused = Thread.interrupted();
        }
    }

    /** Lets go of those who have not taken their answer. */
    synchronized void look() {
        long now = nanoTime.getAsLong();
        since.entrySet().removeIf(writing -> {
            boolean late = now - writing.getValue() > LONGEST.toNanos();
            if (late) {
                writing.getKey().interrupt();
            }
            return late;
        });
    }
}
