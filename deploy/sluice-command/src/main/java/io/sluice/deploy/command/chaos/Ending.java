package io.sluice.deploy.command.chaos;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waiting that ends early when the run does. Any thread. */
final class Ending {
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Waits so long; tells whether the run goes on. */
    boolean goesOnFor(Duration time) throws InterruptedException {
        return !ended.await(Math.max(0, time.toMillis()), TimeUnit.MILLISECONDS);
    }

    boolean goesOn() {
        return ended.getCount() > 0;
    }

    /** The run ends. */
    void end() {
        ended.countDown();
    }
}
