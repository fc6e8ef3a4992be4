package io.sluice.deploy.command.connect;

import io.sluice.deploy.cluster.ClusterException;
import io.sluice.deploy.cluster.ConnectRest;
import io.sluice.deploy.command.terminal.Console;
import java.net.URI;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which Connect cluster: what several commands have in common. */
final class ClusterOption {
    @Option(
            names = "--connect",
            required = true,
            split = ",",
            paramLabel = "URL",
            description = "The REST interface of a worker, such as http://localhost:8083. Several of one cluster, with"
                    + " commas between, are tried in order.")
    private List<URI> workers;

    ConnectRest rest(Console console) {
        for (URI worker : workers) {
            if (worker.getHost() == null || !Set.of("http", "https").contains(worker.getScheme())) {
                throw console.mistake("--connect is " + worker + "; it must be like http://localhost:8083.");
            }
        }
        return new ConnectRest(workers);
    }

    /** The first question to a cluster, whose failure is the user's to understand. */
    Set<String> plugins(ConnectRest rest) throws Refusal, InterruptedException {
        try {
            return rest.connectorPlugins();
        } catch (ClusterException e) {
            throw new Refusal(
                    "no Connect worker answers at " + workers + ". Is one running, and is that the address of its REST"
                            + " interface? ('sluice cluster up' prints it.) " + e.getMessage(),
                    e);
        }
    }
}
