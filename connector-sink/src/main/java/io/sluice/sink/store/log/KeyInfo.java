package io.sluice.sink.store.log;

import java.time.Instant;
import java.util.Map;

/**
 * What is known of a key besides its files. Immutable.
 *
 * @param schemaVersion of the rows, as their provider counts it
 * @param provider where the rows come from
 * @param created when the key was first written, or first since it was deleted
 * @param updated when it was last written
 */
public record KeyInfo(
        int schemaVersion, String provider, Instant created, Instant updated, Map<String, String> attributes) {
    public KeyInfo {
        attributes = attributes == null ? Map.of() : Map.copyOf(attributes);
    }
}
