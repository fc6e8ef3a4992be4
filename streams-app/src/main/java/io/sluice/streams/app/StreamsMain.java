package io.sluice.streams.app;

import io.sluice.record.Column;
import io.sluice.record.ColumnType;
import io.sluice.record.ColumnType.Kind;
import io.sluice.record.RowSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The command: {@code StreamsMain [--describe] [--end-with-stdin] FILE}. Exits with 1 after a failure, 2 after a mistake in
 * the configuration. With {@code --end-with-stdin} the thread {@code parent-watch} halts the process, with 129, when standard
 * input ends: what started it died, however it died.
 */
public final class StreamsMain {
    private static final int FAILED = 1;
    private static final int MISTAKEN = 2;
    private static final int HALTED = 129;

    private StreamsMain() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments, System.out, System.err));
    }

    static int run(String[] arguments, PrintStream out, PrintStream err) {
        List<String> files = new ArrayList<>(List.of(arguments));
        boolean describe = files.remove("--describe");
        boolean endWithStdin = files.remove("--end-with-stdin");
        if (files.size() != 1 || files.get(0).startsWith("-")) {
            err.println("usage: sluice-streams [--describe] [--end-with-stdin] FILE\n"
                    + "FILE is a properties file; its keys are in doc/configuration.md");
            return MISTAKEN;
        }
        try {
            AppConfig config = AppConfig.of(properties(Path.of(files.get(0))));
            if (describe) {
                describe(config, out);
                return 0;
            }
            if (endWithStdin) {
                watch(System.in);
            }
            return run(config, err);
        } catch (ConfigMistake e) {
            err.println(files.get(0) + ": " + e.getMessage());
            return MISTAKEN;
        } catch (IOException e) {
            err.println("cannot read or listen: " + e);
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        } catch (RuntimeException e) {
            err.println("cannot start: " + e);
            return FAILED;
        }
    }

    /** No orderly stop: the brokers may be ending at the same moment, and what is not committed is done again. */
    private static void watch(InputStream stdin) {
        Thread watch = new Thread(
                () -> {
                    try {
                        while (stdin.read() >= 0) {
                            // Whoever holds the other end has nothing to say; only its end counts.
                        }
                    } catch (IOException e) {
                        System.err.println("reading standard input failed, taken as its end: " + e);
                    }
                    System.err.println("standard input has ended: halting");
                    Runtime.getRuntime().halt(HALTED);
                },
                "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private static Properties properties(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        return properties;
    }

    /** What runs, and what the results' rows are, in the form that every module's {@code schema} key takes. */
    static void describe(AppConfig config, PrintStream out) {
        out.print(StreamsApp.topology(config).describe());
        List<Column> columns = new ArrayList<>(config.plan().keys().columns());
        ColumnType time =
                config.plan().schema().columns().get(config.plan().time()).type();
        columns.add(new Column("window", ColumnType.of(Kind.STRING), false));
        columns.add(new Column("start", time, false));
        columns.add(new Column("end", time, false));
        columns.add(new Column("final", ColumnType.of(Kind.BOOLEAN), false));
        columns.add(new Column("revision", ColumnType.of(Kind.INT), false));
        columns.add(new Column("gap", ColumnType.of(Kind.BOOLEAN), false));
        columns.add(new Column("rows", ColumnType.of(Kind.LONG), false));
        columns.addAll(config.plan().aggregates().columns());
        out.println("Schema of results:\n   " + new RowSchema(columns));
    }

    private static int run(AppConfig config, PrintStream err) throws IOException, InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        AtomicReference<String> failure = new AtomicReference<>();
        try (StreamsApp app = StreamsApp.start(config)) {
            Thread hook = new Thread(() -> stop(asked, done), "sluice-streams-stop");
            Runtime.getRuntime().addShutdownHook(hook);
            var unused = app.failed().thenAccept(reason -> {
                failure.set(reason);
                asked.countDown();
            });
            asked.await();
        } finally {
            done.countDown();
        }
        if (failure.get() != null) {
            err.println("stopped: " + failure.get());
            return FAILED;
        }
        return 0;
    }

    /** Runs while the JVM shuts down: asks the main thread to stop, and waits until it has. */
    private static void stop(CountDownLatch asked, CountDownLatch done) {
        asked.countDown();
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
