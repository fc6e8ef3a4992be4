package io.sluice.deploy.cluster;

/**
 * The steps that end a cluster: each is taken, whatever became of those before it, and the failures are told at the
 * end. An interrupt is noted, and given back at the end too. Used by one thread.
 */
final class EndSteps {
    private RuntimeException failure;
    private boolean interrupted;

    /** One step. */
    @FunctionalInterface
    interface Step {
        void take() throws InterruptedException;
    }

    void take(Step step) {
        try {
            step.take();
        } catch (InterruptedException e) {
            interrupted = true;
        } catch (RuntimeException e) {
            if (failure == null) {
                failure = e;
            } else {
                failure.addSuppressed(e);
            }
        }
    }

    /** Whether a step was interrupted: the caller wants no long waits any more. */
    boolean interrupted() {
        return interrupted;
    }

    /** Throws the first failure, with the others suppressed in it. */
    void finish() {
        restoreInterrupt();
        if (failure != null) {
            throw failure;
        }
    }

    /** The same where the end has a failure as its reason: that one is what counts. */
    void finishInto(Exception reason) {
        restoreInterrupt();
        if (failure != null) {
            reason.addSuppressed(failure);
        }
    }

    private void restoreInterrupt() {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
