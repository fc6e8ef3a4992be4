package io.sluice.deploy.artefacts;

import io.sluice.deploy.cluster.ClusterNode;
import io.sluice.sink.CrashPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The test's side of the points at which threads of workers stand still: see the worker's. Owned by the test's thread. */
final class ArmedPoints {
    private final Path control;

    ArmedPoints(Path control) {
        this.control = control;
    }

    void arm(ClusterNode worker, Collection<CrashPoint> points) throws IOException {
        for (CrashPoint point : points) {
            Files.createFile(file(point, worker, "armed"));
        }
    }

    /** Those of the points that no thread of the worker stands at yet. */
    List<CrashPoint> notReached(ClusterNode worker, Collection<CrashPoint> points) {
        List<CrashPoint> left = new ArrayList<>(points);
        left.removeIf(point -> Files.exists(file(point, worker, "reached")));
        return left;
    }

    /** Threads that stand at points of the worker go on, if it lives, and no more do. */
    void release(ClusterNode worker) throws IOException {
        for (CrashPoint point : CrashPoint.values()) {
            Files.deleteIfExists(file(point, worker, "armed"));
            Files.deleteIfExists(file(point, worker, "reached"));
        }
    }

    private Path file(CrashPoint point, ClusterNode worker, String state) {
        return control.resolve(point + "." + worker.name() + "." + state);
    }
}
