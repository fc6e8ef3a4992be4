package io.sluice.deploy.command.chaos;

import io.sluice.deploy.command.run.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The directory of a run: what the run before left in it goes, and what is not such a run's is not touched. Owned by the command's
 * thread.
 */
final class ChaosDirectory implements AutoCloseable {
    private static final String MARK = "made-by-sluice-chaos";
    private static final List<String> CONTENT =
            List.of("input", "journal", "s3", "s3-fetched", "lake", "lake-kept", "cluster", "apps", "scratch");

    private final Workspace workspace;

    private ChaosDirectory(Workspace workspace) {
        this.workspace = workspace;
    }

    static ChaosDirectory open(Path directory) throws IOException, InterruptedException {
        Workspace workspace = Workspace.anew(directory, MARK, "chaos run", CONTENT);
        boolean ready = false;
        try {
            for (String name : CONTENT) {
                Files.createDirectories(workspace.resolve(name));
            }
            ready = true;
            return new ChaosDirectory(workspace);
        } finally {
            if (!ready) {
                workspace.close();
            }
        }
    }

    Workspace workspace() {
        return workspace;
    }

    /** Where the logs grow. */
    Path input() {
        return workspace.resolve("input");
    }

    /** What was written into them. */
    Path journal() {
        return workspace.resolve("journal").resolve("trades.csv");
    }

    /** Where S3 keeps its objects. */
    Path s3() {
        return workspace.resolve("s3");
    }

    /** A table of S3, as the audit reads it. */
    Path fetched() {
        return workspace.resolve("s3-fetched");
    }

    /** The local tables. */
    Path lake() {
        return workspace.resolve("lake");
    }

    /** What is kept of them if the audit does not hold. */
    Path kept() {
        return workspace.resolve("lake-kept");
    }

    Path cluster() {
        return workspace.resolve("cluster");
    }

    Path app(String name) {
        return workspace.resolve("apps").resolve(name);
    }

    Path scratch() {
        return workspace.resolve("scratch");
    }

    @Override
    public void close() throws IOException {
        workspace.close();
    }
}
