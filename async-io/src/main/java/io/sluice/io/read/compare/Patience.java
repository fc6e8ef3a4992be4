package io.sluice.io.read.compare;

/** How a comparison waits for what it has started: for all of it, whatever happens to the waiting thread. */
final class Patience {

    /** Waits until something has ended. */
    interface Wait {
        void await() throws InterruptedException;
    }

    private Patience() {}

    /** Waits for an end. If it is interrupted, it asks for the end, waits for that all the same, and then says so. */
    static void until(Wait end, Runnable stop) throws InterruptedException {
        try {
            end.await();
        } catch (InterruptedException e) {
            stop.run();
            untilAnyhow(end);
            throw e;
        }
    }

    /** Waits for an end that is near; an interrupt is there again afterwards. */
    static void untilAnyhow(Wait end) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    end.await();
                    return;
                } catch (InterruptedException e) {
                    // What was started must have ended when this returns: there is no leaving early.
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
