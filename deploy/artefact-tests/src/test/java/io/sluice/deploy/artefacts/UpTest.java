package io.sluice.deploy.artefacts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.deploy.command.Sluice;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code sluice up} as its user runs it: killed in the middle as by kill -9, started again, stopped by a signal. Each line
 * is in the table once, each row in one bar, and no process is left.
 */
class UpTest {
    private static final CountDownLatch NEVER = new CountDownLatch(1);
    private static final int LINES = 3_000;
    private static final String PIPELINE = """
            name: market
            inputs:
              trades:
                directory: in
                schema: ts timestamp_micros, symbol string, price decimal(18,8), quantity long, sequence long
            windows:
              input: trades
              key: symbol
              time: ts
              sequence: sequence
              aggregates: ohlcv(price, quantity)
              levels:
                s1: tumbling 1s
              # Nothing closes because a restart took its time.
              idle: 1h
            outputs:
              lake: lake
              every: 1s
              tables:
                trades:
                s1:
            """;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    private int lines;

    @Tag("soak") // A minute that CI does not have: DemoTest starts the same run.
    @Test
    @Timeout(value = 8, unit = TimeUnit.MINUTES)
    void killedAndStartedAgainItGoesOnWhereItWasAndASignalStopsItInOrder()
            throws IOException, InterruptedException, SQLException {
        Path in = Files.createDirectory(directory.resolve("in"));
        Files.writeString(directory.resolve("pipeline.yaml"), PIPELINE);
        append(in.resolve("trades.csv"));
        int port = freePort();
        Process first = up("first", port);
        try (PageInBrowser browser = PageInBrowser.open(PageListener.url(first, directory.resolve("first")))) {
            runThroughAKillAndASignal(first, in, port, browser);
        } finally {
            end(first);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void runThroughAKillAndASignal(Process first, Path in, int port, PageInBrowser browser)
            throws IOException, InterruptedException, SQLException {
        try {
            awaitRows(first, "first", LINES);
            if (browser.isThere()) {
                browser.awaitNumber("table:trades", LINES);
                JsonNode unused = browser.page().eval("window.sameDocument = true");
            }
            append(in.resolve("trades.csv"));
            // Some of it is under way now.
            List<ProcessHandle> children = first.descendants().toList();
            assertThat(children).hasSize(3);
            kill("KILL", first);
            assertThat(first.waitFor(1, TimeUnit.MINUTES)).isTrue();
            for (ProcessHandle child : children) {
                await("process " + child.pid() + " ends with the command", () -> !child.isAlive());
            }
        } finally {
            end(first);
        }

        Files.move(in.resolve("trades.csv"), in.resolve("trades.csv.1"));
        append(in.resolve("trades.csv"));
        Process second = up("second", port);
        try {
            awaitRows(second, "second", 3 * LINES);
            if (browser.isThere()) {
                // The page has come back by itself.
                browser.awaitNumber("table:trades", 3 * LINES);
                browser.page().waitForText("#connection", "Live");
                assertThat(browser.page().eval("window.sameDocument").asBoolean())
                        .isTrue();
            }
            await(
                    "all rows are in bars but those of the last second of the file that was renamed, and of the new one",
                    () -> one("select coalesce(sum(rows), 0) from " + table("s1")) >= 2 * LINES - 100);
            kill("TERM", second);
            assertThat(second.waitFor(2, TimeUnit.MINUTES)).isTrue();
        } finally {
            end(second);
        }

        assertThat(second.exitValue()).as(said("second")).isEqualTo(143);
        assertThat(said("second")).contains("Stopping", "Stopped").doesNotContain("sluice: ");
        assertThat(one("select count(*) from " + table("trades"))).isEqualTo(lines);
        assertThat(one("select count(distinct sequence) from " + table("trades")))
                .isEqualTo(lines);
        assertThat(one("select count(*) from (select distinct symbol, start from " + table("s1") + ")"))
                .as("each bar is there once")
                .isEqualTo(one("select count(*) from " + table("s1")));
        assertThat(one("select count(*) from " + table("s1")
                        + " bar left join (select symbol, date_trunc('second', ts) as"
                        + " start, count(*) as n from " + table("trades") + " group by all) counted"
                        + " on bar.symbol = counted.symbol and bar.start = counted.start"
                        + " where counted.n is null or counted.n <> bar.rows"))
                .as("bars of other rows than those of their second")
                .isZero();
        assertThat(ProcessHandle.allProcesses()
                        .map(process -> process.info().commandLine().orElse(""))
                        .filter(line -> line.contains(directory.toString())))
                .isEmpty();
    }

    /** Of four symbols, a hundred each second of event time. */
    private void append(Path file) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < LINES; i++) {
            text.append("2024-05-17T10:%02d:%02d.%02dZ,S%d,%d.25,%d,%d%n"
                    .formatted(lines / 6_000, lines / 100 % 60, lines % 100, lines % 4, 100 + lines % 7, 1, lines));
            lines++;
        }
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private Process up(String name, int port) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dsluice.home=" + Path.of("..", "..").toRealPath(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Sluice.class.getName(),
                        "up",
                        directory.resolve("pipeline.yaml").toString(),
                        "--page-port",
                        Integer.toString(port)))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(name).toFile())
                .start();
    }

    private String said(String name) throws IOException {
        return Files.readString(directory.resolve(name), StandardCharsets.UTF_8);
    }

    private static void kill(String signal, Process process) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
        assertThat(kill.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private void awaitRows(Process up, String name, int rows) throws IOException, InterruptedException, SQLException {
        await(rows + " rows in the table", () -> {
            assertThat(up.isAlive()).as(said(name)).isTrue();
            return one("select count(*) from " + table("trades")) >= rows;
        });
    }

    /** Something that is to become true. */
    private interface Condition {
        boolean holds() throws IOException, SQLException;
    }

    private static void await(String wanted, Condition condition)
            throws IOException, InterruptedException, SQLException {
        long end = System.nanoTime() + ArchiveCluster.LONG.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() - end >= 0) {
                throw new AssertionError("not within " + ArchiveCluster.LONG.toSeconds() + " s: " + wanted);
            }
            assertThat(NEVER.await(300, TimeUnit.MILLISECONDS)).isFalse();
        }
    }

    /** The table's files, or nothing while there are none. */
    private String table(String name) throws IOException {
        Path table = directory.resolve("lake").resolve(name);
        if (Files.isDirectory(table)) {
            try (Stream<Path> files = Files.walk(table)) {
                if (files.anyMatch(file -> file.toString().endsWith(".parquet"))) {
                    return "read_parquet('" + table + "/**/*.parquet', hive_partitioning=false)";
                }
            }
        }
        return "(select '' as symbol, '' as start, 0 as rows, 0 as sequence where false)";
    }

    private static long one(String query) throws SQLException {
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            assertThat(result.next()).isTrue();
            return result.getLong(1);
        }
    }
}
