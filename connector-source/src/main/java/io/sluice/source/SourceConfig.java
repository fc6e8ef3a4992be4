package io.sluice.source;

import io.sluice.connector.Problems;
import io.sluice.connector.Values;
import io.sluice.source.content.ContentSettings;
import io.sluice.source.framing.FramingSettings;
import io.sluice.source.scan.ScanSettings;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;

/**
 * What the connector is told, checked as a whole: a group of keys is a class of its own. An immutable value.
 *
 * @param connector its name
 * @param share which part of the files a task has; all of them, for the connector itself
 */
record SourceConfig(
        String connector,
        TaskShare share,
        Guarantee guarantee,
        FilesConfig files,
        FollowingConfig following,
        ScanSettings scan,
        ContentSettings content,
        FramingConfig framing,
        FramingSettings framings,
        RowsConfig rows,
        RecordsConfig records,
        DeliveryConfig delivery,
        RetireConfig retire,
        ObservabilityConfig observability) {

    private static final String NAME = "name";

    /** All keys, in the order in which people should read them. A new object each time, as it can be changed. */
    static ConfigDef keys() {
        ConfigDef def = new ConfigDef();
        FilesConfig.define(def);
        FollowingConfig.define(def);
        RetireConfig.define(def);
        CompressionConfig.define(def);
        FramingConfig.define(def);
        RowsConfig.define(def);
        RecordsConfig.define(def);
        DeliveryConfig.define(def);
        ObservabilityConfig.define(def);
        return def;
    }

    /** @throws ConfigException naming every key that is wrong, and what to do about it */
    static SourceConfig of(Map<String, String> properties) {
        Problems problems = new Problems();
        Map<String, ConfigValue> values = keys().validateAll(properties);
        values.values().forEach(value -> value.errorMessages().forEach(message -> problems.add(value.name(), message)));
        SourceConfig config = read(properties, values, problems);
        if (!problems.isEmpty()) {
            throw new ConfigException("The connector cannot run with its configuration:\n" + problems);
        }
        return config;
    }

    /** Notes what is wrong across keys. The values have been checked each by itself. */
    static void check(Map<String, String> properties, Map<String, ConfigValue> values, Problems problems) {
        SourceConfig unused = read(properties, values, problems);
    }

    private static SourceConfig read(
            Map<String, String> properties, Map<String, ConfigValue> checked, Problems problems) {
        Map<String, Object> found = new HashMap<>();
        keys().configKeys().forEach((name, key) -> {
            ConfigValue value = checked.get(name);
            boolean good = value.errorMessages().isEmpty();
            found.put(name, good ? value.value() : key.hasDefault() ? key.defaultValue : null);
            if (!good) {
                value.errorMessages().forEach(message -> problems.add(name, message));
            }
        });
        Values values = new Values(found, problems);
        Guarantee.check(properties, problems);
        FilesConfig files = FilesConfig.read(values);
        FollowingConfig following = FollowingConfig.read(values);
        FramingConfig framing = FramingConfig.read(values);
        RowsConfig rows = RowsConfig.read(values, framing);
        DeliveryConfig delivery = DeliveryConfig.read(values);
        Guarantee guarantee = Guarantee.of(properties);
        ScanSettings scan = FilesConfig.scan(values, files, following);
        return new SourceConfig(
                properties.getOrDefault(NAME, "unnamed"),
                TaskShare.of(properties),
                guarantee,
                files,
                following,
                scan,
                CompressionConfig.read(values),
                framing,
                Framings.of(values, framing, rows),
                rows,
                RecordsConfig.read(values, framing, rows),
                delivery,
                RetireConfig.read(values, scan, following, guarantee, delivery.stateTopic()),
                ObservabilityConfig.read(values));
    }
}
