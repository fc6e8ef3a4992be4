package io.sluice.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A run of {@code deploy/sluice up} as its user has it, and a browser that listens to its page. Owned by the benchmark's main thread; the
 * thread {@code page-listener} only counts what it hears.
 */
final class PageRun implements AutoCloseable {

    private static final String PAGE = "the live page";
    private static final Pattern THREADS = Pattern.compile("(sluice-page-|HTTP-Dispatcher|HttpClient-|JMX |RMI "
            + "|kafka-admin-client-thread \\| sluice-page|sluice-streams-http-).*");
    /** Whatever stands before it in its line: a build may have coloured that. */
    private static final Pattern URL = Pattern.compile("Page +(http://\\S+)");

    private static final Duration START = Duration.ofMinutes(5);
    private static final Duration LOOK = Duration.ofMillis(200);

    private final Process up;
    private final Map<String, ProcessGauges> processes = new LinkedHashMap<>();
    private final AtomicLong heard = new AtomicLong();
    private Thread listener;

    private PageRun(Process up) {
        this.up = up;
    }

    static PageRun start(Path home, Path directory) throws IOException, InterruptedException {
        Path said = directory.resolve("said");
        Process up = new ProcessBuilder(
                        home.resolve("deploy").resolve("sluice").toString(),
                        "up",
                        directory.resolve("pipeline.yaml").toString(),
                        "--page-port",
                        "0")
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        PageRun run = new PageRun(up);
        boolean runs = false;
        try {
            run.awaitRunning(said);
            runs = true;
            return run;
        } finally {
            if (!runs) {
                run.close();
            }
        }
    }

    private void awaitRunning(Path said) throws IOException, InterruptedException {
        long end = System.nanoTime() + START.toNanos();
        String text = "";
        while (!text.contains("Running.")) {
            if (!up.isAlive() || System.nanoTime() - end > 0) {
                throw new IOException("the pipeline does not run; it said " + text);
            }
            Workplace.pause(LOOK);
            text = Files.readString(said, StandardCharsets.UTF_8);
        }
        Matcher url = URL.matcher(text);
        if (!url.find()) {
            throw new IOException("there is no page; it said " + text);
        }
        listen(URI.create(url.group(1)));
        processes.put("command", ProcessGauges.of(up.toHandle()));
        processes.put("worker", ProcessGauges.of(child(process -> isOf(process, "worker-1"))));
        // What it was called with is too long for the system to tell.
        processes.put(
                "application",
                ProcessGauges.of(child(process -> !isOf(process, "worker-1") && !isOf(process, "broker-1"))));
    }

    private ProcessHandle child(Predicate<ProcessHandle> wanted) {
        return up.children()
                .filter(wanted)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the run has no such process"));
    }

    private static boolean isOf(ProcessHandle process, String part) {
        return Stream.of(process.info().arguments().orElse(new String[0]))
                .anyMatch(argument -> argument.contains(part));
    }

    private void listen(URI page) {
        listener = new Thread(() -> hear(page), "page-listener");
        listener.setDaemon(true);
        listener.start();
    }

    private void hear(URI page) {
        byte[] some = new byte[8 << 10];
        try (InputStream events =
                page.resolve("/api/events").toURL().openConnection().getInputStream()) {
            for (int read = events.read(some); read >= 0; read = events.read(some)) {
                heard.addAndGet(read);
            }
        } catch (IOException ended) {
            // So has the run, or the listener was let go: what it heard says which.
        }
    }

    /** Seconds of the processor that the page has taken, by process. */
    Map<String, Double> seconds() throws IOException {
        Map<String, Double> seconds = new LinkedHashMap<>();
        for (Map.Entry<String, ProcessGauges> process : processes.entrySet()) {
            seconds.put(
                    process.getKey(),
                    process.getValue()
                            .cpuSecondsOfThreads(name -> THREADS.matcher(name).matches() ? PAGE : ThreadGroups.OTHERS)
                            .getOrDefault(PAGE, 0.0));
        }
        return seconds;
    }

    void requireHeard() throws IOException {
        if (heard.get() == 0 || !listener.isAlive()) {
            throw new IOException("the page told the listener nothing, or let it go");
        }
    }

    @Override
    public void close() throws IOException {
        try {
            for (ProcessGauges gauges : processes.values()) {
                gauges.close();
            }
        } finally {
            // In order, as with Ctrl-C.
            up.destroy();
            end();
        }
    }

    private void end() {
        try {
            if (up.waitFor(1, TimeUnit.MINUTES)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        up.descendants().forEach(ProcessHandle::destroyForcibly);
        up.destroyForcibly();
    }
}
