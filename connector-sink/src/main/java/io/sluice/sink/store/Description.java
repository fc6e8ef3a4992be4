package io.sluice.sink.store;

import java.util.Map;

/**
 * What a program says of a key when it writes it.
 *
 * @param schemaVersion of the rows
 * @param attributes whatever else
 */
public record Description(int schemaVersion, Map<String, String> attributes) {
    public static final Description NONE = new Description(0, Map.of());

    public Description {
        attributes = Map.copyOf(attributes);
    }
}
