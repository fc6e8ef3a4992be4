package io.sluice.deploy.cluster;

import org.apache.kafka.connect.cli.ConnectDistributed;

/** The main class of a worker's child process: Connect's own distributed worker. */
final class WorkerMain {
    private WorkerMain() {}

    /** Takes the properties file. */
    public static void main(String[] arguments) {
        ParentWatch.start(System.in);
        ConnectDistributed.main(arguments);
    }
}
