package io.sluice.deploy.command.connect;

import io.sluice.deploy.cluster.ConnectorStatus;
import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Whether a connector has come to rest: all of it runs, or something failed, or somebody has stopped it; and that for a while,
 * as what is seen just after a change may still be the state before. Asked by one thread at a time.
 */
final class Settled implements Predicate<ConnectorStatus> {
    private static final String RUNNING = "RUNNING";
    private static final String FAILED = "FAILED";
    private static final Set<String> AT_REST_WITHOUT_TASKS = Set.of("PAUSED", "STOPPED");

    private final Duration quiet;
    private final LongSupplier nanoTime;

    private String outcome = "";
    private long since;
    private volatile ConnectorStatus last;

    /** @param quiet for how long it must be as it is */
    Settled(Duration quiet, LongSupplier nanoTime) {
        this.quiet = quiet;
        this.nanoTime = nanoTime;
    }

    @Override
    public boolean test(ConnectorStatus status) {
        last = status;
        String now = outcome(status);
        if (!now.equals(outcome)) {
            outcome = now;
            since = nanoTime.getAsLong();
        }
        return !now.isEmpty() && nanoTime.getAsLong() - since >= quiet.toNanos();
    }

    /** The last that was seen; null if nothing was. */
    ConnectorStatus last() {
        return last;
    }

    private static String outcome(ConnectorStatus status) {
        if (!status.failures().isEmpty()) {
            return FAILED;
        }
        if (AT_REST_WITHOUT_TASKS.contains(status.state())) {
            return status.state();
        }
        return status.runs() ? RUNNING : "";
    }
}
