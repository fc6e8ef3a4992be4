package io.sluice.deploy.command.run;

import io.sluice.deploy.cluster.ClusterException;
import io.sluice.deploy.command.connect.MetricsPage;
import io.sluice.deploy.command.pipeline.Generated.Connector;
import io.sluice.deploy.command.pipeline.Input;
import io.sluice.deploy.command.pipeline.Pipeline;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Asks everyone how far they are: directories, Connect, brokers, the application and the tables. What does not answer now
 * keeps its last figures. Used by the command's thread.
 */
public final class FiguresReader implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String RESULTS = "sluice_streams_results_total";
    private static final String LATE = "sluice_streams_late_rows_total";
    private static final String CORRECTED = "sluice_streams_corrected_rows_total";

    private final LocalRun run;
    private final Pipeline pipeline;
    private final Admin admin;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final DiskFigures disk;

    /** Connect's answer names every file. */
    private final Sparing offsets = new Sparing(System::nanoTime, Duration.ofSeconds(2));

    private Figures last = Figures.NONE;

    /** @param problem takes what cannot be read for the time being */
    public FiguresReader(LocalRun run, Consumer<String> problem) {
        this.run = run;
        this.disk = new DiskFigures(run.pipeline(), problem, System::nanoTime);
        this.pipeline = run.pipeline();
        this.admin = Admin.create(Map.of("bootstrap.servers", run.bootstrapServers()));
    }

    /**
     * One look.
     *
     * @throws IOException only if this thread is interrupted
     */
    public Figures read() throws InterruptedException, IOException {
        Map<String, Long> rows = disk.rows();
        rememberTables();
        Optional<MetricsPage> counted = counted();
        last = new Figures(
                disk.bytesThere(),
                bytesRead(),
                records(),
                number(counted, RESULTS, last.results()),
                // One answer has both, or there is none.
                counted.isPresent() ? number(counted, LATE, 0) + number(counted, CORRECTED, 0) : last.lateRows(),
                rows);
        return last;
    }

    /**
     * What is to be done also where nobody reads figures: notes the tables that are there.
     *
     * @throws IOException only if this thread is interrupted
     */
    void rememberTables() throws IOException {
        long unused = disk.ask("The list of tables that the run remembers", run::rememberLake);
    }

    private long bytesRead() throws InterruptedException {
        return offsets.isDue() ? offsets.look(this::bytesReadNow) : last.bytesRead();
    }

    /** By the positions that are stored, which are committed together with the records. */
    private long bytesReadNow() throws InterruptedException {
        long bytes = 0;
        try {
            for (Connector connector : run.generated().connectors()) {
                if (connector.reads()) {
                    for (var offset : run.rest().offsets(connector.name()).entrySet()) {
                        if (offset.getKey().containsKey("file")
                                && offset.getValue() != null
                                && offset.getValue().get("position") instanceof Number position) {
                            bytes += position.longValue();
                        }
                    }
                }
            }
        } catch (ClusterException busy) {
            return last.bytesRead();
        }
        return bytes;
    }

    private Map<String, Long> records() throws InterruptedException {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (Input input : pipeline.inputs()) {
            for (int partition = 0; partition < input.partitions(); partition++) {
                ends.put(new TopicPartition(pipeline.topic(input.name()), partition), OffsetSpec.latest());
            }
        }
        Map<String, Long> byTopic = new HashMap<>();
        try {
            admin.listOffsets(ends, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                    .all()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .forEach((partition, end) -> byTopic.merge(partition.topic(), end.offset(), Long::sum));
        } catch (ExecutionException | TimeoutException e) {
            return last.records();
        }
        Map<String, Long> records = new LinkedHashMap<>();
        for (Input input : pipeline.inputs()) {
            records.put(input.name(), byTopic.getOrDefault(pipeline.topic(input.name()), 0L));
        }
        return records;
    }

    /** What the application counts; empty if it does not answer, or there is none. */
    private Optional<MetricsPage> counted() throws InterruptedException {
        Optional<URI> app = run.app();
        if (app.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(MetricsPage.of(
                    List.of(MetricsPage.get(http, MetricsPage.some(app.get(), List.of(RESULTS, LATE, CORRECTED))))));
        } catch (IOException busy) {
            // Asked again soon.
            return Optional.empty();
        }
    }

    private static long number(Optional<MetricsPage> page, String name, long otherwise) {
        return page.isEmpty()
                ? otherwise
                : Math.round(page.get().sum(name, Map.of()).orElse((double) otherwise));
    }

    /** The names of the connectors that are looked after. */
    public List<String> connectors() {
        return run.generated().connectors().stream().map(Connector::name).toList();
    }

    @Override
    public void close() throws IOException {
        admin.close(PATIENCE);
        disk.close();
    }
}
