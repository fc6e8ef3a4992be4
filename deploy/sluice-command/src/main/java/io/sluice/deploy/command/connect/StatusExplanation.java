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
        status.failures().forEach(failure -> explain(failure, out));
        for (ConnectorStatus.Task task : status.tasks()) {
            if (!task.runs() && !task.hasFailed()) {
                out.println("  task " + task.id() + ": " + task.state() + " on " + task.worker());
            }
        }
        out.flush();
    }

    private void explain(ConnectorStatus.Failure failure, PrintWriter out) {
        FailureCause cause = FailureCause.of(failure.trace());
        out.println("  " + failure.part() + " FAILED on " + failure.worker() + ": " + cause.cause());
        if (whole) {
            failure.trace().lines().forEach(line -> out.println("    " + line));
        } else {
            cause.before().forEach(line -> out.println("    so: " + line));
        }
        cause.remedy().ifPresent(remedy -> out.println("    " + remedy));
        if (!whole) {
            out.println("    (the stack trace: --trace)");
        }
    }
}
