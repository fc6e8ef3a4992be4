package io.sluice.deploy.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/**
 * A small blocking client of Connect's REST interface: what tests and commands need. A request goes to the first worker
 * that can be reached; where Connect says that it is rebalancing, the request is repeated until the time-out. For any
 * thread.
 */
public final class ConnectRest {
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration REBALANCE_TIMEOUT = Duration.ofSeconds(60);
    private static final int CONFLICT = 409;
    private static final int NOT_FOUND = 404;

    private final List<URI> workers;
    private final Duration requestTimeout;
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PROBE_TIMEOUT)
            .build();

    /** A client of the workers at these REST URLs, tried in this order. */
    public ConnectRest(List<URI> workers) {
        this(workers, REQUEST_TIMEOUT);
    }

    /** @param requestTimeout how long a worker may take for one answer before the next one is asked */
    public ConnectRest(List<URI> workers, Duration requestTimeout) {
        this.workers = List.copyOf(workers);
        this.requestTimeout = requestTimeout;
        if (workers.isEmpty()) {
            throw new IllegalArgumentException("workers is empty; it must name at least one worker's URL");
        }
    }

    /** The class names of the connectors that the workers loaded. */
    public Set<String> connectorPlugins() throws InterruptedException {
        Set<String> names = new TreeSet<>();
        parse(require(request("GET", "/connector-plugins", null)))
                .forEach(plugin -> names.add(plugin.path("class").asText()));
        return names;
    }

    /** The names of the connectors. */
    public Set<String> connectors() throws InterruptedException {
        Set<String> names = new TreeSet<>();
        parse(require(request("GET", "/connectors", null))).forEach(name -> names.add(name.asText()));
        return names;
    }

    /** Creates the connector, or gives an existing one this configuration. */
    public void putConfig(String connector, Map<String, String> config) throws InterruptedException {
        try {
            require(request("PUT", path(connector) + "/config", json.writeValueAsString(config)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The configuration of " + connector + " cannot be written as JSON", e);
        }
    }

    /** The connector's configuration; empty if there is no such connector. */
    public Optional<Map<String, String>> config(String connector) throws InterruptedException {
        HttpResponse<String> response = request("GET", path(connector) + "/config", null);
        return response.statusCode() == NOT_FOUND
                ? Optional.empty()
                : Optional.of(json.convertValue(parse(require(response)), new TypeReference<Map<String, String>>() {}));
    }

    /** What Connect and the connector's class say of a configuration, with which nothing is done. */
    public ConfigValidation validate(Map<String, String> config) throws InterruptedException {
        String type = URLEncoder.encode(config.getOrDefault("connector.class", ""), StandardCharsets.UTF_8);
        try {
            return ConfigValidation.of(parse(require(request(
                    "PUT", "/connector-plugins/" + type + "/config/validate", json.writeValueAsString(config)))));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "The configuration " + config.keySet() + " cannot be written as JSON", e);
        }
    }

    /** Empty if there is no such connector, or no worker has reported on it yet. */
    public Optional<ConnectorStatus> status(String connector) throws InterruptedException {
        HttpResponse<String> response = request("GET", path(connector) + "/status", null);
        return response.statusCode() == NOT_FOUND ? Optional.empty() : Optional.of(status(parse(require(response))));
    }

    /** Of all connectors that a worker has reported on, by name, in one question. */
    public Map<String, ConnectorStatus> statuses() throws InterruptedException {
        Map<String, ConnectorStatus> statuses = new LinkedHashMap<>();
        JsonNode all = parse(require(request("GET", "/connectors?expand=status", null)));
        all.fieldNames()
                .forEachRemaining(
                        name -> statuses.put(name, status(all.get(name).path("status"))));
        return statuses;
    }

    /** Starts the connector's tasks anew that have failed, and the connector if it has. */
    public void restartFailed(String connector) throws InterruptedException {
        require(request("POST", path(connector) + "/restart?includeTasks=true&onlyFailed=true", null));
    }

    /** Starts the connector and all its tasks anew, also those that run, or that Connect takes for running. */
    public void restart(String connector) throws InterruptedException {
        require(request("POST", path(connector) + "/restart?includeTasks=true&onlyFailed=false", null));
    }

    /** Lets the tasks stand still. They may still be at work when this returns. */
    public void pause(String connector) throws InterruptedException {
        require(request("PUT", path(connector) + "/pause", null));
    }

    /** Ends the connector and its tasks without deleting it. They may still be ending when this returns. */
    public void stop(String connector) throws InterruptedException {
        require(request("PUT", path(connector) + "/stop", null));
    }

    /** Lets a stopped or paused connector go on. */
    public void resume(String connector) throws InterruptedException {
        require(request("PUT", path(connector) + "/resume", null));
    }

    /** The stored offsets of a source connector, by source partition. */
    public Map<Map<String, Object>, Map<String, Object>> offsets(String connector) throws InterruptedException {
        Map<Map<String, Object>, Map<String, Object>> offsets = new LinkedHashMap<>();
        parse(require(request("GET", path(connector) + "/offsets", null)))
                .path("offsets")
                .forEach(entry -> offsets.put(map(entry.path("partition")), map(entry.path("offset"))));
        return offsets;
    }

    /** Sets the stored offset of one source partition of a stopped connector. */
    public void alterOffset(String connector, Map<String, ?> partition, Map<String, ?> offset)
            throws InterruptedException {
        try {
            String body = json.writeValueAsString(
                    Map.of("offsets", List.of(Map.of("partition", partition, "offset", offset))));
            require(request("PATCH", path(connector) + "/offsets", body));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The offset of " + connector + " cannot be written as JSON", e);
        }
    }

    /** Deletes the connector. Its tasks may still be stopping when this returns. */
    public void delete(String connector) throws InterruptedException {
        require(request("DELETE", path(connector), null));
    }

    /**
     * Returns when the connector and exactly this many tasks run.
     *
     * @throws ClusterException at once if one of them fails, with its reason; or after the time-out
     */
    public ConnectorStatus awaitRunning(String connector, int tasks, Duration timeout) throws InterruptedException {
        return awaitStatus(connector, tasks + " running task(s)", timeout, status -> {
            requireNoFailure(status);
            return status.runs(tasks);
        });
    }

    /**
     * Returns the first status that is as wanted. Waits through a rebalance and through workers that do not answer.
     *
     * @param wanted what is waited for, for the error message
     */
    public ConnectorStatus awaitStatus(
            String connector, String wanted, Duration timeout, Predicate<ConnectorStatus> condition)
            throws InterruptedException {
        AtomicReference<Object> last = new AtomicReference<>("no status yet");
        try (Readiness readiness = new Readiness()) {
            return readiness.await(
                    timeout,
                    () -> {
                        Optional<ConnectorStatus> status = Optional.empty();
                        try {
                            status = status(connector);
                            last.set(status.<Object>map(found -> found).orElse("no such connector"));
                        } catch (UnreachableException e) {
                            last.set(e.getMessage());
                        }
                        return status.filter(condition);
                    },
                    new CompletableFuture<>());
        } catch (TimeoutException e) {
            throw new ClusterException(
                    "The connector " + connector + " did not reach " + wanted + " within " + timeout.toSeconds()
                            + " s. Last seen: " + last.get(),
                    e);
        }
    }

    /** One try of whether a worker can list its connectors, whatever the reason if it cannot. */
    boolean answers() throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(workers.get(0).resolve("/connectors"))
                    .timeout(PROBE_TIMEOUT)
                    .build();
            return http.send(request, BodyHandlers.ofString()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static void requireNoFailure(ConnectorStatus status) {
        status.failures().stream().findFirst().ifPresent(failure -> {
            throw new ClusterException("The " + failure.part() + " of " + status.name() + " failed on "
                    + failure.worker() + ": " + failure.trace());
        });
    }

    private HttpResponse<String> request(String method, String path, String body) throws InterruptedException {
        HttpResponse<String> first = requestOnce(method, path, body);
        if (first.statusCode() != CONFLICT) {
            return first;
        }
        try (Readiness readiness = new Readiness()) {
            return readiness.await(
                    REBALANCE_TIMEOUT,
                    () -> Optional.of(requestOnce(method, path, body))
                            .filter(response -> response.statusCode() != CONFLICT),
                    new CompletableFuture<>());
        } catch (TimeoutException e) {
            throw new UnreachableException(
                    method + " " + path + ": Connect was still rebalancing after " + REBALANCE_TIMEOUT.toSeconds()
                            + " s",
                    e);
        }
    }

    private HttpResponse<String> requestOnce(String method, String path, String body) throws InterruptedException {
        BodyPublisher publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        List<String> failures = new ArrayList<>();
        IOException last = null;
        for (URI worker : workers) {
            HttpRequest request = HttpRequest.newBuilder(worker.resolve(path))
                    .timeout(requestTimeout)
                    .header("Content-Type", "application/json")
                    .method(method, publisher)
                    .build();
            try {
                return http.send(request, BodyHandlers.ofString());
            } catch (IOException e) {
                failures.add(worker + " " + e);
                last = e;
            }
        }
        throw new UnreachableException(method + " " + path + ": no worker answers: " + failures, last);
    }

    private static HttpResponse<String> require(HttpResponse<String> response) {
        if (response.statusCode() / 100 != 2) {
            throw new ClusterException(response.request().method() + " " + response.uri() + " was answered with "
                    + response.statusCode() + ": " + response.body());
        }
        return response;
    }

    private JsonNode parse(HttpResponse<String> response) {
        try {
            return json.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new ClusterException(response.uri() + " did not answer with JSON: " + response.body(), e);
        }
    }

    private Map<String, Object> map(JsonNode node) {
        return json.convertValue(node, new TypeReference<Map<String, Object>>() {});
    }

    private static ConnectorStatus status(JsonNode node) {
        List<ConnectorStatus.Task> tasks = new ArrayList<>();
        for (JsonNode task : node.path("tasks")) {
            tasks.add(new ConnectorStatus.Task(
                    task.path("id").asInt(),
                    task.path("state").asText(),
                    task.path("worker_id").asText(),
                    task.path("trace").asText("")));
        }
        JsonNode connector = node.path("connector");
        return new ConnectorStatus(
                node.path("name").asText(),
                node.path("type").asText("unknown"),
                connector.path("state").asText(),
                connector.path("worker_id").asText(),
                connector.path("trace").asText(""),
                tasks);
    }

    private static String path(String connector) {
        return "/connectors/"
                + URLEncoder.encode(connector, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** No worker could be asked, or none could say: it may be otherwise in a moment. */
    private static final class UnreachableException extends ClusterException {
        private static final long serialVersionUID = 1L;

        UnreachableException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
