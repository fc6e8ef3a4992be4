package io.sluice.deploy.command.demo;

import io.sluice.deploy.cluster.ClusterException;
import io.sluice.deploy.cluster.LocalCluster;
import io.sluice.deploy.command.run.Workspace;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The directory of a demo: what the demo before left in it goes, and what is not a demo's is not touched. Owned by the command's
 * thread.
 */
final class DemoDirectory implements AutoCloseable {
    private static final String MARK = "made-by-sluice-demo";
    private static final List<String> CONTENT = List.of(
            "input", "lake", "reassembled", "cluster", "app-state", "app.properties", "tables.txt", "pipeline.yaml");

    private final Workspace workspace;

    private DemoDirectory(Workspace workspace) {
        this.workspace = workspace;
    }

    static DemoDirectory open(Path directory) throws IOException, InterruptedException {
        boolean ours = Files.exists(directory.resolve(MARK));
        if (!ours && Files.isDirectory(directory) && !isEmpty(directory)) {
            throw new ClusterException(
                    "The directory " + directory.toAbsolutePath().normalize()
                            + " is not empty, and no demo made it. Choose another one with --dir DIR.");
        }
        Workspace workspace = Workspace.open(directory);
        boolean ready = false;
        try {
            if (!ours) {
                Files.createFile(workspace.resolve(MARK));
            }
            LocalCluster.awaitEndOfLeftovers(workspace.resolve("cluster"));
            for (String name : CONTENT) {
                workspace.remove(name);
            }
            Files.createDirectories(workspace.resolve("input").resolve("trades"));
            Files.createDirectories(workspace.resolve("input").resolve("books"));
            Files.createDirectories(workspace.resolve("reassembled"));
            ready = true;
            return new DemoDirectory(workspace);
        } finally {
            if (!ready) {
                workspace.close();
            }
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            return !entries.iterator().hasNext();
        }
    }

    Workspace workspace() {
        return workspace;
    }

    Path trades() {
        return workspace.resolve("input").resolve("trades");
    }

    Path books() {
        return workspace.resolve("input").resolve("books");
    }

    Path reassembled() {
        return workspace.resolve("reassembled");
    }

    Path table(String name) {
        return workspace.resolve("lake").resolve(name);
    }

    @Override
    public void close() throws IOException {
        workspace.close();
    }
}
