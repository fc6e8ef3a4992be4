package io.sluice.deploy.command;

import java.io.PrintWriter;
import java.nio.charset.Charset;

/** The main class of the {@code sluice} command. */
public final class Sluice {
    private Sluice() {}

    /** Runs the command and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, Charset.defaultCharset());
        PrintWriter err = new PrintWriter(System.err, true, Charset.defaultCharset());
        System.exit(SluiceCommand.commandLine(out, err).execute(arguments));
    }
}
