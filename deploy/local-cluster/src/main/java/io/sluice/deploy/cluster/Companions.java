package io.sluice.deploy.cluster;

import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The programs that run beside a cluster's nodes. Started by one thread, stopped by any. */
final class Companions {
    private static final Logger LOG = LoggerFactory.getLogger(Companions.class);
    private static final int MOST_PORT_CHOICES = 5;

    private final StateDirectory state;
    private final Readiness readiness;
    private final List<LocalNode> nodes = new CopyOnWriteArrayList<>();

    Companions(StateDirectory state, Readiness readiness) {
        this.state = state;
        this.readiness = readiness;
    }

    List<LocalNode> nodes() {
        return nodes;
    }

    ClusterNode start(Companion companion, ClusterSettings settings) throws IOException, InterruptedException {
        FreePorts ports = new FreePorts(new SecureRandom());
        for (int choice = 1; ; choice++) {
            int port = ports.next();
            URI address = URI.create("http://" + NodeProperties.LOOPBACK + ":" + port);
            LocalNode node = new LocalNode(
                    companion.name(),
                    address.toString(),
                    NodeFiles.of(state, companion.name()),
                    companion.command().apply(port),
                    NodeProcess::start,
                    new CompanionProbe(address.resolve(companion.readyPath())),
                    readiness,
                    settings);
            // Before it runs: whoever closes the cluster meanwhile must know it.
            nodes.add(node);
            state.usedBy(node);
            try {
                node.launch();
                node.awaitReady();
                return node;
            } catch (PortTakenException e) {
                nodes.remove(node);
                if (choice == MOST_PORT_CHOICES) {
                    throw e;
                }
                LOG.warn("A port was taken between the choice and the use; choosing again", e);
            }
        }
    }
}
