package io.sluice.deploy.cluster;

import kafka.Kafka;
import kafka.tools.StorageTool;

/** The main class of a broker's child process: formats its storage on first use, then runs Kafka's own main. */
final class BrokerMain {
    private BrokerMain() {}

    /** Takes the properties file and the cluster id. */
    public static void main(String[] arguments) {
        ParentWatch.start(System.in);
        String properties = arguments[0];
        String clusterId = arguments[1];
        int formatted = StorageTool.execute(
                new String[] {"format", "--ignore-formatted", "--cluster-id", clusterId, "--config", properties},
                System.out);
        if (formatted != 0) {
            System.err.println("formatting the storage failed");
            System.exit(formatted);
        }
        Kafka.main(new String[] {properties});
    }
}
