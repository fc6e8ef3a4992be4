package io.sluice.deploy.command.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.deploy.cluster.ClusterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceTest {
    @TempDir
    private Path directory;

    @Test
    void aSecondRunInTheSameDirectoryIsRefusedWithWhoHasItAndWhatToDoUntilTheFirstEnds() throws IOException {
        Path place = directory.resolve("not yet there/run");
        try (Workspace first = Workspace.open(place)) {
            assertThat(first.directory()).isEqualTo(place);
            assertThatThrownBy(() -> Workspace.open(directory.resolve("not yet there/other/../run")))
                    .isInstanceOf(ClusterException.class)
                    .hasMessageContainingAll(
                            place.toString(),
                            "in use by another run (process "
                                    + ProcessHandle.current().pid() + ")",
                            "--dir DIR");
        }

        try (Workspace next = Workspace.open(place)) {
            assertThat(next.directory()).isEqualTo(place);
        }
    }

    @Test
    void whatIsRemovedGoesWithAllThatIsInItAndNothingElseDoes() throws IOException {
        try (Workspace workspace = Workspace.open(directory)) {
            Files.createDirectories(workspace.resolve("cluster/broker-1"));
            Files.writeString(workspace.resolve("cluster/broker-1/log"), "x");
            Files.writeString(workspace.resolve("other"), "x");

            workspace.remove("cluster");
            workspace.remove("never was");

            assertThat(workspace.resolve("cluster")).doesNotExist();
            assertThat(workspace.resolve("other")).exists();
        }
    }
}
