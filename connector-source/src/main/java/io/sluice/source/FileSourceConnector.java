package io.sluice.source;

import io.sluice.connector.Metrics;
import io.sluice.connector.Problems;
import io.sluice.connector.ShownMetrics;
import io.sluice.connector.Version;
import io.sluice.record.RowSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.ConnectorTransactionBoundaries;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says how files get into topics. Its tasks find the files themselves, each its share: no configuration of a task names a
 * file, so a new file restarts nothing. Called by Connect, one call at a time.
 */
public final class FileSourceConnector extends SourceConnector {

    private static final Logger LOG = LoggerFactory.getLogger(FileSourceConnector.class);

    private Map<String, String> properties = Map.of();
    private ShownMetrics shown;

    /** Read by who looks at the metrics. */
    private volatile int tasks;

    @Override
    public String version() {
        return Version.of(FileSourceConnector.class);
    }

    @Override
    public ConfigDef config() {
        return SourceConfig.keys();
    }

    @Override
    public Config validate(Map<String, String> given) {
        Map<String, ConfigValue> values = config().validateAll(given);
        Problems problems = new Problems();
        SourceConfig.check(given, values, problems);
        return problems.addTo(values, given);
    }

    @Override
    public void start(Map<String, String> given) {
        SourceConfig config = SourceConfig.of(given);
        properties = Map.copyOf(given);
        if (config.rows().inferred()) {
            RowSchema schema = SampledSchema.of(config);
            Map<String, String> known = new HashMap<>(given);
            known.put(RowsConfig.SCHEMA, schema.toString());
            // Keys may name its columns.
            config = SourceConfig.of(known);
            properties = Map.copyOf(known);
            LOG.info("{} infers the schema '{}'; set schema to it, and it stays as it is", config.connector(), schema);
        }
        if (config.guarantee() == Guarantee.AT_LEAST_ONCE) {
            LOG.info(
                    "{} delivers at least once: after a failure, some lines may arrive again. For exactly once, set"
                            + " exactly.once.support=required and transaction.boundary=connector on a distributed worker with"
                            + " exactly.once.source.support=enabled",
                    config.connector());
        }
        show(config);
    }

    private void show(SourceConfig config) {
        Metrics metrics = new Metrics();
        metrics.gauge("tasks", "Tasks that the files are shared among", () -> tasks);
        int roots = config.files().roots().size();
        metrics.gauge("roots", "Directories that are looked into", () -> roots);
        int once = config.guarantee() == Guarantee.EXACTLY_ONCE ? 1 : 0;
        metrics.gauge("exactly-once", "1 if lines arrive exactly once, 0 if at least once", () -> once);
        // Not a method reference: an older worker has no such method, which must be found out when it is called.
        shown = ShownMetrics.ofConnector(
                metrics,
                () -> context == null ? null : context.pluginMetrics(),
                "io.sluice.source",
                config.connector(),
                System::nanoTime);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return FileSourceTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        if (shown != null) {
            shown.show();
        }
        tasks = maxTasks;
        return IntStream.range(0, maxTasks)
                .mapToObj(index -> new TaskShare(index, maxTasks).addedTo(properties))
                .toList();
    }

    @Override
    public void stop() {
        // Nothing runs but the tasks. A connector that failed to start is stopped, too.
        if (shown != null) {
            shown.close();
            shown = null;
        }
    }

    /** Supported with what {@link Guarantee} asks for besides; {@link #validate} says what is missing. */
    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> given) {
        return ExactlyOnceSupport.SUPPORTED;
    }

    @Override
    public ConnectorTransactionBoundaries canDefineTransactionBoundaries(Map<String, String> given) {
        return ConnectorTransactionBoundaries.SUPPORTED;
    }

    @Override
    public boolean alterOffsets(Map<String, String> given, Map<Map<String, ?>, Map<String, ?>> offsets) {
        new AlteredOffsets(given).check(offsets);
        return true;
    }
}
