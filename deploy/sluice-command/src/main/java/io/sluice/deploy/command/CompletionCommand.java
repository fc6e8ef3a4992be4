package io.sluice.deploy.command;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the completion script of the whole command. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Print a completion script for bash and zsh.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(deploy/sluice completion)                 in this shell",
            "  deploy/sluice completion >> ~/.bash_completion     in every new bash"
        })
final class CompletionCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    private CompletionCommand() {}

    @Override
    public void run() {
        spec.commandLine()
                .getOut()
                .print(AutoComplete.bash("sluice", spec.root().commandLine()));
        spec.commandLine().getOut().flush();
    }
}
