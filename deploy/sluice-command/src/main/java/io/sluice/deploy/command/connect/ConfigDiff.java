package io.sluice.deploy.command.connect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What applying a configuration changes, as lines for people; secrets are not in them. Immutable. */
record ConfigDiff(List<String> lines) {
    private static final String HIDDEN = "(hidden)";

    /** For keys of others than the connector, as of clients and converters, that validation does not know to be secret. */
    private static final Pattern SECRET = Pattern.compile(
            "(?i).*(password|secret|token|credential|jaas|passphrase|private|ssl\\.key|keystore\\.key).*");

    /** A value that a provider of the worker looks up is a reference, and says nothing. */
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{[^}]*}");

    /** @param running empty for a connector that is new */
    static ConfigDiff of(Map<String, String> running, Map<String, String> wanted, Set<String> secrets) {
        Set<String> keys = new TreeSet<>(running.keySet());
        keys.addAll(wanted.keySet());
        List<String> lines = new ArrayList<>();
        for (String key : keys) {
            String before = running.get(key);
            String after = wanted.get(key);
            if (before == null) {
                lines.add("+ " + key + " = " + shown(key, after, secrets));
            } else if (after == null) {
                lines.add("- " + key + " = " + shown(key, before, secrets));
            } else if (!before.equals(after)) {
                lines.add("~ " + key + " = " + shown(key, before, secrets) + " -> " + shown(key, after, secrets));
            }
        }
        return new ConfigDiff(List.copyOf(lines));
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    private static String shown(String key, String value, Set<String> secrets) {
        boolean secret = secrets.contains(key) || SECRET.matcher(key).matches();
        return secret && !REFERENCE.matcher(value).matches() ? HIDDEN : value;
    }
}
