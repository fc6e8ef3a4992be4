package io.sluice.deploy.command.dataset;

import io.sluice.deploy.command.terminal.Console;
import io.sluice.sink.store.operations.Repair;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Finishes interrupted publications. */
@Command(
        name = "publish",
        mixinStandardHelpOptions = true,
        description = {
            "Make visible what was committed and is not visible yet: a writer ended in between, and nobody came after it.",
            "",
            "May be run at any time, by anybody, beside writers. Where the files of a commit were removed before they became"
                    + " visible, the commit is taken back, and its writer reads the source again."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every commit is visible",
            "1:a commit was taken back, or the data set could not be read or written",
            "2:wrong command line"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  sluice dataset publish /data/trades", "  sluice dataset publish s3://lake/trades"})
final class PublishCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DATASET", description = "A directory, or s3://bucket/prefix.")
    private String place;

    @Mixin
    private ServerOptions server;

    @Mixin
    private Console console;

    private PublishCommand() {}

    @Override
    public Integer call() throws IOException {
        Map<String, Repair.Outcome> outcomes;
        try (OpenPlace open = OpenPlace.existing(console.spec(), place, server)) {
            outcomes = new Repair(open.target()).publish();
        }
        PrintWriter out = console.out();
        outcomes.forEach((log, outcome) -> out.println(log + ": " + text(outcome)));
        out.flush();
        return outcomes.containsValue(Repair.Outcome.VOIDED) ? ExitCode.SOFTWARE : ExitCode.OK;
    }

    private static String text(Repair.Outcome outcome) {
        return switch (outcome) {
            case PUBLISHED -> "its last commit is visible";
            case NOTHING -> "nothing to do";
            case VOIDED ->
                "its last commit is TAKEN BACK, because its staged files are gone; start its writer, which reads"
                        + " the source again from there";
        };
    }
}
