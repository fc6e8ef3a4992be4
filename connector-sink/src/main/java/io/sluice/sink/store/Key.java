package io.sluice.sink.store;

import io.sluice.sink.store.targets.ObjectNames;
import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/**
 * What a program calls a part of a data set, such as {@code equities/daily/AAPL}: names between slashes. It is also the
 * directory that the files are in; so what a directory's name should not have is escaped at once, as {@code %20} for a space,
 * and two keys are equal if they are so once escaped. An empty name, {@code .} and {@code ..} are refused, and so are control
 * characters and backslashes: no key leads out of the data set or into its {@code _sluice}. Immutable.
 *
 * @param text escaped
 */
public record Key(String text) implements Comparable<Key> {
    private static final int MOST_NAMES = 32;
    private static final String SUFFIX = ".parquet";

    /** A name that needs no more escaping. */
    private static final Pattern ESCAPED =
            Pattern.compile("([A-Za-z0-9=+,@-]|%[0-9A-F]{2})([A-Za-z0-9_.=+,@-]|%[0-9A-F]{2})*");

    public Key {
        StringJoiner escaped = new StringJoiner("/");
        String[] names = text.split("/", -1);
        for (String name : names) {
            escaped.add(escaped(text, name));
        }
        if (names.length > MOST_NAMES) {
            throw refused(text, "may have " + MOST_NAMES + " names at most");
        }
        text = ObjectNames.require(escaped.toString());
    }

    public static Key of(String text) {
        return new Key(text);
    }

    /** A key of names that may have any characters, slashes too, such as the values that rows are partitioned by. */
    public static Key ofNames(List<String> names) {
        return new Key(String.join("/", names.stream().map(ObjectNames::escape).toList()));
    }

    /** Whether the key is {@code prefix} or below it; every key is below the empty one. */
    public boolean isIn(String prefix) {
        return prefix.isEmpty() || text.equals(prefix) || text.startsWith(prefix.endsWith("/") ? prefix : prefix + "/");
    }

    private static String escaped(String key, String name) {
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            throw refused(key, "must consist of names between slashes, none of them empty, '.' or '..'");
        }
        if (name.chars().anyMatch(c -> c < ' ' || c == 0x7f || c == '\\')) {
            throw refused(key, "may not have control characters or backslashes");
        }
        String escaped = ESCAPED.matcher(name).matches() ? name : ObjectNames.escape(name);
        // A directory that is called like a file would be taken for one.
        return escaped.endsWith(SUFFIX)
                ? escaped.substring(0, escaped.length() - SUFFIX.length()) + "%2E" + SUFFIX.substring(1)
                : escaped;
    }

    private static IllegalArgumentException refused(String key, String rule) {
        return new IllegalArgumentException("key is '" + key.replaceAll("\\p{Cntrl}", "?") + "', but " + rule);
    }

    @Override
    public int compareTo(Key other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
