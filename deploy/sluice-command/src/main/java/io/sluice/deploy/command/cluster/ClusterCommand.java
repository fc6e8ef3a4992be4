package io.sluice.deploy.command.cluster;

import io.sluice.deploy.command.terminal.Console;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The group of commands about a local cluster. */
@Command(
        name = "cluster",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Run a real Kafka cluster with Connect workers on this machine, without Docker.",
        subcommands = ClusterUpCommand.class)
public final class ClusterCommand implements Runnable {
    @Mixin
    private Console console;

    private ClusterCommand() {}

    @Override
    public void run() {
        throw console.mistake("Name a command: sluice cluster up.");
    }
}
