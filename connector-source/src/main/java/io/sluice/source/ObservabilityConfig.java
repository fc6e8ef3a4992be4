package io.sluice.source;

import io.sluice.connector.KeyGroup;
import io.sluice.connector.Values;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.slf4j.event.Level;

/** What is told: the keys of the group, and what they say. An immutable value. */
record ObservabilityConfig(Level fileLog) {

    static final String FILE_LOG = "log.files";

    /** At which level files that are in order are logged. */
    enum FileLogLevel {
        INFO,
        DEBUG
    }

    static void define(ConfigDef def) {
        new KeyGroup(def, "Observability")
                .choice(
                        FILE_LOG,
                        FileLogLevel.INFO,
                        Importance.LOW,
                        "At which level a line is logged when a file is found, renamed, finished or released. Losses, failures"
                                + " and bad records are warnings in any case.");
    }

    static ObservabilityConfig read(Values values) {
        return new ObservabilityConfig(
                values.choice(FILE_LOG, FileLogLevel.class) == FileLogLevel.INFO ? Level.INFO : Level.DEBUG);
    }
}
