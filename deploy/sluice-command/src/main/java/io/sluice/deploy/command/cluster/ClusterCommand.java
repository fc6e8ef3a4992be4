package io.sluice.deploy.command.cluster;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The group of commands about a local cluster. */
@Command(
        name = "cluster",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Run a real Kafka cluster with Connect workers on this machine, without Docker.",
        subcommands = ClusterUpCommand.class)
public final class ClusterCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    private ClusterCommand() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command: sluice cluster up.");
    }
}
