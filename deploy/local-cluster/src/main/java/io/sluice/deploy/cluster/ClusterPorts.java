package io.sluice.deploy.cluster;

import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.IntSupplier;

/**
 * The ports of a cluster by use, for example {@code broker-1.client}. Immutable; kept between starts, so that a client
 * may remember them.
 */
record ClusterPorts(Map<String, Integer> byUse) {
    static final String KEY_PREFIX = "port.";

    ClusterPorts {
        byUse = Map.copyOf(byUse);
    }

    /** Keeps each recorded port that is still free and takes the next one for every other use. */
    static ClusterPorts choose(
            Properties recorded, int brokers, int workers, IntPredicate isFree, IntSupplier nextFree) {
        Map<String, Integer> ports = new TreeMap<>();
        for (int id = 1; id <= brokers; id++) {
            ports.put("broker-" + id + ".client", 0);
            ports.put("broker-" + id + ".controller", 0);
        }
        for (int id = 1; id <= workers; id++) {
            ports.put("worker-" + id + ".rest", 0);
        }
        ports.replaceAll((use, none) -> {
            int port = Integer.parseInt(recorded.getProperty(KEY_PREFIX + use, "0"));
            return port != 0 && isFree.test(port) ? port : nextFree.getAsInt();
        });
        return new ClusterPorts(ports);
    }

    /** Adds the ports to what is recorded. Ports of workers not started this time stay recorded. */
    void recordIn(Properties properties) {
        byUse.forEach((use, port) -> properties.setProperty(KEY_PREFIX + use, port.toString()));
    }

    int broker(int id) {
        return byUse.get("broker-" + id + ".client");
    }

    int controller(int id) {
        return byUse.get("broker-" + id + ".controller");
    }

    int worker(int id) {
        return byUse.get("worker-" + id + ".rest");
    }
}
