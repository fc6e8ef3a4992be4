package io.sluice.deploy.command.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.deploy.cluster.ClusterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoDirectoryTest {
    @TempDir
    private Path directory;

    @Test
    void aDirectoryWithFilesOfSomebodyElseIsRefusedAndLeftAsItIs() throws IOException {
        Path precious = Files.createDirectories(directory.resolve("lake")).resolve("precious.parquet");
        Files.writeString(precious, "mine");

        assertThatThrownBy(() -> DemoDirectory.open(directory))
                .isInstanceOf(ClusterException.class)
                .hasMessageContainingAll(directory.toString(), "no demo made it", "--dir DIR");

        assertThat(precious).hasContent("mine");
        assertThat(directory).isDirectoryNotContaining("regex:.*run.lock");
    }

    @Test
    void whatADemoLeftGoesWithTheNextOneAlsoAfterAKill() throws IOException, InterruptedException {
        Path place = directory.resolve("demo");
        try (DemoDirectory first = DemoDirectory.open(place)) {
            Files.writeString(first.trades().resolve("trades.csv"), "1");
            Files.createDirectories(first.table("trades"));
            Files.writeString(place.resolve("notes.txt"), "mine");
        }

        try (DemoDirectory next = DemoDirectory.open(place)) {
            assertThat(next.trades()).isEmptyDirectory();
            assertThat(next.table("trades")).doesNotExist();
            assertThat(place.resolve("notes.txt")).as("no demo's").exists();
            assertThatThrownBy(() -> DemoDirectory.open(place))
                    .isInstanceOf(ClusterException.class)
                    .hasMessageContaining("in use by another run");
        }
    }
}
