package io.sluice.benchmarks;

import io.sluice.deploy.cluster.LocalCluster;
import java.util.stream.Stream;

/** Finds the process of a cluster's only worker. Stateless. */
final class Workers {

    private Workers() {}

    static ProcessHandle of(LocalCluster cluster) {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> Stream.of(process.info().arguments().orElse(new String[0]))
                        .anyMatch(argument ->
                                argument.contains(cluster.stateDirectory().toString()) && argument.contains("worker")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the worker's process is not to be found"));
    }
}
