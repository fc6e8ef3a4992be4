package io.sluice.deploy.command.demo;

import io.sluice.deploy.command.run.Workspace;
import java.io.IOException;
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
        Workspace workspace = Workspace.anew(directory, MARK, "demo", CONTENT);
        boolean ready = false;
        try {
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
