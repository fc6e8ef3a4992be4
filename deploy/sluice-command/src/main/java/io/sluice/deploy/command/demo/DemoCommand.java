package io.sluice.deploy.command.demo;

import io.sluice.deploy.command.doctor.Resources;
import io.sluice.deploy.command.live.PageOptions;
import io.sluice.deploy.command.run.LocalRun;
import io.sluice.deploy.command.run.ProgressView;
import io.sluice.deploy.command.run.UntilSignal;
import io.sluice.deploy.command.terminal.Console;
import io.sluice.deploy.command.terminal.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the whole path on this machine and audits it. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Run the whole path on this machine: files, a real Kafka broker, a real Connect worker with both plugins from"
                    + " their archives, the windows, Parquet; then prove that nothing is missing, doubled or wrong.",
            "Trades are made up, into a log that grows and is rotated, beside a binary file. Everything is kept in a"
                    + " directory, and goes with the next demo in it."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the audit holds",
            "1:it does not, or the demo could not run",
            "2:wrong command line",
            "130:ended by Ctrl-C, after everything was stopped in order"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice demo",
            "  sluice demo --trades 100000 --json",
            "  sluice demo --input DIR     CSV files of ts,symbol,price,quantity,sequence",
            "  (2024-01-02T14:30:00.000001Z,AAPL,185.25,100,1)"
        })
public final class DemoCommand implements Callable<Integer> {
    /** Its line, its part of topics and state, its row and its part of bars. */
    private static final long BYTES_A_TRADE = 400;

    /** The same, without the line, which is there already; lines of some 50 bytes. */
    private static final long TIMES_THE_INPUT = 7;

    private static final long DISK_BYTES = 1L << 30;

    @Option(
            names = "--trades",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "How many trades are made up (default: ${DEFAULT-VALUE}).")
    private long trades;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "The same seed makes the same trades (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--input",
            paramLabel = "DIR",
            description =
                    "Take the CSV files in this directory instead, which nobody writes to any more. Their columns are"
                            + " ts,symbol,price,quantity,sequence, without a header; a sequence number is in one line only, and decimals"
                            + " have at most 8 places.")
    private Path input;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = ".sluice/demo",
            description = "Where everything is kept (default: ${DEFAULT-VALUE}).")
    private Path directory;

    @Option(names = "--json", description = "Print one JSON object instead of text; progress goes to standard error.")
    private boolean json;

    @Mixin
    private PageOptions page;

    @Mixin
    private Console console;

    private DemoCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (trades < 1) {
            throw console.mistake("--trades is " + trades + "; it must be 1 or more");
        }
        if (input != null && !Files.isDirectory(input)) {
            throw console.mistake("--input is " + input + "; it must name an existing directory of CSV files");
        }
        PrintWriter err = console.err();
        return UntilSignal.run(err, stop -> {
            long needed = input == null ? trades * BYTES_A_TRADE : InputFiles.bytesIn(input) * TIMES_THE_INPUT;
            new Resources().require(directory, LocalRun.MEMORY_BYTES, DISK_BYTES + needed);
            ProgressView view = new ProgressView(err, Terminal.isStandardError(), 3);
            try (DemoDirectory opened = DemoDirectory.open(directory)) {
                Findings findings = new Demo(opened, Optional.ofNullable(input), trades, seed, view, page).run(stop);
                PrintWriter out = console.out();
                out.println(json ? FindingsJson.of(findings) : FindingsText.of(findings));
                out.flush();
                return findings.hold() ? ExitCode.OK : ExitCode.SOFTWARE;
            }
        });
    }
}
