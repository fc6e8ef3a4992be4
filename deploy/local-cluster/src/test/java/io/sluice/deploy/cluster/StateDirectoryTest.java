package io.sluice.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The property files a cluster keeps in its state directory. */
class StateDirectoryTest {
    private static final String NAME = "sp \u00e4\u00e9 \u6f22";

    @TempDir
    private Path directory;

    @Test
    void aPathThatIsNotAsciiIsReadBackByKafkaAsItWasWritten() throws IOException {
        Path file = directory.resolve("server.properties");

        StateDirectory.writeProperties(file, Map.of("log.dirs", NAME));

        Properties read = new Properties();
        try (InputStream content = Files.newInputStream(file)) {
            read.load(content); // as Kafka does
        }
        assertThat(read).containsOnly(Map.entry("log.dirs", NAME));
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).isASCII();
    }

    @ParameterizedTest
    @ValueSource(strings = {"port.broker-1.client=many", "port.worker-1.rest=70000", "port.x=-1", "id=\\uZZZZ"})
    void aDamagedRecordIsToldWithItsFileAndItsKey(String line) throws IOException {
        Path file = Files.writeString(directory.resolve("cluster.properties"), line + "\n");

        try (StateDirectory state = StateDirectory.lock(directory)) {
            assertThatThrownBy(state::recorded)
                    .isInstanceOf(ClusterException.class)
                    .hasMessageStartingWith("The file " + file + " is damaged: it ")
                    .hasMessageContaining(line.startsWith("port") ? line : "no property file");
        }
    }

    @Test
    void aDamagedProcessIdIsToldWithItsFile() throws IOException {
        try (StateDirectory state = StateDirectory.lock(directory)) {
            NodeFiles files = NodeFiles.of(state, "broker-1");
            Path file = Files.writeString(files.directory().resolve("pid"), "twelve\nthen\n");

            assertThatThrownBy(files::awaitEndOfLeftover)
                    .isInstanceOf(ClusterException.class)
                    .hasMessageStartingWith("The file " + file + " is damaged: its first line is twelve");
        }
    }

    @Test
    void whatIsRecordedIsReadBack() throws IOException {
        Properties properties = new Properties();
        properties.setProperty("name", NAME);

        try (StateDirectory state = StateDirectory.lock(directory)) {
            state.record(properties);

            assertThat(state.recorded()).contains(properties);
        }
    }
}
