package io.sluice.io.read;

import io.sluice.io.flow.Attempts;
import io.sluice.io.flow.BreakerOpenException;
import io.sluice.io.flow.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Whom {@link OneRead one read} asks before a call once something is limited or has failed: the rate limit for a turn, and its
 * attempts whether there may be another. Used by the thread that reads.
 */
final class Caution {

    private final FileReader.Surroundings around;
    private final Path path;
    private final Answers answers;

    /** Of the call that is being made, or is to be made again; null while nothing has failed. */
    private Attempts attempts;

    private boolean attempting;
    private IOException failure;
    private boolean paid;

    Caution(FileReader.Surroundings around, Path path, Answers answers) {
        this.around = around;
        this.path = path;
        this.answers = answers;
    }

    /** Whether nobody need be asked. */
    boolean isNeedless() {
        return attempts == null
                && around.readRate().isUnlimited()
                && around.resilience().isCalm();
    }

    /** Whether the rate limit has been asked for the next call. */
    boolean isPaid() {
        return paid;
    }

    /** Asks the rate limit, unless that was done for this call; returns what to wait for before the call, or null. */
    CompletableFuture<Void> pay(long bytes) {
        if (paid) {
            return null;
        }
        paid = true;
        CompletableFuture<Void> turn = around.readRate().acquire(bytes);
        return turn.isDone() && !turn.isCompletedExceptionally() ? null : turn;
    }

    /** Right before a call, which {@link #answered} or {@link #failed} follows. */
    void attempt(Operation operation) throws BreakerOpenException {
        if (attempts == null) {
            attempts = around.resilience().attempts(operation, path);
        }
        Optional<BreakerOpenException> open = attempts.begin();
        if (open.isPresent()) {
            throw open.get();
        }
        attempting = true;
    }

    /** The call that was attempted succeeded. */
    void answered() {
        attempting = false;
        attempts.answered();
        attempts = null;
        failure = null;
        paid = false;
    }

    /** A call failed, attempted or made freely: returns the pause before another attempt, or throws if there is none. */
    CompletableFuture<Void> failed(Operation operation, IOException failed) throws IOException {
        if (!attempting) {
            // It was made freely: only now is there anything to count.
            answers.tell();
            attempts = around.resilience().attempts(operation, path);
            if (attempts.begin().isPresent()) {
                throw failed;
            }
        }
        attempting = false;
        Optional<Duration> rest = attempts.failed(failed);
        if (rest.isEmpty()) {
            throw attempts.listing(failed);
        }
        failure = failed;
        paid = false;
        return around.pauses().after(rest.get());
    }

    /** The read is over: what was attempted then says nothing. */
    void end() {
        if (attempting) {
            attempting = false;
            attempts.undecided();
        }
    }

    /** Why the read fails if what it waited for will not come: the failure it waited to mend, if there is one. */
    Throwable insteadOf(Throwable refusal) {
        return failure == null ? refusal : attempts.listing(failure);
    }
}
