package io.sluice.streams.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sluice.streams.engine.Plan;
import io.sluice.streams.window.Level;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.streams.KafkaStreams;

/**
 * A small HTTP server: {@code /health/live}, {@code /health/ready}, {@code /metrics} and {@code /bars/KEY}. Answers on
 * threads of its own, a bounded number of questions at once. Closed by the application.
 */
final class HttpEndpoint implements AutoCloseable {
    private static final int THREADS = 4;
    private static final int WAITING = 64;
    private static final String NAME = "name[]=";
    private static final String TEXT = "text/plain; charset=utf-8";

    private final HttpServer server;
    private final ThreadPoolExecutor threads;

    /** An answer: a status, a type and a body. */
    private record Answer(int status, String type, String body) {}

    /** Makes an answer. */
    private interface Answering {
        Answer answer(HttpExchange exchange) throws IOException, InterruptedException;
    }

    private HttpEndpoint(HttpServer server, ThreadPoolExecutor threads) {
        this.server = server;
        this.threads = threads;
    }

    /** Listens, but answers nothing until it is started. */
    static HttpEndpoint listen(String host, int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(host, port), WAITING);
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS, THREADS, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(WAITING), work -> {
                    Thread thread = new Thread(work, "sluice-streams-http-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        server.setExecutor(threads);
        return new HttpEndpoint(server, threads);
    }

    int port() {
        return server.getAddress().getPort();
    }

    void start(Supplier<KafkaStreams.State> state, PrometheusText metrics, BarLookup lookup, Plan plan) {
        serve("/health/live", exchange -> {
            KafkaStreams.State now = state.get();
            boolean live = now != KafkaStreams.State.ERROR && now != KafkaStreams.State.NOT_RUNNING;
            return new Answer(live ? 200 : 503, TEXT, now + "\n");
        });
        serve("/health/ready", exchange -> {
            KafkaStreams.State now = state.get();
            return new Answer(now == KafkaStreams.State.RUNNING ? 200 : 503, TEXT, now + "\n");
        });
        serve(
                "/metrics",
                exchange -> new Answer(
                        200,
                        "text/plain; version=0.0.4; charset=utf-8",
                        metrics.text(names(exchange.getRequestURI().getRawQuery()))));
        serve("/bars/", exchange -> bars(exchange, lookup, plan));
        server.start();
    }

    private void serve(String path, Answering answering) {
        server.createContext(path, exchange -> {
            try (exchange) {
                Answer answer;
                try {
                    answer = exchange.getRequestMethod().equals("GET")
                            ? answering.answer(exchange)
                            : new Answer(405, TEXT, "only GET is answered\n");
                } catch (IllegalArgumentException e) {
                    answer = new Answer(400, TEXT, e.getMessage() + "\n");
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    answer = new Answer(503, TEXT, "the instance is stopping\n");
                }
                byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", answer.type);
                exchange.sendResponseHeaders(answer.status, body.length);
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(body);
                }
            }
        });
    }

    private static Answer bars(HttpExchange exchange, BarLookup lookup, Plan plan)
            throws IOException, InterruptedException {
        String path = exchange.getRequestURI().toString();
        // Decoded here, as a key may hold anything; URLDecoder takes '+' for a space, which in a path it is not.
        String rawKey = exchange.getRequestURI().getRawPath().substring("/bars/".length());
        byte[] key = URLDecoder.decode(rawKey.replace("+", "%2B"), StandardCharsets.UTF_8)
                .getBytes(StandardCharsets.UTF_8);
        Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
        String name = query.getOrDefault("window", "");
        Level level = plan.levels().all().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("window is '" + name + "'; it must be one of "
                        + plan.levels().all().stream().map(Level::name).toList()));
        long from = time(query, "from", plan);
        long to = time(query, "to", plan);
        boolean passedOn = exchange.getRequestHeaders().containsKey(BarLookup.PASSED_ON);
        try {
            return new Answer(200, "application/json", lookup.bars(key, level, from, to, path, passedOn));
        } catch (BarLookup.NotNowException e) {
            exchange.getResponseHeaders().set("Retry-After", "1");
            return new Answer(503, TEXT, e.getMessage() + "\n");
        } catch (IOException e) {
            exchange.getResponseHeaders().set("Retry-After", "1");
            return new Answer(503, TEXT, "the instance that has the key does not answer: " + e.getMessage() + "\n");
        }
    }

    private static long time(Map<String, String> query, String name, Plan plan) {
        String text = query.getOrDefault(name, "");
        try {
            return plan.scale().ticks(Instant.parse(text));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    name + " is '" + text + "'; it must be a time such as 2016-10-07T00:00:00Z", e);
        }
    }

    /** The metrics that are wanted, as Prometheus's own clients are told: {@code name[]=}, as often as needed. */
    private static List<String> names(String raw) {
        return raw == null
                ? List.of()
                : Stream.of(raw.split("&", -1))
                        .map(pair -> URLDecoder.decode(pair, StandardCharsets.UTF_8))
                        .filter(pair -> pair.startsWith(NAME))
                        .map(pair -> pair.substring(NAME.length()))
                        .toList();
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> values = new HashMap<>();
        if (raw != null) {
            for (String pair : raw.split("&")) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    values.put(
                            pair.substring(0, equals),
                            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
                }
            }
        }
        return values;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
