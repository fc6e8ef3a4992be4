package io.sluice.deploy.command.dataset;

import io.sluice.deploy.command.connect.BrokerOptions;
import io.sluice.deploy.command.dataset.GapProof.Explained;
import io.sluice.deploy.command.terminal.Console;
import io.sluice.sink.store.operations.Problem;
import io.sluice.sink.store.operations.Verification;
import io.sluice.sink.store.operations.VerificationReport;
import io.sluice.sink.store.operations.VerificationReport.Gap;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Proves a data set sound. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Prove from the commit log that no offset was committed twice and no entry is missing, and look into every file:"
                    + " is it there, with its size, checksum and number of rows, and is there no other? Changes nothing.",
            "",
            "Gaps between offsets are listed: compaction and the markers of transactions make some. With --bootstrap, Kafka is"
                    + " asked what it has there: a record that is in no file is wrong. A writer at work meanwhile may make"
                    + " files look missing or too many; then look again."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:sound; gaps, resets and commits that are not visible yet are listed",
            "1:something is wrong, or the data set could not be read",
            "2:wrong command line"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice dataset verify /data/trades",
            "  sluice dataset verify /data/trades --bootstrap localhost:9092",
            "  sluice dataset verify s3://lake/trades --json"
        })
final class VerifyDatasetCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DATASET", description = "A directory, or s3://bucket/prefix.")
    private String place;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Mixin
    private ServerOptions server;

    @Mixin
    private BrokerOptions brokers;

    @Mixin
    private Console console;

    private VerifyDatasetCommand() {}

    @Override
    public Integer call() throws IOException {
        Optional<Properties> client = brokers.client(console.spec());
        VerificationReport report;
        try (OpenPlace open = OpenPlace.existing(console.spec(), place, server)) {
            report = new Verification(open.target()).run();
        }
        List<Explained> explained = explained(report, client);
        PrintWriter out = console.out();
        if (json) {
            out.println(Json.text(object(report, explained)));
        } else {
            print(report, explained, out);
        }
        out.flush();
        return report.isSound() && missing(explained) == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static List<Explained> explained(VerificationReport report, Optional<Properties> client) {
        if (client.isEmpty() || report.gaps().isEmpty()) {
            return List.of();
        }
        try (GapProof proof = GapProof.of(client.get())) {
            return report.gaps().stream().map(proof::look).toList();
        }
    }

    private static long missing(List<Explained> explained) {
        return explained.stream()
                .filter(gap -> gap.finding() == GapProof.Finding.MISSING)
                .count();
    }

    private void print(VerificationReport report, List<Explained> explained, PrintWriter out) {
        out.println(Amount.of(report.logs(), "log") + ", " + report.entries() + " entries, "
                + Amount.of(report.files(), "file") + ", " + Amount.of(report.rows(), "row") + ", "
                + Amount.ofBytes(report.bytes()));
        for (int i = 0; i < report.gaps().size(); i++) {
            Gap gap = report.gaps().get(i);
            out.println("gap: " + gap.log() + " passes over offsets " + gap.from() + " to " + (gap.to() - 1) + " ("
                    + (gap.to() - gap.from()) + ")"
                    + (explained.isEmpty()
                            ? ""
                            : ", " + explained.get(i).finding() + ": "
                                    + explained.get(i).because()));
        }
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
        long problems = report.problems().size() + missing(explained);
        out.println(problems == 0 ? "sound" : "NOT SOUND: " + Amount.of(problems, "problem"));
    }

    private static Map<String, Object> object(VerificationReport report, List<Explained> explained) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("sound", report.isSound() && missing(explained) == 0);
        object.put("logs", report.logs());
        object.put("entries", report.entries());
        object.put("files", report.files());
        object.put("rows", report.rows());
        object.put("bytes", report.bytes());
        object.put("problems", report.problems());
        object.put("gaps", explained.isEmpty() ? report.gaps() : explained);
        object.put("resets", report.resets());
        object.put("unpublished", report.unpublished());
        return object;
    }
}
