package io.sluice.streams.app;

import io.sluice.streams.window.SpanText;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The keys and values of a configuration, read once, by one thread. What is never asked for is a mistake, so that no
 * misspelt key is silently ignored.
 */
final class Settings {
    private final Map<String, String> values = new TreeMap<>();
    private final Set<String> asked = new HashSet<>();

    Settings(Properties properties) {
        properties
                .stringPropertyNames()
                .forEach(key -> values.put(key, properties.getProperty(key).strip()));
    }

    Optional<String> text(String key) {
        asked.add(key);
        return Optional.ofNullable(values.get(key)).filter(value -> !value.isEmpty());
    }

    String text(String key, String otherwise) {
        return text(key).orElse(otherwise);
    }

    String required(String key, String remedy) {
        return text(key).orElseThrow(() -> new ConfigMistake(key, null, remedy));
    }

    List<String> list(String key) {
        return text(key).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    int number(String key, int otherwise, int least, int most) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            int value = Integer.parseInt(text.get());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Reported below, as a number out of range is.
        }
        throw new ConfigMistake(key, text.get(), "write a whole number from " + least + " to " + most);
    }

    boolean flag(String key, boolean otherwise) {
        return choice(key, Boolean.toString(otherwise), List.of("true", "false"))
                .equals("true");
    }

    String choice(String key, String otherwise, List<String> choices) {
        String value = text(key, otherwise).toLowerCase(Locale.ROOT);
        if (!choices.contains(value)) {
            throw new ConfigMistake(key, value, "write one of " + String.join(", ", choices));
        }
        return value;
    }

    Duration duration(String key, Duration otherwise) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        return checked(key, text.get(), () -> SpanText.duration(text.get()));
    }

    /** A duration, or "never". */
    Optional<Duration> durationOrNever(String key, Optional<Duration> otherwise) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        return text.get().equalsIgnoreCase("never") ? Optional.empty() : Optional.of(duration(key, Duration.ZERO));
    }

    /** Calls what knows why a value is wrong, and names the key and the value to its reason. */
    static <T> T checked(String key, String value, Supplier<T> call) {
        try {
            return call.get();
        } catch (ConfigMistake e) {
            throw e;
        } catch (IllegalArgumentException e) {
            ConfigMistake mistake = new ConfigMistake(key, value, e.getMessage());
            mistake.initCause(e);
            throw mistake;
        }
    }

    /** The keys that begin with a prefix, without it. */
    Map<String, String> under(String prefix) {
        Map<String, String> found = new HashMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                asked.add(key);
                found.put(key.substring(prefix.length()), value);
            }
        });
        return found;
    }

    /** All keys were asked for that will be: any other is a mistake. */
    void requireNoOthers() {
        for (Map.Entry<String, String> entry : values.entrySet()) {
            String key = entry.getKey();
            if (!asked.contains(key)) {
                String nearest = asked.stream()
                        .min((a, b) -> Integer.compare(distance(a, key), distance(b, key)))
                        .orElse("");
                throw new ConfigMistake(
                        key,
                        entry.getValue(),
                        "there is no such key; the nearest is '" + nearest + "'. Correct or remove it");
            }
        }
    }

    Set<String> asked() {
        return Set.copyOf(asked);
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
