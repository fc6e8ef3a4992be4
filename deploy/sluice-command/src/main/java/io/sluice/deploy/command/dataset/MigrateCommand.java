package io.sluice.deploy.command.dataset;

import io.sluice.deploy.command.terminal.Console;
import io.sluice.sink.store.operations.Migration;
import io.sluice.sink.store.operations.MigrationProgress;
import io.sluice.sink.store.operations.MigrationReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Copies keys from one data set to another. */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        description = {
            "Copy keys from one data set to another, wherever either is, and check each file on its way against the checksum in"
                    + " the source's log. A migration that ended early is run again, and goes on: what is there already, with"
                    + " the same content, is not copied again.",
            "",
            "Keys are committed in batches, each key whole or not at all. The target may be empty, but its directory or bucket"
                    + " has to exist. The logs of sources stay: a writer that goes on at the new place starts a log there."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every key is at the target",
            "1:some keys failed, and are listed; the others are at the target",
            "2:wrong command line"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice dataset migrate /data/trades s3://lake/trades",
            "  sluice dataset migrate /data/trades /mnt/new/trades --prefix symbol=A --batch 10",
            "  sluice dataset migrate s3://old/trades s3://new/trades --to-endpoint http://localhost:9000"
        })
final class MigrateCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FROM", description = "A directory, or s3://bucket/prefix.")
    private String from;

    @Parameters(index = "1", paramLabel = "TO", description = "The same, of the target.")
    private String to;

    @Option(names = "--prefix", paramLabel = "KEY", description = "Only this key and those below it.")
    private String prefix = "";

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many keys are committed together. Default: ${DEFAULT-VALUE}.")
    private int batch;

    @Option(names = "--quiet", description = "Print no line for each key.")
    private boolean quiet;

    @Option(
            names = "--to-endpoint",
            paramLabel = "URL",
            description = "As --endpoint, of the target. Default: the same.")
    private URI toEndpoint;

    @Option(
            names = "--to-region",
            paramLabel = "REGION",
            description = "As --region, of the target. Default: the same.")
    private String toRegion;

    @Mixin
    private ServerOptions server;

    @Mixin
    private Console console;

    private MigrateCommand() {}

    @Override
    public Integer call() throws IOException {
        if (batch < 1) {
            throw console.mistake("--batch is " + batch + ", but must be 1 or more.");
        }
        if (from.equals(to)) {
            throw console.mistake("FROM and TO are the same.");
        }
        PrintWriter out = console.out();
        MigrationReport report;
        try (OpenPlace source = OpenPlace.existing(console.spec(), from, server);
                OpenPlace target = OpenPlace.open(
                        console.spec(),
                        to,
                        toEndpoint == null ? server.endpoint : toEndpoint,
                        toRegion == null ? server.region : toRegion,
                        server.hostStyle)) {
            target.target().probe();
            report = new Migration(source.dataSet(), target.dataSet(), quiet ? done -> {} : this::tell)
                    .run(prefix, batch);
        }
        report.failures().forEach((key, why) -> out.println("FAILED " + key + ": " + why.getMessage()));
        out.println(report.copied() + " keys copied (" + Amount.of(report.files(), "file") + ", "
                + Amount.of(report.rows(), "row") + ", " + Amount.ofBytes(report.bytes()) + "), "
                + report.alreadyThere() + " were there, "
                + report.failures().size() + " failed");
        if (!report.isComplete()) {
            out.println("Run the same command again when the cause is gone: it tries only what is not there.");
        }
        out.flush();
        return report.isComplete() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private void tell(MigrationProgress progress) {
        PrintWriter out = console.out();
        String outcome = switch (progress.outcome()) {
            case COPIED -> "copied";
            case ALREADY_THERE -> "there already";
            case FAILED -> "FAILED";
        };
        out.println(progress.keysDone() + " of " + progress.keysInAll() + ": " + progress.key() + " " + outcome + ", "
                + Amount.ofBytes(progress.bytesDone()) + " so far");
        out.flush();
    }
}
