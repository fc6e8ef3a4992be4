package io.sluice.deploy.command.connect;

import io.sluice.deploy.cluster.ConnectorStatus;
import java.io.PrintWriter;

/** Says why a connector does not run. */
final class StatusExplanation {
    private final boolean whole;

    /** @param whole whether stack traces are printed as they are */
    StatusExplanation(boolean whole) {
        this.whole = whole;
    }

    void print(ConnectorStatus status, PrintWriter out) {
        String name = status.name();
        out.println(name + ": " + status.state() + ", " + status.tasks().size() + " task(s)");
        if (status.state().equals("PAUSED") || status.state().equals("STOPPED")) {
            out.println("  somebody has " + (status.state().equals("PAUSED") ? "paused" : "stopped")
                    + " it. To let it go on: curl -X PUT CONNECT_URL/connectors/" + name + "/resume");
        }
        if (status.state().equals("FAILED")) {
            explain("connector", status.worker(), status.trace(), out);
        }
        for (ConnectorStatus.Task task : status.tasks()) {
            if (task.state().equals("FAILED")) {
                explain("task " + task.id(), task.worker(), task.trace(), out);
            } else if (!task.state().equals("RUNNING")) {
                out.println("  task " + task.id() + ": " + task.state() + " on " + task.worker());
            }
        }
        out.flush();
    }

    private void explain(String what, String worker, String trace, PrintWriter out) {
        FailureCause cause = FailureCause.of(trace);
        out.println("  " + what + " FAILED on " + worker + ": " + cause.cause());
        if (whole) {
            trace.lines().forEach(line -> out.println("    " + line));
        } else {
            cause.before().forEach(line -> out.println("    so: " + line));
        }
        cause.remedy().ifPresent(remedy -> out.println("    " + remedy));
        if (!whole) {
            out.println("    (the stack trace: --trace)");
        }
    }
}
