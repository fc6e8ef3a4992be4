package io.sluice.deploy.command.connect;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Connect's REST interface, in this process, with answers that a test sets before. It answers on the server's one thread; a
 * test reads what was asked when its command has ended.
 */
final class FakeConnect implements AutoCloseable {
    static final String SOURCE = "io.sluice.source.FileSourceConnector";
    static final String SINK = "io.sluice.sink.ParquetSinkConnector";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Map<String, Map<String, String>> configs = new TreeMap<>();
    private final Map<String, Deque<Object>> statuses = new TreeMap<>();
    private final Map<String, Object> offsets = new TreeMap<>();
    private final Map<String, String> errors = new LinkedHashMap<>();
    private final Map<String, String> pages = new TreeMap<>();
    private final List<String> changes = new ArrayList<>();
    private final Map<String, Integer> questions = new TreeMap<>();
    private final Set<String> broken = new HashSet<>();

    FakeConnect() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** A connector that is there and runs. */
    synchronized FakeConnect running(String name, Map<String, String> config) {
        Map<String, String> whole = new TreeMap<>(config);
        whole.put("name", name);
        configs.put(name, whole);
        return this;
    }

    /** What is answered to questions for a status, one after the other; the last one for ever. */
    synchronized FakeConnect statuses(String name, Object... answers) {
        statuses.put(name, new ArrayDeque<>(List.of(answers)));
        return this;
    }

    /** What validation says of a key. */
    synchronized FakeConnect error(String key, String message) {
        errors.put(key, message);
        return this;
    }

    synchronized FakeConnect offsets(String name, List<Map<String, Object>> of) {
        offsets.put(name, Map.of("offsets", of));
        return this;
    }

    /** What cannot be answered from now on. */
    synchronized FakeConnect broken(String path) {
        broken.add(path);
        return this;
    }

    /** Any other page. */
    synchronized FakeConnect page(String path, String text) {
        pages.put(path, text);
        return this;
    }

    /** Waits, for a minute at most, until a page was asked for so often. */
    synchronized void awaitQuestions(String path, int times) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (questions.getOrDefault(path, 0) < times) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError(path + " was asked for " + questions.getOrDefault(path, 0) + " times only");
            }
            wait(left);
        }
    }

    /** What was asked for that changes something: the method and the path. */
    synchronized List<String> changes() {
        return List.copyOf(changes);
    }

    synchronized Map<String, String> config(String name) {
        return configs.get(name);
    }

    static Map<String, Object> status(String name, String connector, Map<?, ?>... tasks) {
        return Map.of(
                "name",
                name,
                "connector",
                Map.of("state", connector, "worker_id", "one:8083"),
                "tasks",
                List.of(tasks));
    }

    static Map<String, Object> task(int id, String state, String trace) {
        return Map.of("id", id, "state", state, "worker_id", "two:8083", "trace", trace);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String method = exchange.getRequestMethod();
        byte[] body = exchange.getRequestBody().readAllBytes();
        Object answer = answer(method, path, body);
        byte[] text = (answer instanceof String plain
                        ? plain
                        : JSON.writeValueAsString(answer == null ? Map.of() : answer))
                .getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(isBroken(path) ? 500 : answer == null ? 404 : 200, text.length);
            exchange.getResponseBody().write(text);
        }
    }

    private synchronized boolean isBroken(String path) {
        return broken.contains(path);
    }

    private synchronized Object answer(String method, String path, byte[] body) throws IOException {
        questions.merge(path, 1, Integer::sum);
        notifyAll();
        if (pages.containsKey(path)) {
            return pages.get(path);
        }
        if (path.equals("/connector-plugins")) {
            return List.of(Map.of("class", SOURCE), Map.of("class", SINK));
        }
        if (path.endsWith("/config/validate")) {
            return validation(JSON.readValue(body, new TypeReference<Map<String, String>>() {}));
        }
        if (path.equals("/connectors")) {
            return configs.keySet();
        }
        String[] parts = path.split("/");
        String name = parts[2];
        String what = parts.length > 3 ? parts[3] : "";
        if (!method.equals("GET")) {
            changes.add(method + " " + path);
        }
        if (method.equals("PUT") && what.equals("config")) {
            configs.put(name, new TreeMap<>(JSON.readValue(body, new TypeReference<Map<String, String>>() {})));
        }
        return switch (what) {
            case "config" -> configs.get(name);
            case "status" -> status(name);
            case "offsets" -> offsets.getOrDefault(name, Map.of("offsets", List.of()));
            default -> Map.of();
        };
    }

    private Object status(String name) {
        Deque<Object> answers = statuses.get(name);
        Object answer = answers == null
                ? configs.containsKey(name) ? status(name, "RUNNING", task(0, "RUNNING", "")) : null
                : answers.size() > 1 ? answers.poll() : answers.peek();
        if (!(answer instanceof Map<?, ?> known)) {
            return answer;
        }
        // As Connect does, which knows what a class is.
        Map<Object, Object> typed = new LinkedHashMap<>(known);
        typed.put(
                "type",
                configs.getOrDefault(name, Map.of())
                                .getOrDefault("connector.class", "")
                                .contains("Sink")
                        ? "sink"
                        : "source");
        return typed;
    }

    private Object validation(Map<String, String> config) {
        List<Object> answers = new ArrayList<>();
        config.forEach((key, value) -> answers.add(Map.of(
                "definition",
                Map.of("name", key, "type", key.equals("s3.secret.key") ? "PASSWORD" : "STRING"),
                "value",
                Map.of("name", key, "errors", errors.containsKey(key) ? List.of(errors.get(key)) : List.of()))));
        return Map.of("name", "any", "error_count", errors.size(), "configs", answers);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
