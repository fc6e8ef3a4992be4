package io.sluice.deploy.command.chaos;

import io.sluice.deploy.command.feed.MarketFeed;
import io.sluice.deploy.command.pipeline.Generated;
import io.sluice.deploy.command.pipeline.Generated.Connector;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The pipeline that is broken: as {@code sluice up} would run it, with a second table of the trades in S3. */
final class ChaosPipeline {
    static final String NAME = "chaos";
    static final String TRADES = "trades";
    static final String S1 = "s1";
    static final String M1 = "m1";
    static final long S1_MICROS = 1_000_000;
    static final long M1_MICROS = 60_000_000;

    static final String SOURCE = "chaos-trades-files";
    static final String TRADES_SINK = "chaos-trades-lake";
    static final String S3_SINK = "chaos-trades-s3";
    static final List<String> CONNECTORS = List.of(SOURCE, TRADES_SINK, "chaos-s1-lake", "chaos-m1-lake", S3_SINK);

    static final String BUCKET = "lake";
    static final int TRANSACTION_MILLIS = 10_000;
    static final int SESSION_MILLIS = 6_000;

    private static final String S3_DEAD_LETTERS = "chaos-trades-s3-bad";
    private static final int MOST_TASKS = 3;

    private ChaosPipeline() {}

    /** The pipeline file. */
    static String text() {
        return """
                # Made by sluice chaos. deploy/pipeline.md says what each key means.
                name: %s

                inputs:
                  %s:
                    directory: input
                    include: "*.csv*"
                    schema: %s
                    partitions: 3
                    tasks: 2
                    settings:
                      scan.interval.ms: 500
                      # Three tasks may come to be in one small worker.
                      budget.bytes: 4194304
                      transaction.bytes: 1048576
                      producer.override.transaction.timeout.ms: %d

                windows:
                  input: trades
                  key: symbol
                  time: ts
                  sequence: sequence
                  aggregates: ohlcv(price, quantity)
                  levels:
                    s1: tumbling 1s
                    m1: tumbling 1m of s1
                  grace: 2s
                  # Far shorter than what is broken stays broken: late rows correct what was emitted, and the audit compares
                  # the last revision of each bar.
                  idle: 5s
                  partitions: 3
                  settings:
                    window.m1.idle: 5s
                    late.corrections: true
                    windows.keep: 1d
                    commit.interval: 1s
                    failure.replacements: 1000
                    kafka.producer.transaction.timeout.ms: %d
                    kafka.consumer.session.timeout.ms: %d
                    kafka.consumer.heartbeat.interval.ms: 1500

                outputs:
                  lake: lake
                  every: 3s
                  tables:
                    trades:
                      tasks: 2
                    s1:
                    m1:
                """.formatted(NAME, TRADES, MarketFeed.SCHEMA, TRANSACTION_MILLIS, TRANSACTION_MILLIS, SESSION_MILLIS);
    }

    /** The configuration of each connector, by name; that of S3 is made from the local one. */
    static Map<String, Map<String, String>> connectors(Generated generated, URI s3) {
        Map<String, Map<String, String>> all = new LinkedHashMap<>();
        for (Connector connector : generated.connectors()) {
            all.put(connector.name(), connector.config());
        }
        Map<String, String> inS3 = new LinkedHashMap<>(all.get(TRADES_SINK));
        inS3.put("store.path", "s3://" + BUCKET);
        inS3.put("s3.endpoint", s3.toString());
        inS3.put("s3.path.style", "true");
        inS3.put("s3.region", "us-east-1");
        inS3.put("s3.access.key", S3Store.ACCESS_KEY);
        inS3.put("s3.secret.key", S3Store.SECRET_KEY);
        inS3.put("s3.part.bytes", "5242880");
        inS3.put("s3.parts.at.once", "2");
        inS3.put("errors.deadletterqueue.topic.name", S3_DEAD_LETTERS);
        all.put(S3_SINK, inS3);
        return all;
    }

    /** The topic that is there for the connector that {@link #connectors} adds. */
    static String furtherTopic() {
        return S3_DEAD_LETTERS;
    }

    /** What another set of settings changes, so that a connector starts its tasks anew. */
    static Map<String, String> settings(String connector, int variant) {
        return connector.equals(SOURCE)
                ? Map.of("linger.ms", Integer.toString(5 * variant), "turn.bytes", Integer.toString(65_536 * variant))
                : Map.of("rotate.age.ms", Integer.toString(1_000 * variant + 500));
    }

    static Map<String, String> tasks(int count) {
        return Map.of("tasks.max", Integer.toString(Math.min(count, MOST_TASKS)));
    }
}
