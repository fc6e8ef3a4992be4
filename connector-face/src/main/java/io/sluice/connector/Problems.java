package io.sluice.connector;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigValue;

/** What is wrong with a configuration, key for key, in the order in which it was found. Used by one thread. */
public final class Problems {

    private final Map<String, List<String>> messages = new LinkedHashMap<>();

    /**
     * Notes one.
     *
     * @param message what is wrong, and what to do about it
     */
    public void add(String key, String message) {
        List<String> ofKey = messages.computeIfAbsent(key, unused -> new ArrayList<>());
        if (!ofKey.contains(message)) {
            ofKey.add(message);
        }
    }

    public boolean isEmpty() {
        return messages.isEmpty();
    }

    public boolean has(String key) {
        return messages.containsKey(key);
    }

    /**
     * All that is wrong, for Connect: what it has found by itself, and these, each with its key before it, as Connect puts many
     * messages into one text.
     *
     * @param values what it has found
     */
    public Config addTo(Map<String, ConfigValue> values, Map<String, String> given) {
        messages.forEach((key, ofKey) -> {
            // Keys of Connect itself, which it shows beside ours.
            ConfigValue value = values.computeIfAbsent(
                    key, name -> new ConfigValue(name, given.get(name), List.of(), new ArrayList<>()));
            Set<String> known = new HashSet<>(value.errorMessages());
            ofKey.stream().filter(known::add).forEach(message -> value.addErrorMessage(key + ": " + message));
        });
        return new Config(List.copyOf(values.values()));
    }

    @Override
    public String toString() {
        return messages.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(message -> entry.getKey() + ": " + message))
                .collect(Collectors.joining("\n"));
    }
}
