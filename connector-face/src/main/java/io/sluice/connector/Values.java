package io.sluice.connector;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.config.types.Password;

/**
 * The values of a configuration, each of its key's type, for the groups to read. A value that is wrong by itself was noted
 * already, and its default, or null, is here in its stead, so that the rest can be checked too. Used by one thread.
 */
public final class Values {

    private final Map<String, Object> values;
    private final Problems problems;

    public Values(Map<String, Object> values, Problems problems) {
        this.values = values;
        this.problems = problems;
    }

    /** Null if it is left out, or empty. */
    public String text(String key) {
        String text = (String) values.get(key);
        return text == null || text.isEmpty() ? null : text;
    }

    /** Null if it is left out. */
    public Password secret(String key) {
        return (Password) values.get(key);
    }

    @SuppressWarnings("unchecked")
    public List<String> list(String key) {
        List<String> list = (List<String>) values.get(key);
        return list == null ? List.of() : list;
    }

    public boolean flag(String key) {
        return (Boolean) values.get(key);
    }

    public int number(String key) {
        return (Integer) values.get(key);
    }

    public long large(String key) {
        return (Long) values.get(key);
    }

    public Duration millis(String key) {
        return Duration.ofMillis(large(key));
    }

    public <E extends Enum<E>> E choice(String key, Class<E> type) {
        String text = text(key);
        for (E constant : type.getEnumConstants()) {
            if (KeyGroup.textOf(constant).equals(text)) {
                return constant;
            }
        }
        throw new IllegalStateException(key + " is " + text + " in spite of its validator");
    }

    /** Null if it is left out, or no pattern. */
    public Pattern pattern(String key) {
        String text = text(key);
        if (text == null) {
            return null;
        }
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            problem(key, "is no regular expression: " + e.getMessage());
            return null;
        }
    }

    /** What is made of the values, or null with a problem noted at the key. */
    public <T> T checked(String key, Supplier<T> making) {
        try {
            return making.get();
        } catch (IllegalArgumentException e) {
            problem(key, e.getMessage());
            return null;
        }
    }

    public void problem(String key, String message) {
        problems.add(key, message);
    }

    public boolean isFine(String key) {
        return !problems.has(key);
    }
}
