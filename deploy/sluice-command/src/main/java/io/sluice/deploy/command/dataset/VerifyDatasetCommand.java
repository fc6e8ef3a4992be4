package io.sluice.deploy.command.dataset;

import io.sluice.sink.store.operations.Problem;
import io.sluice.sink.store.operations.Verification;
import io.sluice.sink.store.operations.VerificationReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Proves a data set sound. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Prove from the commit log that no offset was committed twice and no entry is missing, and look into every file:"
                    + " is it there, with its size, checksum and number of rows, and is there no other? Changes nothing.",
            "",
            "Gaps between offsets are listed: compaction and the markers of transactions make some. A writer at work meanwhile"
                    + " may make files look missing or too many; then look again."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:sound; gaps, resets and commits that are not visible yet are listed",
            "1:something is wrong, or the data set could not be read",
            "2:wrong command line"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  sluice dataset verify /data/trades", "  sluice dataset verify s3://lake/trades --json"})
final class VerifyDatasetCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DATASET", description = "A directory, or s3://bucket/prefix.")
    private String place;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Mixin
    private ServerOptions server;

    @Spec
    private CommandSpec spec;

    private VerifyDatasetCommand() {}

    @Override
    public Integer call() throws IOException {
        VerificationReport report;
        try (OpenPlace open = OpenPlace.existing(spec, place, server)) {
            report = new Verification(open.target()).run();
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.text(object(report)));
        } else {
            print(report, out);
        }
        out.flush();
        return report.isSound() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private void print(VerificationReport report, PrintWriter out) {
        out.println(Amount.of(report.logs(), "log") + ", " + report.entries() + " entries, "
                + Amount.of(report.files(), "file") + ", " + Amount.of(report.rows(), "row") + ", "
                + Amount.ofBytes(report.bytes()));
        report.gaps()
                .forEach(gap -> out.println("gap: " + gap.log() + " passes over offsets " + gap.from() + " to "
                        + (gap.to() - 1) + " (" + (gap.to() - gap.from()) + ")"));
        report.resets()
                .forEach(reset -> out.println("reset: " + reset.log() + ", entry " + reset.sequence() + ", from offset "
                        + reset.from() + " to " + reset.to()
                        + (reset.to() < reset.from() ? "; rows between may count twice, as was asked for" : "")));
        report.unpublished()
                .forEach(where -> out.println(
                        "not visible yet: " + where + ". If no writer is at work: sluice dataset publish " + place));
        for (Problem problem : report.problems()) {
            out.println(problem.kind() + " " + problem.where() + ": " + problem.what());
        }
        out.println(
                report.isSound()
                        ? "sound"
                        : "NOT SOUND: " + Amount.of(report.problems().size(), "problem"));
    }

    private static Map<String, Object> object(VerificationReport report) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("sound", report.isSound());
        object.put("logs", report.logs());
        object.put("entries", report.entries());
        object.put("files", report.files());
        object.put("rows", report.rows());
        object.put("bytes", report.bytes());
        object.put("problems", report.problems());
        object.put("gaps", report.gaps());
        object.put("resets", report.resets());
        object.put("unpublished", report.unpublished());
        return object;
    }
}
