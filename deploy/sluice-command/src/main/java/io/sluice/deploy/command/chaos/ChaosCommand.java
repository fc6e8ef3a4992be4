package io.sluice.deploy.command.chaos;

import io.sluice.deploy.command.doctor.Resources;
import io.sluice.deploy.command.run.UntilSignal;
import io.sluice.deploy.command.terminal.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Breaks a pipeline on this machine for a while, heals it, and audits it. */
@Command(
        name = "chaos",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Run the whole path on this machine with three brokers, three workers and two instances of the application; feed"
                    + " it, and break it all the while, by a schedule that the seed decides: kill -9, frozen processes, rolling"
                    + " restarts, a lost broker, logs rotated, compressed and truncated, connectors paused, changed, deleted"
                    + " and created, S3 that fails and stalls, a disk that is full. Then heal it, wait until all has landed,"
                    + " and prove by each line's number that none is missing or doubled: in the topic, in Parquet on the disk"
                    + " and in S3, and in every bar.",
            "deploy/docs/chaos.md says what is done and how to read the report. Filling the disk needs the right to mount."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the audit holds",
            "1:it does not, or the run could not be made",
            "2:wrong command line",
            "130:ended by Ctrl-C, and with it everything that it had started"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice chaos --minutes 1                            a short one: ten kills",
            "  sluice chaos --minutes 60 --seed 7 --report benchmarks/results",
            "  sluice chaos --minutes 60 --seed 7 --print          what would be done, and when"
        })
public final class ChaosCommand implements Callable<Integer> {
    private static final long DISK_BYTES = 2L << 30;
    private static final long BYTES_A_LINE = 700;
    private static final double MOST_MINUTES = 24 * 60;
    private static final int MOST_RATE = 200_000;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "5",
            description = "For how long it is broken (default: ${DEFAULT-VALUE}).")
    private double minutes;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "The same seed and minutes make the same schedule (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "4000",
            description =
                    "Lines a second (default: ${DEFAULT-VALUE}). The feed is held up where the pipeline is far behind.")
    private int rate;

    @Option(
            names = "--settle",
            paramLabel = "MINUTES",
            defaultValue = "10",
            description = "How long to wait at most until all has landed (default: ${DEFAULT-VALUE}).")
    private double settle;

    @Option(names = "--print", description = "Print the schedule and do nothing.")
    private boolean print;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = ".sluice/chaos",
            description = "Where everything is kept (default: ${DEFAULT-VALUE}).")
    private Path directory;

    @Option(names = "--report", paramLabel = "DIR", description = "Write chaos.md and chaos.json there as well.")
    private Path report;

    @Option(names = "--json", description = "Print one JSON object instead of text; progress goes to standard error.")
    private boolean json;

    @Mixin
    private Console console;

    private ChaosCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        require(
                minutes > 0 && minutes <= MOST_MINUTES,
                "--minutes is " + minutes + "; it must be more than 0, and 1440 at most");
        require(
                settle > 0 && settle <= MOST_MINUTES,
                "--settle is " + settle + "; it must be more than 0, and 1440 at most");
        require(rate >= 1 && rate <= MOST_RATE, "--rate is " + rate + "; it must be from 1 to " + MOST_RATE);
        require(
                report == null || Files.isDirectory(report),
                "--report is " + report + "; it must name an existing directory");
        Schedule schedule = Schedule.of(seed, millis(minutes));
        PrintWriter out = console.out();
        if (print) {
            schedule.actions().forEach(out::println);
            out.println(schedule.actions().size() + " actions, " + schedule.kills() + " kills");
            out.flush();
            return ExitCode.OK;
        }
        PrintWriter err = console.err();
        Consumer<String> say = timed(err);
        return UntilSignal.run(err, stop -> {
            new Resources()
                    .require(
                            directory,
                            ChaosCluster.MEMORY_BYTES,
                            DISK_BYTES + (long) (minutes * 60 * rate * BYTES_A_LINE));
            try (ChaosDirectory opened = ChaosDirectory.open(directory)) {
                schedule.actions().forEach(action -> err.println(action));
                Findings findings = new Chaos(opened, schedule, rate, millis(settle), say).run(stop);
                if (report != null) {
                    Files.writeString(report.resolve("chaos.md"), FindingsText.of(findings), StandardCharsets.UTF_8);
                    Files.writeString(
                            report.resolve("chaos.json"), FindingsJson.pages(findings), StandardCharsets.UTF_8);
                }
                out.println(json ? FindingsJson.line(findings) : FindingsText.of(findings));
                out.flush();
                return findings.hold() ? ExitCode.OK : ExitCode.SOFTWARE;
            }
        });
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw console.mistake(otherwise);
        }
    }

    private static Duration millis(double minutes) {
        return Duration.ofMillis(Math.round(minutes * 60_000));
    }

    /** Says lines with their time, from several threads. */
    private static Consumer<String> timed(PrintWriter err) {
        long begin = System.nanoTime();
        return line -> {
            String text = String.format(Locale.ROOT, "[%7.1f] %s", (System.nanoTime() - begin) / 1e9, line);
            synchronized (err) {
                err.println(text);
                err.flush();
            }
        };
    }
}
