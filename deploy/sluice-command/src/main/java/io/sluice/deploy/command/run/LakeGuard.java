package io.sluice.deploy.command.run;

import io.sluice.deploy.cluster.ClusterException;
import io.sluice.deploy.command.pipeline.Pipeline;
import io.sluice.deploy.command.pipeline.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Remembers which tables a run has written, so that a lake which is not mounted is not taken for a new one. Used by the command's
 * thread.
 */
final class LakeGuard {
    private final Path memory;
    private final Pipeline pipeline;
    private final Set<String> known;
    private boolean written = true;

    LakeGuard(Workspace workspace, Pipeline pipeline) throws IOException {
        this.memory = workspace.resolve("tables.txt");
        this.pipeline = pipeline;
        this.known = new TreeSet<>(Files.exists(memory) ? Files.readAllLines(memory) : List.of());
    }

    /** Fails if a table is gone. */
    void requireSame() {
        for (Path table : tables()) {
            if (known.contains(table.toString()) && !isThere(table)) {
                throw new ClusterException(
                        "The table " + table + " was written before and is not there. If its disk is not"
                                + " mounted, mount it. If it was moved, correct outputs.lake. If it was removed on purpose, and only"
                                + " what comes from now on is wanted, remove its line from " + memory + ".");
            }
        }
    }

    /** Notes the tables that are there; how many are known. What could not be written is written the next time. */
    int remember() throws IOException {
        for (Path table : tables()) {
            if (!known.contains(table.toString()) && isThere(table)) {
                written = !known.add(table.toString()) && written;
            }
        }
        if (!written) {
            Files.write(memory, known, StandardCharsets.UTF_8);
            written = true;
        }
        return known.size();
    }

    private List<Path> tables() {
        return pipeline.lakeIsDirectory()
                ? pipeline.tables().stream()
                        .map(Table::name)
                        .map(name -> Path.of(pipeline.lake()).resolve(name))
                        .toList()
                : List.of();
    }

    private static boolean isThere(Path table) {
        return Files.exists(table.resolve("_sluice").resolve("log"));
    }
}
