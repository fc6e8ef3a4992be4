package io.sluice.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
