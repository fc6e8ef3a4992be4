package io.sluice.deploy.command.dataset;

import io.sluice.deploy.command.terminal.Console;
import io.sluice.sink.store.log.Sweep;
import io.sluice.sink.store.operations.Repair;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Removes what dead writers staged. */
@Command(
        name = "gc",
        mixinStandardHelpOptions = true,
        description = {
            "Remove what writers staged and did not commit, if they are certain to be dead; nothing else, and no file that was"
                    + " ever visible. May be run beside writers.",
            "",
            "In a directory, a writer is dead when the system has freed its lock. In S3, when another has claimed its log since;"
                    + " nobody can tell of other uploads whether their writers live, so they stay unless"
                    + " --uploads-older-than says otherwise."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:whatever was certain to be dead is gone",
            "1:the data set could not be read or written",
            "2:wrong command line"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  sluice dataset gc /data/trades", "  sluice dataset gc s3://lake/trades --uploads-older-than 7d"})
final class GcCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DATASET", description = "A directory, or s3://bucket/prefix.")
    private String place;

    @Option(
            names = "--uploads-older-than",
            paramLabel = "TIME",
            description =
                    "In S3, also uploads begun longer ago, such as 7d or 36h. A writer that lives and commits one after"
                            + " all finds its commit taken back.")
    private String age;

    @Mixin
    private ServerOptions server;

    @Mixin
    private Console console;

    private GcCommand() {}

    @Override
    public Integer call() throws IOException {
        Duration abandoned = age == null ? null : age();
        Sweep.Report report;
        try (OpenPlace open = OpenPlace.existing(console.spec(), place, server)) {
            Repair repair = new Repair(open.target());
            report = abandoned == null
                    ? repair.collect()
                    : repair.collect(open.target().now().minus(abandoned));
        }
        PrintWriter out = console.out();
        report.removed().forEach(what -> out.println("removed " + what));
        report.kept()
                .forEach(what -> out.println(
                        "kept " + what + ": committed, and not visible yet. Run: sluice dataset publish " + place));
        report.living().forEach(what -> out.println("left " + what + ": its writer lives, or may"));
        out.println(report.removed().size() + " removed, " + report.kept().size() + " kept, "
                + report.living().size() + " left");
        out.flush();
        return ExitCode.OK;
    }

    private Duration age() {
        try {
            String text = age.trim().toUpperCase(Locale.ROOT);
            Duration parsed = Duration.parse(text.endsWith("D") ? "P" + text : "PT" + text);
            if (!parsed.isNegative()) {
                return parsed;
            }
        } catch (DateTimeParseException wrong) {
            // Told below, as one that is negative is.
        }
        throw console.mistake("--uploads-older-than is '" + age + "', but must be like 7d, 36h or 90m.");
    }
}
