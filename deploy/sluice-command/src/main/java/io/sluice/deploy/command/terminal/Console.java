package io.sluice.deploy.command.terminal;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Whom a command speaks to, and how it says that its command line is wrong: what all of them have. Of the command's thread. */
@Command
public final class Console {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    private Console() {}

    public CommandSpec spec() {
        return spec;
    }

    public PrintWriter out() {
        return spec.commandLine().getOut();
    }

    public PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** To be thrown: a usage error. */
    public ParameterException mistake(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** The same, with what found it. */
    public ParameterException mistake(String message, Throwable cause) {
        return new ParameterException(spec.commandLine(), message, cause);
    }
}
