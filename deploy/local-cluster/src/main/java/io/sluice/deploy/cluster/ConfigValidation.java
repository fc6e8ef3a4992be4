package io.sluice.deploy.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a worker says of a connector's configuration. Immutable.
 *
 * @param errors what is wrong with which key, in the worker's order; keys without errors are left out
 * @param secrets the keys whose values are passwords
 */
public record ConfigValidation(Map<String, List<String>> errors, Set<String> secrets) {
    public ConfigValidation {
        errors = Collections.unmodifiableMap(new LinkedHashMap<>(errors));
        secrets = Set.copyOf(secrets);
    }

    /** Reads the answer of {@code PUT /connector-plugins/CLASS/config/validate}. */
    static ConfigValidation of(JsonNode answer) {
        Map<String, List<String>> errors = new LinkedHashMap<>();
        Set<String> secrets = new LinkedHashSet<>();
        for (JsonNode config : answer.path("configs")) {
            String key = config.path("value").path("name").asText();
            List<String> messages = new ArrayList<>();
            config.path("value").path("errors").forEach(error -> messages.add(error.asText()));
            if (!messages.isEmpty()) {
                errors.put(key, List.copyOf(messages));
            }
            if (config.path("definition").path("type").asText().equals("PASSWORD")) {
                secrets.add(key);
            }
        }
        return new ConfigValidation(errors, secrets);
    }
}
