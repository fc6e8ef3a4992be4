package io.sluice.connector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Recommender;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;

/** Defines the keys of one group, in the order in which people should read them. */
public final class KeyGroup {

    private final ConfigDef def;
    private final String name;
    private int order;

    public KeyGroup(ConfigDef def, String name) {
        this.def = def;
        this.name = name;
    }

    /**
     * A text.
     *
     * @param initial null for a key that may be left out; {@link ConfigDef#NO_DEFAULT_VALUE} for one that may not
     */
    public KeyGroup text(String key, Object initial, Importance importance, String doc) {
        return define(key, ConfigDef.Type.STRING, initial, null, importance, Width.LONG, null, doc);
    }

    /** A text that is never shown. */
    public KeyGroup secret(String key, Importance importance, String doc) {
        return define(key, ConfigDef.Type.PASSWORD, null, null, importance, Width.LONG, null, doc);
    }

    public KeyGroup list(String key, Object initial, Importance importance, String doc) {
        return define(key, ConfigDef.Type.LIST, initial, null, importance, Width.LONG, null, doc);
    }

    public KeyGroup flag(String key, boolean initial, Importance importance, String doc) {
        return define(
                key,
                ConfigDef.Type.BOOLEAN,
                initial,
                null,
                importance,
                Width.SHORT,
                new OneOf(List.of("true", "false")),
                doc);
    }

    public KeyGroup number(String key, int initial, int least, int most, Importance importance, String doc) {
        return define(key, ConfigDef.Type.INT, initial, new Range(least, most), importance, Width.SHORT, null, doc);
    }

    public KeyGroup large(String key, long initial, long least, long most, Importance importance, String doc) {
        return define(key, ConfigDef.Type.LONG, initial, new Range(least, most), importance, Width.SHORT, null, doc);
    }

    public <E extends Enum<E>> KeyGroup choice(String key, E initial, Importance importance, String doc) {
        OneOf choices = OneOf.of(initial.getDeclaringClass());
        return define(key, ConfigDef.Type.STRING, textOf(initial), choices, importance, Width.SHORT, choices, doc);
    }

    private KeyGroup define(
            String key,
            ConfigDef.Type type,
            Object initial,
            Validator validator,
            Importance importance,
            Width width,
            Recommender recommender,
            String doc) {
        def.define(
                key,
                type,
                initial,
                validator,
                importance,
                doc,
                name,
                ++order,
                width,
                title(key),
                List.of(),
                recommender);
        return this;
    }

    private static String title(String key) {
        String words = key.replace('.', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** How a constant is written as a value: in lower case, with dashes. */
    public static String textOf(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A number from one to another. */
    private record Range(long least, long most) implements Validator {
        @Override
        public void ensureValid(String key, Object value) {
            long number = ((Number) value).longValue();
            if (number < least || number > most) {
                throw new ConfigException(key, value, "must be " + this);
            }
        }

        @Override
        public String toString() {
            return most == Long.MAX_VALUE || most == Integer.MAX_VALUE ? "at least " + least : least + " to " + most;
        }
    }

    /** One of a few words. */
    private record OneOf(List<String> words) implements Validator, Recommender {

        static <E extends Enum<E>> OneOf of(Class<E> type) {
            return new OneOf(
                    Arrays.stream(type.getEnumConstants()).map(KeyGroup::textOf).toList());
        }

        @Override
        public void ensureValid(String key, Object value) {
            if (!words.contains(String.valueOf(value))) {
                throw new ConfigException(key, value, "must be " + this);
            }
        }

        @Override
        public List<Object> validValues(String key, Map<String, Object> values) {
            return new ArrayList<>(words);
        }

        @Override
        public boolean visible(String key, Map<String, Object> values) {
            return true;
        }

        @Override
        public String toString() {
            return "one of " + String.join(", ", words);
        }
    }

    /** All the constants of a kind, as they are written. */
    public static <E extends Enum<E>> Stream<String> wordsOf(Class<E> type) {
        return Arrays.stream(type.getEnumConstants()).map(KeyGroup::textOf);
    }
}
