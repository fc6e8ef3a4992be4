package io.sluice.deploy.command;

import io.sluice.deploy.cluster.ClusterException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Tells the user about an error: its message, where it came from only if asked, and the exit code it stands for. A wrong
 * command line does not come here: commands report it as picocli's {@code ParameterException}.
 */
final class FailureReport implements IExecutionExceptionHandler {
    private final BooleanSupplier verbose;

    FailureReport(BooleanSupplier verbose) {
        this.verbose = verbose;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        int exitCode = exitCode(failure);
        if (exitCode == ExitCodes.DEFECT) {
            err.println("sluice: unexpected error: " + failure
                    + (verbose.getAsBoolean() ? "" : " (again with --verbose for the stack trace)"));
        } else {
            err.println("sluice: " + describe(failure));
        }
        if (verbose.getAsBoolean()) {
            failure.printStackTrace(err);
        }
        err.flush();
        return exitCode;
    }

    private static int exitCode(Exception failure) {
        return failure instanceof ClusterException || failure instanceof IOException
                ? ExitCodes.FAILED
                : ExitCodes.DEFECT;
    }

    /** An input/output error's message is often no more than a path, so its kind goes with it. */
    private static String describe(Exception failure) {
        return failure instanceof IOException ? failure.toString() : failure.getMessage();
    }
}
