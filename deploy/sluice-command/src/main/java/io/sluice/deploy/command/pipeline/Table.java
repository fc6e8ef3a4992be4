package io.sluice.deploy.command.pipeline;

import java.util.Map;
import java.util.Optional;

/**
 * A table of Parquet files, of the input or the window of the same name.
 *
 * @param partition the columns it is partitioned by, separated by commas
 * @param settings keys of the sink connector that replace what is made here
 */
public record Table(String name, Optional<String> partition, int tasks, Map<String, String> settings) {
    public Table {
        settings = Map.copyOf(settings);
    }
}
