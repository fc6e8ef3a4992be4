package io.sluice.deploy.command.dataset;

import io.sluice.deploy.command.terminal.Console;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The group of commands about data sets. */
@Command(
        name = "dataset",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Look at data sets of Parquet files, prove them sound, finish what a crash interrupted, and move them.",
            "",
            "A data set is the directory of a table: the one with _sluice in it. It is named by its path, or by a URL like"
                    + " s3://bucket/prefix/table."
        },
        subcommands = {
            LsCommand.class,
            DescribeCommand.class,
            CatCommand.class,
            VerifyDatasetCommand.class,
            PublishCommand.class,
            GcCommand.class,
            MigrateCommand.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice dataset ls /data/trades                 which keys, how many rows",
            "  sluice dataset cat /data/trades symbol=AAPL    its first rows, as JSON lines",
            "  sluice dataset verify s3://lake/trades         is every row there, once?"
        })
public final class DatasetCommand implements Runnable {
    @Mixin
    private Console console;

    private DatasetCommand() {}

    @Override
    public void run() {
        throw console.mistake("Name a command: sluice dataset ls, describe, cat, verify, publish, gc or migrate.");
    }
}
