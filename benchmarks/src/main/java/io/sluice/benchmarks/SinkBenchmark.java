package io.sluice.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** The Parquet sink in a real worker, against what Connect lets any sink reach and against Iceberg's sink. */
final class SinkBenchmark implements Benchmark {

    private static final int WARM_UPS = 1;
    private static final int ROUNDS = 5;
    private static final String JSON_TOPIC = "json";
    private static final String CHUNK_TOPIC = "chunks";
    private static final int CHUNK_PARTITIONS = 2;
    private static final double CHUNK_ROWS_GOAL = 1.5;
    private static final int WORKER_MEGABYTES = 2048;

    private static final String SLUICE = "Sluice";
    private static final String DISCARDING = "discarding sink";
    private static final String ICEBERG = "Iceberg";

    private static final Map<String, String> JSON = Map.of(
            "key.converter",
            "org.apache.kafka.connect.converters.ByteArrayConverter",
            "value.converter",
            "org.apache.kafka.connect.json.JsonConverter",
            "value.converter.schemas.enable",
            "false");

    private static final Map<String, String> BYTES = Map.of(
            "key.converter",
            "org.apache.kafka.connect.converters.ByteArrayConverter",
            "value.converter",
            "org.apache.kafka.connect.converters.ByteArrayConverter");

    /** The same for every contender. */
    private static final Map<String, String> READING = Map.of(
            "tasks.max",
            "1",
            "consumer.override.isolation.level",
            "read_committed",
            "consumer.override.max.poll.records",
            "5000",
            "consumer.override.max.partition.fetch.bytes",
            "8000000");

    @Override
    public String name() {
        return "sink";
    }

    @Override
    public void run(Workplace workplace, Report report) throws Exception {
        Optional<Path> iceberg = settings(report);
        try (SinkBed bed = SinkBed.start(workplace.directory("bed"), WORKER_MEGABYTES, iceberg)) {
            int chunkRows = workplace.quick() ? 500_000 : 12_000_000;
            json(workplace, report, bed, iceberg.isPresent());
            bed.topics().create(CHUNK_TOPIC, CHUNK_PARTITIONS);
            bed.topics().csvChunks(CHUNK_TOPIC, CHUNK_PARTITIONS, chunkRows, SinkTopics.usualSymbols());
            chunks(
                    workplace,
                    report,
                    new Job(
                            bed,
                            workplace.directory("chunks"),
                            CHUNK_TOPIC,
                            bed.topics().records(CHUNK_TOPIC),
                            chunkRows));
        }
        SinkManyPartitions.run(workplace, report);
    }

    /** The part of it that has a peer. */
    static void againstPeers(Workplace workplace, Report report) throws Exception {
        Optional<Path> iceberg = settings(report);
        Path directory = workplace.directory("sink");
        try (SinkBed bed = SinkBed.start(directory, WORKER_MEGABYTES, iceberg)) {
            json(workplace, report, bed, iceberg.isPresent());
        }
        Workplace.remove(directory);
    }

    /** Says them, and returns where Iceberg's jars are. */
    private static Optional<Path> settings(Report report) {
        Optional<Path> iceberg = Optional.ofNullable(System.getProperty("benchmarks.iceberg"))
                .map(Path::of)
                .filter(Files::isDirectory);
        report.version("Iceberg's sink", iceberg.isPresent() ? "1.12.0" : "missing: Maven Central must be reachable");
        report.setting("worker", "-Xmx" + WORKER_MEGABYTES + "m, one task; broker on the same machine");
        report.setting("reading, all alike", READING);
        report.setting(
                "time",
                "from the first record that Connect has read to the last row that is written (discarding sink and Iceberg:"
                        + " the last record that they have taken); the last commit, which belongs to deleting the"
                        + " connector or to Iceberg's interval, counts as processor time only");
        report.setting("commits", "every 2 s; zstd at level 3; then the rows in the files are counted");
        return iceberg;
    }

    private static void json(Workplace workplace, Report report, SinkBed bed, boolean iceberg) throws Exception {
        int rows = workplace.quick() ? 200_000 : 3_000_000;
        bed.topics().create(JSON_TOPIC, 1);
        bed.topics().json(JSON_TOPIC, rows);
        json(workplace, report, new Job(bed, workplace.directory("json"), JSON_TOPIC, rows, rows), iceberg);
    }

    private static void json(Workplace workplace, Report report, Job job, boolean iceberg) throws Exception {
        List<Contender> contenders = new ArrayList<>(List.of(
                new Contender(
                        SLUICE,
                        () -> job.sluice(SourceBenchmark.with(
                                JSON, Map.of("schema", "ts long, symbol string, price double, quantity long")))),
                new Contender(DISCARDING, () -> job.discarding(JSON))));
        if (iceberg) {
            contenders.add(new Contender(ICEBERG, job::iceberg));
        }
        Standing standing = report.add(new Contest(
                        "JSON records",
                        job.rows() / 1e6,
                        "M rows",
                        contenders,
                        WARM_UPS,
                        workplace.quick() ? 1 : workplace.rounds(ROUNDS))
                .run());
        report.add(standing.bar(SLUICE, DISCARDING, 0.80));
        if (iceberg) {
            report.add(standing.bar(SLUICE, ICEBERG, 1.5));
            report.add(standing.cpuBar(SLUICE, ICEBERG, 0.7));
        } else {
            String how = "Iceberg's jars could not be fetched from Maven Central";
            report.add(Bar.notMeasured("JSON records: " + SLUICE + " / " + ICEBERG, 1.5, how));
            report.add(new Bar("JSON records: processor time of " + SLUICE + " / " + ICEBERG, null, 0.7, false, how));
        }
    }

    private static void chunks(Workplace workplace, Report report, Job job) throws Exception {
        report.setting("line chunks", "256 KiB each, in " + CHUNK_PARTITIONS + " partitions");
        Standing standing = report.add(new Contest(
                        "CSV in line chunks",
                        job.rows() / 1e6,
                        "M rows",
                        List.of(
                                new Contender(
                                        SLUICE,
                                        () -> job.sluice(SourceBenchmark.with(
                                                BYTES,
                                                Map.of(
                                                        "value.format",
                                                        "csv",
                                                        "schema",
                                                        "ts timestamp_micros, symbol string, price decimal(18,8),"
                                                                + " quantity long")))),
                                new Contender(DISCARDING, () -> job.discarding(BYTES))),
                        WARM_UPS,
                        workplace.quick() ? 1 : workplace.rounds(ROUNDS))
                .run());
        report.add(Bar.atLeast(
                "CSV in line chunks: M rows/s of " + SLUICE,
                standing.rate(SLUICE).median(),
                CHUNK_ROWS_GOAL));
    }

    /**
     * A topic that sinks read, again and again.
     *
     * @param records how many there are
     * @param rows how many rows are in them
     */
    private record Job(SinkBed bed, Path directory, String topic, long records, long rows) {

        Contender.Outcome sluice(Map<String, String> format) throws IOException, InterruptedException {
            String name = bed.nextName();
            Path store = Files.createDirectories(directory.resolve(name));
            Map<String, String> config = config(format);
            config.putAll(Map.of(
                    "connector.class",
                    "io.sluice.sink.ParquetSinkConnector",
                    "store.path",
                    store.toString(),
                    "table",
                    "trades",
                    "rotate.age.ms",
                    "2000",
                    "close.timeout.ms",
                    "60000"));
            Contender.Outcome outcome = bed.measure(
                    name,
                    config,
                    records,
                    () -> bed.gauges().ofPlugin(name, "rows-written"),
                    rows,
                    () -> bed.delete(name));
            SinkFiles.requireRows(SLUICE, store, rows);
            Workplace.remove(store);
            return outcome;
        }

        Contender.Outcome discarding(Map<String, String> format) throws IOException, InterruptedException {
            String name = bed.nextName();
            Map<String, String> config = config(format);
            config.put("connector.class", "io.sluice.benchmarks.discarding.DiscardingConnector");
            return bed.measure(name, config, records, () -> rows, rows, () -> bed.delete(name));
        }

        Contender.Outcome iceberg() throws IOException, InterruptedException, ExecutionException, TimeoutException {
            String name = bed.nextName();
            Path store = Files.createDirectories(directory.resolve(name));
            createControlTopic(name);
            Map<String, String> config = config(JSON);
            config.putAll(Map.of(
                    "connector.class", "org.apache.iceberg.connect.IcebergSinkConnector",
                    "iceberg.tables", "bench.trades",
                    "iceberg.tables.auto-create-enabled", "true",
                    "iceberg.catalog.type", "hadoop",
                    "iceberg.catalog.warehouse", store.toUri().toString(),
                    // Hadoop's usual one writes a checksum file beside each file.
                    "iceberg.hadoop.fs.file.impl", "org.apache.hadoop.fs.RawLocalFileSystem",
                    "iceberg.control.topic", "control-" + name,
                    "iceberg.control.commit.interval-ms", "2000",
                    "iceberg.kafka.bootstrap.servers", bed.bootstrapServers()));
            IcebergTable table = new IcebergTable(store.resolve("bench/trades"));
            Contender.Outcome outcome = bed.measure(
                    name,
                    config,
                    records,
                    () -> rows,
                    rows,
                    () -> bed.await(name, "the commit of all rows", () -> table.rows() >= rows));
            bed.delete(name);
            SinkFiles.requireRows(ICEBERG, store, rows);
            Workplace.remove(store);
            return outcome;
        }

        private void createControlTopic(String name) throws InterruptedException, ExecutionException, TimeoutException {
            bed.topics().create("control-" + name, 1);
        }

        private Map<String, String> config(Map<String, String> format) {
            Map<String, String> config = new HashMap<>(READING);
            config.putAll(format);
            config.put("topics", topic);
            return config;
        }
    }
}
