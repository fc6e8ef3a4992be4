package io.sluice.sink;

import io.sluice.connector.Problems;
import io.sluice.connector.Values;
import io.sluice.connector.Version;
import io.sluice.sink.files.OutputPartitions;
import io.sluice.sink.files.WriterSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;

/**
 * What the connector is told, checked as a whole: a group of keys is a class of its own. An immutable value.
 *
 * @param connector its name
 */
record SinkConfig(
        String connector,
        StoreConfig store,
        RowsConfig rows,
        OutputPartitions.Settings partitions,
        FilesConfig files,
        WorkConfig work) {

    private static final String NAME = "name";
    private static final String ISOLATION = "consumer.override.isolation.level";
    private static final String READ_COMMITTED = "read_committed";
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    /** All keys, in the order in which people should read them. A new object each time, as it can be changed. */
    static ConfigDef keys() {
        ConfigDef def = new ConfigDef();
        StoreConfig.define(def);
        S3Config.define(def);
        RowsConfig.define(def);
        PartitionsConfig.define(def);
        FilesConfig.define(def);
        WorkConfig.define(def);
        return def;
    }

    /** @throws ConfigException naming every key that is wrong, and what to do about it */
    static SinkConfig of(Map<String, String> properties) {
        Problems problems = new Problems();
        SinkConfig config = read(properties, keys().validateAll(properties), problems);
        if (!problems.isEmpty()) {
            throw new ConfigException("The connector cannot run with its configuration:\n" + problems);
        }
        return config;
    }

    /** Notes what is wrong across keys. The values have been checked each by itself. */
    static void check(Map<String, String> properties, Map<String, ConfigValue> values, Problems problems) {
        SinkConfig unused = read(properties, values, problems);
    }

    private static SinkConfig read(
            Map<String, String> properties, Map<String, ConfigValue> checked, Problems problems) {
        Map<String, Object> found = new HashMap<>();
        keys().configKeys().forEach((name, key) -> {
            ConfigValue value = checked.get(name);
            boolean good = value.errorMessages().isEmpty();
            found.put(name, good ? value.value() : key.hasDefault() ? key.defaultValue : null);
            value.errorMessages().forEach(message -> problems.add(name, message));
        });
        Values values = new Values(found, problems);
        StoreConfig store = StoreConfig.read(values);
        String isolation = properties.get(ISOLATION);
        if (isolation == null ? !store.isolationByWorker() : !READ_COMMITTED.equals(isolation)) {
            problems.add(
                    ISOLATION,
                    "is " + (isolation == null ? "not set" : isolation) + ", but must be " + READ_COMMITTED
                            + ", or records of aborted transactions would be written. If the worker's policy does not"
                            + " let connectors set it, set consumer.isolation.level=" + READ_COMMITTED
                            + " in the worker, leave it out here, and set " + StoreConfig.ISOLATION_BY_WORKER
                            + "=true");
        }
        return new SinkConfig(
                properties.getOrDefault(NAME, "unnamed"),
                store,
                RowsConfig.read(values),
                PartitionsConfig.read(values),
                FilesConfig.read(values),
                WorkConfig.read(values));
    }

    WriterSettings writing() {
        return new WriterSettings(
                "sluice " + Version.of(ParquetSinkConnector.class),
                files.rotation(),
                files.parquet(),
                rows.tombstones(),
                rows.failOnIncompatible(),
                store.retryFor(),
                FIRST_PAUSE,
                LONGEST_PAUSE);
    }
}
