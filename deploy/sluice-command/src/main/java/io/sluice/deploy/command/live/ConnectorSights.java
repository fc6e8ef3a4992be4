package io.sluice.deploy.command.live;

import io.sluice.deploy.cluster.ClusterException;
import io.sluice.deploy.cluster.ConnectRest;
import io.sluice.deploy.cluster.ConnectorStatus;
import io.sluice.deploy.command.connect.FailureCause;
import io.sluice.deploy.page.PipelineState.Failure;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What Connect says of the connectors. */
final class ConnectorSights {
    private ConnectorSights() {}

    /** One connector: its state as Connect has it, and why it does not run, or null. */
    record Sight(String state, Failure failure) {}

    static Map<String, Sight> ask(ConnectRest rest, List<String> names) throws IOException, InterruptedException {
        Map<String, Sight> sights = new LinkedHashMap<>();
        try {
            Map<String, ConnectorStatus> all = rest.statuses();
            for (String name : names) {
                if (all.containsKey(name)) {
                    sights.put(name, of(all.get(name)));
                }
            }
        } catch (ClusterException e) {
            throw new IOException(e.getMessage(), e);
        }
        return sights;
    }

    static Sight of(ConnectorStatus status) {
        if (status.state().equals("FAILED")) {
            return new Sight(status.state(), failure(status.name(), status.trace()));
        }
        return status.tasks().stream()
                .filter(task -> task.state().equals("FAILED"))
                .findFirst()
                .map(task -> new Sight("FAILED", failure(status.name() + " task " + task.id(), task.trace())))
                .orElseGet(() -> new Sight(status.state(), null));
    }

    private static Failure failure(String task, String trace) {
        FailureCause cause = FailureCause.of(trace);
        return new Failure(cause.cause(), cause.remedy().orElse(""), task);
    }
}
