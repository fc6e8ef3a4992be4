package io.sluice.deploy.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A program that starts a cluster, pauses its worker and waits: the parent that a test kills. */
final class OwnerMain {
    private OwnerMain() {}

    public static void main(String[] arguments) throws Exception {
        LocalCluster cluster = LocalCluster.start(TestClusters.in(Path.of(arguments[0]))
                .workers(1)
                .pluginPath(List.of())
                .build());
        cluster.workers().get(0).pause();
        System.out.println("ready");
        new CountDownLatch(1).await();
    }
}
