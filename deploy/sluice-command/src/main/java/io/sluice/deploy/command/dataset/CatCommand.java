package io.sluice.deploy.command.dataset;

import io.sluice.deploy.command.terminal.Console;
import io.sluice.sink.store.operations.Inspection;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints rows of a key. */
@Command(
        name = "cat",
        mixinStandardHelpOptions = true,
        description = "Print the first rows of a key as JSON lines, in the order in which its files were committed.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the rows are printed",
            "1:there is no such key, or the data set could not be read",
            "2:wrong command line"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice dataset cat /data/trades symbol=AAPL",
            "  sluice dataset cat s3://lake/trades symbol=AAPL -n 100000"
        })
final class CatCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DATASET", description = "A directory, or s3://bucket/prefix.")
    private String place;

    @Parameters(index = "1", paramLabel = "KEY", description = "The key; see sluice dataset ls.")
    private String key;

    @Option(
            names = {"-n", "--rows"},
            paramLabel = "N",
            defaultValue = "20",
            description = "How many rows at most. Default: ${DEFAULT-VALUE}.")
    private long rows;

    @Mixin
    private ServerOptions server;

    @Mixin
    private Console console;

    private CatCommand() {}

    @Override
    public Integer call() throws IOException {
        if (rows < 1) {
            throw console.mistake("--rows is " + rows + ", but must be 1 or more.");
        }
        PrintWriter out = console.out();
        try (OpenPlace open = OpenPlace.existing(console.spec(), place, server)) {
            RowJson json = new RowJson();
            new Inspection(open.dataSet())
                    .cat(OpenPlace.key(console.spec(), key), rows, row -> out.println(json.text(row)));
        }
        out.flush();
        return ExitCode.OK;
    }
}
