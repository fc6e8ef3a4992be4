package io.sluice.deploy.command.cluster;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a signal stop a command wherever it is. The JVM's shutdown hook interrupts the command's thread and holds the end
 * of the JVM up until that thread has stopped what it runs. A command that is stopping already is not interrupted:
 * that would turn its orderly stop into a kill.
 */
public final class StopOnSignal {
    /** More than the stop time-outs of the largest cluster together. */
    private static final Duration LONGEST_STOP = Duration.ofMinutes(15);

    private final Thread command;
    private final Runnable told;
    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean signalled;
    private boolean stopping;

    /** @param told runs on the hook's thread before the command is interrupted */
    public StopOnSignal(Thread command, Runnable told) {
        this.command = command;
        this.told = told;
    }

    /** The shutdown hook: returns when the command has ended. */
    public void signal() {
        synchronized (this) {
            signalled = true;
            if (!stopping) {
                told.run();
                command.interrupt();
            }
        }
        try {
            if (!ended.await(LONGEST_STOP.toNanos(), TimeUnit.NANOSECONDS)) {
                System.err.println("sluice: the stop took more than " + LONGEST_STOP + " and is given up");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The command stops, for a signal or by itself: from now on it is not interrupted. Takes the interrupt of a signal
     * that came before. Tells whether one came.
     */
    public synchronized boolean beginStop() {
        stopping = true;
        if (signalled) {
            Thread.interrupted(); // sent under this lock, so it is here or was thrown
        }
        return signalled;
    }

    public synchronized boolean signalled() {
        return signalled;
    }

    /** Whether the end of a node is no news any more. */
    public synchronized boolean stopping() {
        return signalled || stopping;
    }

    /** The command has stopped what it ran and said what it has to say. */
    public void end() {
        ended.countDown();
    }
}
