package io.sluice.deploy.page;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The page's server. A few threads of its own answer, {@code sluice-page-http-N}; each browser that listens has one more; what has
 * no room is refused, and who does not take an answer is let go. {@code sluice-page-clock} keeps the time limits. Made, and closed, by
 * who runs the pipeline.
 */
public final class LivePage implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LivePage.class);
    static final int THREADS = 8;
    private static final int WAITING = 64;
    private static final int MOST_BODY_BYTES = 64 << 10;
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
                    + " font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin");

    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    private final ScheduledThreadPoolExecutor clock;
    private final EventClients events;
    private final PageBoard board;
    private final AnswerTime answerTime;
    private final Gate gate;
    private final PageAnswers answers;
    private final QueryBox queries;
    private final URI url;
    private final AtomicBoolean closed = new AtomicBoolean();

    private LivePage(HttpServer server, PageSettings settings, PageQuestions questions, LongSupplier nanoTime) {
        this.server = server;
        this.events = new EventClients(nanoTime);
        this.board = new PageBoard(events);
        this.answerTime = new AnswerTime(nanoTime);
        this.gate = new Gate(withAddress(settings));
        this.answers = new PageAnswers(board, questions);
        this.threads = new ThreadPoolExecutor(
                THREADS, THREADS, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(WAITING), named("sluice-page-http-"));
        threads.allowCoreThreadTimeOut(true);
        this.clock = new ScheduledThreadPoolExecutor(1, named("sluice-page-clock-"));
        this.queries = new QueryBox(
                new QueryTables(settings.tables(), settings.elsewhere(), QueryTables.MOST_FILES),
                clock,
                Duration.ofSeconds(10));
        this.url = url(settings.address(), server.getAddress().getPort());
    }

    /** What the user asks to listen on may be asked for by that name, unless it stands for all there are. */
    private static List<String> withAddress(PageSettings settings) {
        List<String> hosts = new ArrayList<>(settings.hosts());
        if (!settings.address().equals("0.0.0.0") && !settings.address().equals("::")) {
            hosts.add(settings.address());
        }
        return hosts;
    }

    private static URI url(String address, int port) {
        boolean local = address.equals(PageSettings.LOOPBACK) || address.equals("0.0.0.0") || address.equals("::");
        String host = local ? "localhost" : address.indexOf(':') >= 0 ? "[" + address + "]" : address;
        return URI.create("http://" + host + ":" + port + "/");
    }

    private static ThreadFactory named(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, prefix + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /**
     * Begins to serve.
     *
     * @throws IOException if the address or the port is not to be had, with what to do
     */
    public static LivePage start(PageSettings settings, PageQuestions questions) throws IOException {
        return start(settings, questions, System::nanoTime);
    }

    /** @param nanoTime is what the limits of writing are measured by */
    static LivePage start(PageSettings settings, PageQuestions questions, LongSupplier nanoTime) throws IOException {
        // Of the JDK's server: who sends a request by drops is not waited for, and small answers are not held back.
        limit("sun.net.httpserver.maxReqTime", "10");
        limit("sun.net.httpserver.nodelay", "true");
        HttpServer server;
        try {
            server = HttpServer.create(
                    new InetSocketAddress(InetAddress.getByName(settings.address()), settings.port()), WAITING);
        } catch (BindException e) {
            throw new IOException(
                    "The page cannot listen on " + settings.address() + ", port " + settings.port() + ": "
                            + e.getMessage() + ". Choose another with --page-port (0 is a free one), or --no-page.",
                    e);
        }
        LivePage page = new LivePage(server, settings, questions, nanoTime);
        server.setExecutor(page.threads);
        server.createContext("/", page::handle);
        server.start();
        var unused = page.clock.scheduleWithFixedDelay(page::look, 1, 1, TimeUnit.SECONDS);
        return page;
    }

    /** Who reads nothing holds up nobody for long. */
    private void look() {
        events.look();
        answerTime.look();
    }

    private static void limit(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** What the page shows. */
    public PageBoard board() {
        return board;
    }

    public URI url() {
        return url;
    }

    private void handle(HttpExchange exchange) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        HEADERS.forEach(headers::set);
        headers.set("Cache-Control", "no-store");
        String path = exchange.getRequestURI().getRawPath();
        Optional<Reply> refusal = gate.refusal(exchange.getRequestMethod(), path, exchange.getRequestHeaders());
        if (refusal.isEmpty() && path.equals("/api/events")) {
            headers.set("Content-Type", "text/event-stream; charset=utf-8");
            if (events.take(exchange)) {
                return; // answered by the client's own thread from here on
            }
            refusal = Optional.of(Reply.error(503, "Too many browsers listen already; close one.")
                    .with("Retry-After", "10"));
        }
        Reply reply = refusal.isPresent() ? refusal.get() : reply(exchange, path);
        answerTime.begin();
        try {
            write(exchange, reply);
        } finally {
            answerTime.end();
        }
    }

    private static void write(HttpExchange exchange, Reply reply) throws IOException {
        try (exchange) {
            Headers headers = exchange.getResponseHeaders();
            headers.set("Content-Type", reply.type());
            reply.headers().forEach(headers::set);
            boolean empty =
                    reply.body().length == 0 || exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(reply.status(), empty ? -1 : reply.body().length);
            if (!empty) {
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(reply.body());
                }
            }
        }
    }

    private Reply reply(HttpExchange exchange, String path) {
        try {
            return path.equals(Gate.QUERY)
                    ? query(exchange)
                    : answers.answer(
                            path, new Parameters(exchange.getRequestURI().getRawQuery()));
        } catch (IllegalArgumentException e) {
            return Reply.error(400, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return Reply.error(503, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Reply.error(503, "The page is closing.");
        } catch (RuntimeException e) {
            LOG.warn("The page cannot answer {}", path, e);
            return Reply.error(500, "The page has failed; its log says why.");
        }
    }

    private Reply query(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MOST_BODY_BYTES + 1);
        if (body.length > MOST_BODY_BYTES) {
            return Reply.error(413, "The body is larger than " + MOST_BODY_BYTES + " bytes.");
        }
        return queries.ask(Json.field(body, "sql"))
                .map(Reply::json)
                .orElseGet(() -> Reply.error(429, "Another query runs; wait for it."));
    }

    /** Lets everyone go, and the port. Idempotent. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        events.close();
        server.stop(0);
        queries.close();
        threads.shutdownNow();
        clock.shutdownNow();
    }
}
