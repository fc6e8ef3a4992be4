package io.sluice.deploy.command.run;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.deploy.cluster.ClusterException;
import io.sluice.deploy.command.pipeline.Pipeline;
import io.sluice.deploy.command.pipeline.PipelineFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeGuardTest {
    private static final String TEXT = """
            name: a
            inputs:
              lines:
                directory: in
                framing: lines
            outputs:
              lake: lake
              tables:
                lines:
            """;

    @TempDir
    private Path directory;

    @Test
    void aTableThatWasWrittenAndIsGoneIsNotTakenForANewOne() throws IOException {
        Pipeline pipeline = PipelineFile.parse("pipeline.yaml", directory, TEXT);
        Path log = Files.createDirectories(directory.resolve("lake/lines/_sluice/log"));
        try (Workspace workspace = Workspace.open(directory.resolve("state"))) {
            LakeGuard first = new LakeGuard(workspace, pipeline);
            first.requireSame();
            first.remember();
            assertThatCode(new LakeGuard(workspace, pipeline)::requireSame).doesNotThrowAnyException();

            Files.delete(log);

            assertThatThrownBy(new LakeGuard(workspace, pipeline)::requireSame)
                    .isInstanceOf(ClusterException.class)
                    .hasMessageContaining("lake/lines was written before and is not there")
                    .hasMessageContaining("mount it");
        }
    }

    @Test
    void aSecondRunInADirectoryIsToldWhoHasIt() throws IOException {
        Path state = directory.resolve("state");
        Workspace first = Workspace.open(state);

        assertThatThrownBy(() -> Workspace.open(state))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("in use by another run (process "
                        + ProcessHandle.current().pid() + ")");

        first.close();
        Workspace.open(state).close();
    }
}
