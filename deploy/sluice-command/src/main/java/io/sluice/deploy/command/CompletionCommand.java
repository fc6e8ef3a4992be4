package io.sluice.deploy.command;

import io.sluice.deploy.command.terminal.Console;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints the completion script of the whole command. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Print a completion script for bash and zsh.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the script is printed", "1:it could not be written", "2:wrong command line"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(deploy/sluice completion)                 in this shell",
            "  deploy/sluice completion >> ~/.bash_completion     in every new bash"
        })
final class CompletionCommand implements Runnable {
    @Mixin
    private Console console;

    private CompletionCommand() {}

    @Override
    public void run() {
        console.spec()
                .commandLine()
                .getOut()
                .print(AutoComplete.bash("sluice", console.spec().root().commandLine()));
        console.out().flush();
    }
}
