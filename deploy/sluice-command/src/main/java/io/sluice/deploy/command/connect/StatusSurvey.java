package io.sluice.deploy.command.connect;

import io.sluice.deploy.cluster.ClusterException;
import io.sluice.deploy.cluster.ConnectRest;
import io.sluice.deploy.cluster.ConnectorStatus;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/** Asks everybody who knows something of a pipeline, and says "unknown" for what nobody knows. One thread. */
final class StatusSurvey {
    private static final String RUNNING = "RUNNING";

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

    List<StatusRow> rows() throws IOException, InterruptedException {
        remarks.clear();
        List<StatusRow> rows = new ArrayList<>();
        MetricsPage workers = MetricsPage.of(texts(pages));
        for (String name : rest.connectors()) {
            Optional<Map<String, String>> config = rest.config(name);
            if (config.isPresent()) {
                rows.add(row(name, config.get().getOrDefault("connector.class", ""), workers));
            }
        }
        for (URI app : apps) {
            rows.add(app(app));
        }
        return rows;
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

    private StatusRow row(String name, String type, MetricsPage workers) throws IOException, InterruptedException {
        ConnectorStatus status =
                rest.status(name).orElse(new ConnectorStatus(name, "UNASSIGNED", "nobody", "", List.of()));
        boolean sink = type.endsWith("SinkConnector");
        Map<Map<String, Object>, Map<String, Object>> offsets = offsets(name);
        Map<String, String> labels = Map.of("connector", name);
        OptionalLong measured = whole(workers.sum("sluice_connect_lag_bytes", labels));
        OptionalLong lag = sink ? OptionalLong.empty() : measured.isPresent() ? measured : leastLag(offsets);
        List<String> failures = new ArrayList<>();
        if (status.state().equals("FAILED")) {
            failures.add("FAILED on " + status.worker() + ": "
                    + FailureCause.of(status.trace()).cause());
        }
        status.tasks().stream()
                .filter(task -> task.state().equals("FAILED"))
                .forEach(task -> failures.add("task " + task.id() + " FAILED on " + task.worker() + ": "
                        + FailureCause.of(task.trace()).cause()));
        return new StatusRow(
                name,
                sink ? StatusRow.SINK : StatusRow.SOURCE,
                status.state(),
                OptionalLong.of(status.tasks().stream()
                        .filter(task -> task.state().equals(RUNNING))
                        .count()),
                OptionalLong.of(status.tasks().size()),
                lag,
                measured.isEmpty(),
                sink ? recordLag(offsets) : OptionalLong.empty(),
                whole(workers.max(sink ? "sluice_connect_commit_age_max_ms" : "sluice_connect_commit_age_ms", labels)),
                OptionalLong.empty(),
                failures);
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

    private OptionalLong recordLag(Map<Map<String, Object>, Map<String, Object>> offsets)
            throws IOException, InterruptedException {
        if (ends.isEmpty()) {
            return OptionalLong.empty();
        }
        Map<TopicPartition, Long> positions = new HashMap<>();
        offsets.forEach((partition, offset) -> {
            if (offset != null
                    && partition.get("kafka_topic") instanceof String topic
                    && partition.get("kafka_partition") instanceof Number number
                    && offset.get("kafka_offset") instanceof Number position) {
                positions.put(new TopicPartition(topic, number.intValue()), position.longValue());
            }
        });
        return ends.get().lag(positions);
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
