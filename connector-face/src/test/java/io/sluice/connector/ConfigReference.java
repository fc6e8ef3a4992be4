package io.sluice.connector;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;

/** Writes the keys of a connector as a page for people, group for group. */
public final class ConfigReference {

    private ConfigReference() {}

    public static String of(Class<?> connector, ConfigDef def) {
        StringBuilder page = new StringBuilder();
        page.append("# Configuration\n\n");
        page.append("Every key of `").append(connector.getName()).append("`, besides Connect's own.");
        page.append(
                " Times are in milliseconds where a key ends in `.ms`, sizes in bytes where it ends in `.bytes`.\n");
        page.append("This page is made from the code: do not edit it by hand.\n");
        for (String group : def.groups()) {
            page.append("\n## ").append(group).append("\n\n");
            page.append("| key | default | values | importance | |\n|---|---|---|---|---|\n");
            keysOf(def, group).forEach(key -> page.append(row(key)));
        }
        return page.toString();
    }

    private static List<ConfigKey> keysOf(ConfigDef def, String group) {
        return def.configKeys().values().stream()
                .filter(key -> key.group.equals(group))
                .sorted(Comparator.comparingInt(key -> key.orderInGroup))
                .collect(Collectors.toList());
    }

    private static String row(ConfigKey key) {
        String values = key.validator == null
                ? key.type().toString().toLowerCase(Locale.ROOT)
                : key.validator.toString().replaceFirst("^one of ", "");
        return "| `" + key.name + "` | " + initial(key) + " | " + escaped(values) + " | "
                + key.importance.toString().toLowerCase(Locale.ROOT) + " | " + escaped(key.documentation) + " |\n";
    }

    private static String initial(ConfigKey key) {
        if (!key.hasDefault()) {
            return "**required**";
        }
        String text = key.defaultValue == null ? "" : ConfigDef.convertToString(key.defaultValue, key.type());
        return text.isEmpty() ? "" : "`" + escaped(text) + "`";
    }

    private static String escaped(String text) {
        return text.replace("|", "\\|");
    }
}
