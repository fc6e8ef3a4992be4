package io.sluice.deploy.command;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The main class of the {@code sluice} command. */
public final class Sluice {
    private Sluice() {}

    /** Runs the command and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        System.exit(run(arguments, System.out, System.err));
    }

    static int run(String[] arguments, PrintStream output, PrintStream errors) {
        PrintWriter out = new PrintWriter(output, true, Charset.defaultCharset());
        PrintWriter err = new PrintWriter(errors, true, Charset.defaultCharset());
        if (!canNameCurrentDirectory()) {
            err.println("sluice: the locale cannot name the current directory. Set LC_ALL=C.UTF-8.");
            return ExitCodes.FAILED;
        }
        int exitCode = SluiceCommand.commandLine(out, err).execute(arguments);
        if (out.checkError()) {
            err.println("sluice: standard output could not be written; output is lost. Is the disk full?");
            return exitCode == ExitCodes.OK ? ExitCodes.FAILED : exitCode;
        }
        return exitCode;
    }

    private static boolean canNameCurrentDirectory() {
        try {
            return Path.of(System.getProperty("user.dir")).isAbsolute();
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
