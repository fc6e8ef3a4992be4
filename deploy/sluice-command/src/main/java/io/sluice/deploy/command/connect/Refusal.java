package io.sluice.deploy.command.connect;

import io.sluice.deploy.command.terminal.Console;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.ExitCode;

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
    static int toldBy(Console console, Callable<Integer> command) throws Exception {
        try {
            return command.call();
        } catch (Refusal e) {
            console.err().println("sluice: " + e.getMessage());
            console.err().flush();
            return ExitCode.SOFTWARE;
        }
    }
}
