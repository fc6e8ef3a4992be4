package io.sluice.deploy.command.run;

import io.sluice.deploy.cluster.ClusterException;
import io.sluice.deploy.command.cluster.StopOnSignal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.ClosedByInterruptException;
import org.apache.kafka.common.errors.InterruptException;
import picocli.CommandLine.ExitCode;

/**
 * Runs a command that a signal stops in order, wherever it is: the hook, on the thread {@code run-stop}, interrupts the command's
 * thread and holds the end of the JVM up until what it started has stopped.
 */
public final class UntilSignal {
    private UntilSignal() {}

    /** What runs; it tells {@code stop} when it begins to stop. */
    @FunctionalInterface
    public interface Body {
        int run(StopOnSignal stop) throws IOException, InterruptedException;
    }

    /** Runs the body, and tells what failed if the signal's stop did; after a signal the JVM has the signal's exit code. */
    public static int run(PrintWriter err, Body body) throws IOException, InterruptedException {
        StopOnSignal stop = new StopOnSignal(Thread.currentThread(), () -> say(err, "Stopping"));
        Runtime.getRuntime().addShutdownHook(new Thread(stop::signal, "run-stop"));
        try {
            return body.run(stop);
        } catch (InterruptedException | IOException | ClusterException | InterruptException e) {
            if (!stop.signalled()) {
                throw e;
            }
            if (e instanceof ClusterException
                    || (e instanceof IOException && !(e instanceof ClosedByInterruptException))) {
                say(err, "sluice: " + e.getMessage());
            }
            for (Throwable also : e.getSuppressed()) {
                say(err, "sluice: " + also.getMessage());
            }
            say(err, "Stopped");
            return ExitCode.SOFTWARE;
        } finally {
            // The hook runs at every end of the JVM; at one that no signal brought it has nothing to say.
            boolean unused = stop.beginStop();
            stop.end();
        }
    }

    private static void say(PrintWriter to, String line) {
        to.println(line);
        to.flush();
    }
}
