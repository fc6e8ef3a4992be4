package io.sluice.deploy.command.demo;

import io.sluice.deploy.command.feed.MarketFeed;
import java.nio.file.Path;

/** The pipeline file of a demo, which {@code sluice up} would take as well. */
final class DemoPipeline {
    /** The windows, each with its length in microseconds. */
    enum Window {
        S1("s1", 1_000_000L),
        M1("m1", 60_000_000L);

        final String window;
        final long micros;

        Window(String window, long micros) {
            this.window = window;
            this.micros = micros;
        }
    }

    /** Of the user's trades, which may be of anything. */
    private static final String GIVEN =
            "ts timestamp_micros, symbol string, price decimal(18,8), quantity decimal(18,8), sequence long";

    private DemoPipeline() {}

    /** For a feed, whose files grow, and which has books. */
    static String ofFeed() {
        return head("input/trades", MarketFeed.LOG + "*", true)
                + "  books:\n"
                + "    directory: input/books\n"
                + "    framing: bytes\n"
                + "    settings:\n"
                + "      stable.ms: 1000\n"
                + tail();
    }

    /** For a directory whose files are whole. */
    static String ofDirectory(Path directory) {
        return head(directory.toAbsolutePath().normalize().toString(), "**", false) + tail();
    }

    private static String head(String directory, String include, boolean follow) {
        return "# Made by sluice demo. deploy/pipeline.md says what each key means.\n"
                + "name: demo\n\n"
                + "inputs:\n"
                + "  trades:\n"
                + "    directory: '" + directory.replace("'", "''") + "'\n"
                + "    include: '" + include + "'\n"
                + "    follow: " + follow + "\n"
                + "    schema: " + (follow ? MarketFeed.SCHEMA : GIVEN) + "\n"
                + (follow ? "" : "    settings:\n      stable.ms: 1000\n");
    }

    private static String tail() {
        return """

                windows:
                  input: trades
                  key: symbol
                  time: ts
                  sequence: sequence
                  aggregates: ohlcv(price, quantity)
                  levels:
                    s1: tumbling 1s
                    m1: tumbling 1m of s1
                  grace: 2s
                  # The feed ends, and nobody wants to wait for its last windows. Should this machine stand still for so
                  # long in between, late rows correct what was emitted.
                  idle: 2s
                  settings:
                    window.m1.idle: 2s
                    late.corrections: true
                    windows.keep: 1d

                outputs:
                  lake: lake
                  every: 2s
                  tables:
                    trades:
                    s1:
                    m1:
                """;
    }
}
