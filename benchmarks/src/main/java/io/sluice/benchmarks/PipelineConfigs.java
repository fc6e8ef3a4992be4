package io.sluice.benchmarks;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the connectors and the app of a {@link PipelineBed} are told. As {@code deploy/connect} and {@code deploy/app} have it. */
record PipelineConfigs(Path directory, PipelineBed.Settings settings) {

    private static final String STRINGS = "org.apache.kafka.connect.storage.StringConverter";
    private static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";
    private static final String BAR_COLUMNS =
            "symbol string, window string, start timestamp_micros, end timestamp_micros, final boolean, revision int,"
                    + " gap boolean, rows long, open decimal(18,8)?, high decimal(18,8)?, low decimal(18,8)?,"
                    + " close decimal(18,8)?, volume decimal(38,8), vwap decimal(38,14)?, trades long, nulls long";
    static final int FLUSH_MILLIS = 200;
    private static final String IDLE = "10s";

    /** In the order in which they are to be started. */
    Map<String, Map<String, String>> connectors() {
        Map<String, Map<String, String>> connectors = new LinkedHashMap<>();
        connectors.put(PipelineBed.ROWS, rows());
        connectors.put(PipelineBed.BARS, bars());
        connectors.put(PipelineBed.SOURCE, source());
        return connectors;
    }

    private Map<String, String> source() {
        return Map.ofEntries(
                Map.entry("connector.class", "io.sluice.source.FileSourceConnector"),
                Map.entry("tasks.max", "1"),
                Map.entry("exactly.once.support", "required"),
                Map.entry("transaction.boundary", "connector"),
                Map.entry("roots", "in=" + directory.resolve("input")),
                Map.entry("framing", "line-chunks"),
                // How long lines wait for their chunk to be filled, at rates at which it is not filled sooner.
                Map.entry("flush.ms", Integer.toString(FLUSH_MILLIS)),
                Map.entry("topic", PipelineBed.TRADES_TOPIC),
                Map.entry("state.topic", "files-state"),
                Map.entry("key.converter", STRINGS),
                Map.entry("value.converter", BYTES));
    }

    private Map<String, String> sink(String topic, String table) {
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", "io.sluice.sink.ParquetSinkConnector");
        config.put("tasks.max", "1");
        config.put("topics", topic);
        config.put("consumer.override.isolation.level", "read_committed");
        config.put("store.path", directory.resolve("lake").toString());
        config.put("table", table);
        // The topics are new, so nothing can have been passed over; aborted transactions may be at their beginning.
        config.put("start.without.log", "true");
        config.put("rotate.age.ms", Integer.toString(settings.commitMillis()));
        config.put("key.converter", STRINGS);
        config.put("value.converter", BYTES);
        config.put("header.converter", BYTES);
        return config;
    }

    private Map<String, String> rows() {
        Map<String, String> config = sink(PipelineBed.TRADES_TOPIC, PipelineBed.ROWS);
        config.put("value.format", "csv");
        config.put("schema", TradeBlock.SCHEMA);
        if (!settings.partitionFields().isEmpty()) {
            config.put("partition.fields", settings.partitionFields());
        }
        return config;
    }

    private Map<String, String> bars() {
        Map<String, String> config = sink(PipelineBed.BARS_TOPIC, PipelineBed.BARS);
        config.put("value.format", "json");
        config.put("schema", BAR_COLUMNS);
        return config;
    }

    Map<String, String> app(String bootstrapServers, int port) {
        return Map.ofEntries(
                Map.entry("application.id", PipelineBed.APPLICATION),
                Map.entry("bootstrap.servers", bootstrapServers),
                Map.entry("input.topics", PipelineBed.TRADES_TOPIC),
                Map.entry("schema", TradeBlock.SCHEMA),
                Map.entry("key", "symbol"),
                Map.entry("time", "ts"),
                Map.entry("aggregates", "ohlcv(price, quantity)"),
                Map.entry("windows", "w"),
                Map.entry("window.w", "tumbling " + settings.window()),
                Map.entry("idle", IDLE),
                Map.entry("output.topic", PipelineBed.BARS_TOPIC),
                Map.entry("output.partitions", Integer.toString(PipelineBed.PARTITIONS)),
                Map.entry("threads", "2"),
                Map.entry("commit.interval", settings.commitMillis() + "ms"),
                Map.entry("keys.in.use", "120000"),
                Map.entry("state.directory", directory.resolve("app-state").toString()),
                Map.entry("http.host", "127.0.0.1"),
                Map.entry("http.port", Integer.toString(port)));
    }
}
