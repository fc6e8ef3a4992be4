package io.sluice.deploy.command.connect;

import io.sluice.deploy.cluster.ClusterException;
import io.sluice.deploy.cluster.ConnectRest;
import io.sluice.deploy.cluster.ConnectorStatus;
import io.sluice.deploy.command.connect.TopicEnds.Ends;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Asks everybody who knows something of a pipeline, and says "unknown" for what nobody knows. One thread. */
final class StatusSurvey {
    private final ConnectRest rest;
    private final HttpClient http;
    private final Optional<TopicEnds> ends;
    private final List<URI> pages;
    private final List<URI> apps;
    private final List<String> remarks = new ArrayList<>();

    StatusSurvey(ConnectRest rest, HttpClient http, Optional<TopicEnds> ends, List<URI> pages, List<URI> apps) {
        this.rest = rest;
        this.http = http;
        this.ends = ends;
        this.pages = List.copyOf(pages);
        this.apps = List.copyOf(apps);
    }

    /** Who did not answer at the last look. */
    List<String> remarks() {
        return List.copyOf(remarks);
    }

    List<StatusRow> rows() throws InterruptedException {
        remarks.clear();
        List<StatusRow> rows = new ArrayList<>();
        MetricsPage workers = MetricsPage.of(texts(pages));
        List<Connector> connectors = new ArrayList<>();
        for (String name : names()) {
            connectors.add(connector(name));
        }
        Ends known = ends(connectors);
        connectors.forEach(connector -> rows.add(row(connector, workers, known)));
        for (URI app : apps) {
            rows.add(app(app));
        }
        return rows;
    }

    /**
     * What Connect says of a connector.
     *
     * @param status empty if it does not answer
     * @param positions of a sink, in its topics
     */
    private record Connector(
            String name,
            Optional<ConnectorStatus> status,
            Map<Map<String, Object>, Map<String, Object>> offsets,
            Map<TopicPartition, Long> positions) {
        boolean isSink() {
            return status.filter(known -> known.type().equals(StatusRow.SINK)).isPresent();
        }
    }

    private Set<String> names() throws InterruptedException {
        try {
            return rest.connectors();
        } catch (ClusterException e) {
            remarks.add("no worker says which connectors there are: " + e.getMessage());
            return Set.of();
        }
    }

    private Connector connector(String name) throws InterruptedException {
        try {
            ConnectorStatus status = rest.status(name)
                    .orElse(new ConnectorStatus(name, "unknown", "UNASSIGNED", "nobody", "", List.of()));
            Map<Map<String, Object>, Map<String, Object>> offsets = offsets(name);
            return new Connector(name, Optional.of(status), offsets, positions(offsets));
        } catch (ClusterException e) {
            remarks.add(name + ": no worker says how it is: " + e.getMessage());
            return new Connector(name, Optional.empty(), Map.of(), Map.of());
        }
    }

    /** Of all topics that are read, asked for at once: a silent broker is waited for once. */
    private Ends ends(List<Connector> connectors) throws InterruptedException {
        Set<TopicPartition> asked = new HashSet<>();
        connectors.stream()
                .filter(Connector::isSink)
                .forEach(sink -> asked.addAll(sink.positions().keySet()));
        if (ends.isEmpty()) {
            return new Ends(Map.of(), Optional.empty());
        }
        Ends known = ends.get().of(asked);
        known.silence().ifPresent(remarks::add);
        return known;
    }

    private List<String> texts(List<URI> asked) throws InterruptedException {
        List<String> texts = new ArrayList<>();
        for (URI page : asked) {
            try {
                texts.add(MetricsPage.get(http, page));
            } catch (IOException e) {
                remarks.add(page + " gives no metrics: " + e);
            }
        }
        return texts;
    }

    private static StatusRow row(Connector connector, MetricsPage workers, Ends ends) {
        if (connector.status().isEmpty()) {
            return StatusRow.unanswered(connector.name());
        }
        ConnectorStatus status = connector.status().get();
        boolean sink = connector.isSink();
        Map<String, String> labels = Map.of("connector", connector.name());
        OptionalLong measured = whole(workers.sum("sluice_connect_lag_bytes", labels));
        OptionalLong least = measured.isPresent() ? measured : leastLag(connector.offsets());
        return new StatusRow(
                connector.name(),
                status.type(),
                status.state(),
                OptionalLong.of(status.tasks().stream()
                        .filter(ConnectorStatus.Task::runs)
                        .count()),
                OptionalLong.of(status.tasks().size()),
                sink ? OptionalLong.empty() : least,
                measured.isEmpty(),
                sink ? ends.lag(connector.positions()) : OptionalLong.empty(),
                whole(workers.max(sink ? "sluice_connect_commit_age_max_ms" : "sluice_connect_commit_age_ms", labels)),
                OptionalLong.empty(),
                status.failures().stream().map(StatusSurvey::line).toList());
    }

    private static String line(ConnectorStatus.Failure failure) {
        return failure.part() + " FAILED on " + failure.worker() + ": "
                + FailureCause.of(failure.trace()).cause();
    }

    private Map<Map<String, Object>, Map<String, Object>> offsets(String name) throws InterruptedException {
        try {
            return rest.offsets(name);
        } catch (ClusterException e) {
            remarks.add(name + ": its offsets cannot be read: " + e.getMessage());
            return Map.of();
        }
    }

    /** By the size that each file had when it was last committed; a compressed one's tells nothing. */
    private static OptionalLong leastLag(Map<Map<String, Object>, Map<String, Object>> offsets) {
        long lag = 0;
        boolean known = false;
        for (Map<String, Object> offset : offsets.values()) {
            if (offset != null
                    && offset.get("position") instanceof Number position
                    && offset.get("size") instanceof Number size
                    && "READING".equals(offset.get("phase"))) {
                lag += Math.max(0, size.longValue() - position.longValue());
                known = true;
            }
        }
        return known ? OptionalLong.of(lag) : OptionalLong.empty();
    }

    private static Map<TopicPartition, Long> positions(Map<Map<String, Object>, Map<String, Object>> offsets) {
        Map<TopicPartition, Long> positions = new HashMap<>();
        offsets.forEach((partition, offset) -> {
            if (offset != null
                    && partition.get("kafka_topic") instanceof String topic
                    && partition.get("kafka_partition") instanceof Number number
                    && offset.get("kafka_offset") instanceof Number position) {
                positions.put(new TopicPartition(topic, number.intValue()), position.longValue());
            }
        });
        return positions;
    }

    private StatusRow app(URI app) throws InterruptedException {
        String state = "UNREACHABLE";
        MetricsPage page = MetricsPage.of(List.of());
        try {
            page = MetricsPage.of(List.of(MetricsPage.get(http, app.resolve("/metrics"))));
            state = MetricsPage.get(http, app.resolve("/health/ready")).strip();
        } catch (IOException e) {
            state = page.isEmpty() ? state : "NOT READY";
            remarks.add(app + ": " + e);
        }
        // Of each thread one, as its consumer has one; a thread that was replaced is not among them any more.
        OptionalLong threads = whole(page.sum("kafka_stream_metrics_alive_stream_threads", Map.of()));
        return new StatusRow(
                app.getAuthority(),
                StatusRow.APP,
                state,
                threads,
                threads,
                OptionalLong.empty(),
                false,
                whole(page.sum("kafka_consumer_fetch_manager_metrics_records_lag", Map.of())),
                whole(page.max("sluice_streams_commit_age_ms", Map.of())),
                whole(page.sum("sluice_streams_open_windows", Map.of())),
                List.of());
    }

    private static OptionalLong whole(OptionalDouble value) {
        return value.isPresent() ? OptionalLong.of(Math.round(value.getAsDouble())) : OptionalLong.empty();
    }
}
