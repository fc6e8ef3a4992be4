package io.sluice.sink.files;

import io.sluice.io.flow.Attempts;
import io.sluice.io.flow.BreakerOpenException;
import io.sluice.io.flow.Operation;
import io.sluice.io.flow.Resilience;
import io.sluice.sink.store.ClaimedLog;
import io.sluice.sink.store.DataSet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Claims logs, unless the breaker of the store, which all partitions share, says to leave it alone. Stateless; blocks. */
final class Claiming {
    private Claiming() {}

    static ClaimedLog claim(PartitionWriter.Opening opening, String name, Resilience resilience) throws IOException {
        Attempts attempt = resilience.attempts(Operation.OPEN, Path.of(name));
        Optional<BreakerOpenException> refusal = attempt.begin();
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        boolean decided = false;
        try {
            DataSet dataSet = opening.open();
            ClaimedLog log = dataSet.claim(name);
            attempt.answered();
            decided = true;
            return log;
        } catch (IOException notClaimed) {
            Optional<Duration> unused = attempt.failed(notClaimed);
            decided = true;
            throw notClaimed;
        } finally {
            if (!decided) {
                attempt.undecided();
            }
        }
    }
}
