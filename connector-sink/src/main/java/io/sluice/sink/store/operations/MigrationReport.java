package io.sluice.sink.store.operations;

import io.sluice.sink.store.Key;
import java.util.Map;

/**
 * What a migration did.
 *
 * @param failures why a key was not migrated; running it again tries them again
 */
public record MigrationReport(
        long copied, long alreadyThere, long files, long rows, long bytes, Map<Key, Exception> failures) {
    public MigrationReport {
        failures = Map.copyOf(failures);
    }

    public boolean isComplete() {
        return failures.isEmpty();
    }
}
