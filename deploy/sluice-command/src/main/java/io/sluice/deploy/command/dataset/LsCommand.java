package io.sluice.deploy.command.dataset;

import io.sluice.deploy.command.terminal.Console;
import io.sluice.sink.store.KeyState;
import io.sluice.sink.store.operations.Inspection;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists keys. */
@Command(
        name = "ls",
        mixinStandardHelpOptions = true,
        description = {
            "List the keys of a data set, with their files, rows and bytes.",
            "",
            "What is listed is what the commit log says: files that do not count are not in it."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the keys are listed", "1:the data set could not be read", "2:wrong command line"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice dataset ls /data/trades",
            "  sluice dataset ls s3://lake/trades symbol=A --endpoint http://localhost:9000",
            "  sluice dataset ls /data/trades --json | jq .rows"
        })
final class LsCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DATASET", description = "A directory, or s3://bucket/prefix.")
    private String place;

    @Parameters(index = "1", arity = "0..1", paramLabel = "PREFIX", description = "Only this key and those below it.")
    private String prefix = "";

    @Option(names = "--json", description = "Print one JSON object for each key.")
    private boolean json;

    @Mixin
    private ServerOptions server;

    @Mixin
    private Console console;

    private LsCommand() {}

    @Override
    public Integer call() throws IOException {
        PrintWriter out = console.out();
        try (OpenPlace open = OpenPlace.existing(console.spec(), place, server)) {
            List<KeyState> keys = new Inspection(open.dataSet()).ls(prefix);
            for (KeyState key : keys) {
                out.println(json ? Json.text(Json.of(key)) : line(key));
            }
            if (!json) {
                out.println(total(keys));
            }
        }
        out.flush();
        return ExitCode.OK;
    }

    private static String line(KeyState key) {
        return String.format(
                Locale.ROOT,
                "%12d %10s %6d  %s",
                key.rows(),
                Amount.ofBytes(key.bytes()),
                key.files().size(),
                key.key());
    }

    private static String total(List<KeyState> keys) {
        return String.format(
                Locale.ROOT,
                "%12d %10s %6d  rows, bytes and files of %d keys",
                keys.stream().mapToLong(KeyState::rows).sum(),
                Amount.ofBytes(keys.stream().mapToLong(KeyState::bytes).sum()),
                keys.stream().mapToLong(key -> key.files().size()).sum(),
                keys.size());
    }
}
