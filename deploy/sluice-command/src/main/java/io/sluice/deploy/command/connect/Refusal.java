package io.sluice.deploy.command.connect;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/** Why a command cannot do what it was asked to, in words for its user, who does not want to know which class says so. */
final class Refusal extends IOException {
    private static final long serialVersionUID = 1L;

    Refusal(String message) {
        super(message);
    }

    Refusal(String message, Throwable cause) {
        super(message, cause);
    }

    /** Runs a command, and prints its refusal. */
    static int toldBy(CommandSpec spec, Callable<Integer> command) throws Exception {
        try {
            return command.call();
        } catch (Refusal e) {
            spec.commandLine().getErr().println("sluice: " + e.getMessage());
            spec.commandLine().getErr().flush();
            return ExitCode.SOFTWARE;
        }
    }
}
