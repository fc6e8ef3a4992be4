package io.sluice.deploy.command;

import io.sluice.deploy.command.chaos.ChaosCommand;
import io.sluice.deploy.command.cluster.ClusterCommand;
import io.sluice.deploy.command.connect.ApplyCommand;
import io.sluice.deploy.command.connect.StatusCommand;
import io.sluice.deploy.command.dataset.DatasetCommand;
import io.sluice.deploy.command.demo.DemoCommand;
import io.sluice.deploy.command.doctor.DoctorCommand;
import io.sluice.deploy.command.read.ReadCompareCommand;
import io.sluice.deploy.command.run.UpCommand;
import io.sluice.deploy.command.terminal.Console;
import io.sluice.deploy.command.verify.VerifyLinesCommand;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

/** The root of the command: registers the subcommands and holds the options all of them have. */
@Command(
        name = "sluice",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Files into Kafka, windowed aggregates, Parquet: exactly once.",
        subcommands = {
            // A new subcommand is a class in a package of its own, and one line here.
            DemoCommand.class,
            ChaosCommand.class,
            UpCommand.class,
            ClusterCommand.class,
            ApplyCommand.class,
            StatusCommand.class,
            VerifyLinesCommand.class,
            DatasetCommand.class,
            DoctorCommand.class,
            ReadCompareCommand.class,
            CompletionCommand.class,
            CommandLine.HelpCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:failed, or a check or an audit does not hold",
            "2:wrong command line",
            "70:an error that Sluice did not expect: please report it",
            "130:ended by Ctrl-C",
            "143:ended by SIGTERM"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice demo                            the whole path on this machine, with an audit",
            "  sluice chaos --minutes 5               the same, broken all the while",
            "  sluice up PIPELINE.yaml                your own files, until Ctrl-C",
            "  sluice doctor                          can this machine run Sluice?",
            "  sluice cluster up                      a broker and a Connect worker, until Ctrl-C",
            "  sluice read-compare DIR                four ways to read a directory, side by side",
            "  sluice apply FILES --connect URL       make a Connect cluster run what files say",
            "  sluice status --connect URL            how far is everything, and does it run?",
            "  sluice verify DIR DATASET              is every line of a directory in a table, once?",
            "  sluice dataset verify DIR              is every row of a table there, once?",
            "  sluice help cluster up                 every option of a command",
            "  source <(sluice completion)            completion in this bash or zsh"
        })
final class SluiceCommand implements Runnable {
    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Show the stack trace of an error.")
    private boolean verbose;

    @Mixin
    private Console console;

    private SluiceCommand() {}

    /** The command line of the whole command, which writes to the given streams. */
    static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        SluiceCommand root = new SluiceCommand();
        return new CommandLine(root)
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Path.class, SluiceCommand::path)
                .setExecutionExceptionHandler(new FailureReport(() -> root.verbose));
    }

    /** Most often an empty path is a variable that is not set; Java would take it for the current directory. */
    private static Path path(String text) {
        if (text.isEmpty()) {
            throw new TypeConversionException("the path is empty; write . for the current directory");
        }
        return Path.of(text);
    }

    @Override
    public void run() {
        throw console.mistake("Name a command.");
    }
}
