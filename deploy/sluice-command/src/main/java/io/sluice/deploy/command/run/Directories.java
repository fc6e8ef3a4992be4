package io.sluice.deploy.command.run;

import io.sluice.deploy.cluster.ClusterException;
import io.sluice.deploy.command.pipeline.Input;
import io.sluice.deploy.command.pipeline.Pipeline;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The user's directories that a pipeline needs. */
final class Directories {
    private Directories() {}

    /** Those to create; an input's must be there, as a mount that is missing must not look like an empty directory. */
    static List<Path> of(Pipeline pipeline) {
        for (Input input : pipeline.inputs()) {
            if (!Files.isDirectory(input.directory())) {
                throw new ClusterException("inputs." + input.name() + ".directory is " + input.directory()
                        + ", which is no directory. Create it, mount it, or correct the path.");
            }
        }
        List<Path> create = new ArrayList<>();
        if (pipeline.lakeIsDirectory()) {
            create.add(Path.of(pipeline.lake()));
        }
        return create;
    }
}
