package io.sluice.deploy.command.live;

import static io.sluice.deploy.page.PipelineState.FAILED;
import static io.sluice.deploy.page.PipelineState.IDLE;
import static io.sluice.deploy.page.PipelineState.OK;
import static io.sluice.deploy.page.PipelineState.UNKNOWN;
import static io.sluice.deploy.page.PipelineState.WAITING;

import io.sluice.deploy.page.PipelineState.Failure;
import java.util.Locale;

/** What state a stage is in, and whom it waits for: told from what is measured, and unknown where nothing is. */
final class StageRules {
    /** A reader that is farther behind than what comes in so many seconds holds the stage before it up. */
    private static final double PATIENCE_SECONDS = 5;

    private static final double FULL = 0.75;

    private StageRules() {}

    /** A state; if it is waiting, for which stage, or null, and why. */
    record Judged(String state, String waitsFor, String reason) {
        static Judged of(String state) {
            return new Judged(state, null, null);
        }

        static Judged waiting(String stage, String reason) {
            return new Judged(WAITING, stage, reason);
        }
    }

    /**
     * A directory waits for its topic when as much is on its way there as may be.
     *
     * @param inFlight bytes on their way, of the task with most
     */
    static Judged directory(
            Failure failure, Double rate, Long lag, Long inFlight, long budget, Long failing, String topic) {
        if (failure != null) {
            return Judged.of(FAILED);
        }
        if (inFlight != null && inFlight >= FULL * budget) {
            return Judged.waiting(
                    topic,
                    megabytes(inFlight) + " are on their way to the topic, of " + megabytes(budget) + " that may be");
        }
        if (rate == null) {
            return Judged.of(lag != null && lag == 0 ? IDLE : UNKNOWN);
        }
        if (rate > 0) {
            return Judged.of(OK);
        }
        if (lag == null || lag == 0) {
            return Judged.of(IDLE);
        }
        return Judged.waiting(
                null,
                failing != null && failing > 0
                        ? failing + " file(s) could not be read, and are tried again"
                        : "for files that may still change, or for a line's end");
    }

    /** A topic waits for the reader that is farthest behind, if that one is too far. */
    static Judged topic(Double rate, Long end, String slowest, Long lag, double mostRecords) {
        if (slowest != null && lag != null && lag > mostRecords) {
            return Judged.waiting(slowest, lag + " offsets are not taken yet");
        }
        return end == null ? Judged.of(UNKNOWN) : Judged.of(rate != null && rate > 0 ? OK : IDLE);
    }

    /** What a reader may be behind a topic of this rate. */
    static double mostBehind(Double rate, double moreSeconds) {
        return Math.max(100, (rate == null ? 0 : rate) * (PATIENCE_SECONDS + moreSeconds));
    }

    static Judged window(boolean answers, Double rate) {
        return answers ? Judged.of(rate != null && rate > 0 ? OK : IDLE) : Judged.of(UNKNOWN);
    }

    /**
     * A table waits for its store.
     *
     * @param breaker whether the store is left alone because it failed too often
     * @param pauses how often in a second reading stops for memory
     */
    static Judged table(Failure failure, boolean known, Double rate, Long breaker, Double pauses) {
        if (failure != null) {
            return Judged.of(FAILED);
        }
        if (breaker != null && breaker > 0) {
            return Judged.waiting(null, "its store fails, and is left alone for a while");
        }
        if (pauses != null && pauses > 0) {
            return Judged.waiting(null, "its files are written more slowly than records come: its memory is full");
        }
        return known ? Judged.of(rate != null && rate > 0 ? OK : IDLE) : Judged.of(UNKNOWN);
    }

    /** Between two stages. */
    static String flow(Failure failure, Judged from, String to, Double rate) {
        if (failure != null) {
            return FAILED;
        }
        if (to.equals(from.waitsFor())) {
            return WAITING;
        }
        return from.state().equals(UNKNOWN) ? UNKNOWN : rate != null && rate > 0 ? OK : IDLE;
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
