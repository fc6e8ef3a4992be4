package io.sluice.connector;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

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

    public Map<String, List<String>> byKey() {
        return messages;
    }

    @Override
    public String toString() {
        return messages.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(message -> entry.getKey() + ": " + message))
                .collect(Collectors.joining("\n"));
    }
}
