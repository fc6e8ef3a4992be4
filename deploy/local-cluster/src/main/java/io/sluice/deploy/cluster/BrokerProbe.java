package io.sluice.deploy.cluster;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * Asks a broker whether it knows itself to be a member of its cluster: only then does it lead partitions.
 *
 * @param client how to get in
 */
record BrokerProbe(String address, int id, Map<String, String> client) implements Callable<Optional<Boolean>> {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    BrokerProbe(String address, int id) {
        this(address, id, Map.of());
    }

    @Override
    public Optional<Boolean> call() throws InterruptedException {
        int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        if (!listens(port)) {
            return Optional.empty(); // spares an Admin client, which logs every refused connection
        }
        Map<String, Object> config = new HashMap<>(client);
        config.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, address);
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        Admin admin = Admin.create(config);
        try {
            return admin.describeCluster().nodes().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).stream()
                    .filter(node -> node.id() == id)
                    .findAny()
                    .map(node -> true);
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(FreePorts.loopback(port), Math.toIntExact(PATIENCE.toMillis()));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
