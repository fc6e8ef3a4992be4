package io.sluice.deploy.command.pipeline;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is aggregated of one input.
 *
 * @param levels the windows by name, each after the one it is computed from
 * @param settings keys of the application that replace what is made here
 */
public record Windows(
        String input,
        String key,
        String time,
        Optional<String> sequence,
        String aggregates,
        Map<String, String> levels,
        Optional<String> grace,
        Optional<String> idle,
        int partitions,
        Map<String, String> settings) {

    public Windows {
        levels = Collections.unmodifiableMap(new LinkedHashMap<>(levels));
        settings = Map.copyOf(settings);
    }

    List<String> names() {
        return List.copyOf(levels.keySet());
    }
}
