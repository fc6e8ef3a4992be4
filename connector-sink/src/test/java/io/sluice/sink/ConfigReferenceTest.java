package io.sluice.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.ConfigReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;

class ConfigReferenceTest {

    private static final Path PAGE = Path.of("docs", "configuration.md");

    @Test
    void thePageSaysWhatTheCodeDoes() throws IOException {
        String page = ConfigReference.of(ParquetSinkConnector.class, SinkConfig.keys());
        if (Boolean.getBoolean("sluice.docs.write")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, page, StandardCharsets.UTF_8);
        }

        assertThat(Files.readString(PAGE, StandardCharsets.UTF_8))
                .as("%s is made from the code: mvn test -Dtest=ConfigReferenceTest -Dsluice.docs.write=true", PAGE)
                .isEqualTo(page);
    }

    @Test
    void everyKeyHasADocumentationAGroupAndANameForPeople() {
        assertThat(SinkConfig.keys().configKeys().values()).allSatisfy(key -> {
            assertThat(key.documentation).as(key.name).endsWith(".").hasSizeGreaterThan(10);
            assertThat(key.group).as(key.name).isNotEmpty();
            assertThat(key.displayName).as(key.name).isNotEmpty();
        });
    }

    @Test
    void timesAndSizesSayTheirUnits() {
        assertThat(SinkConfig.keys().configKeys().values())
                .filteredOn(key -> key.type() == ConfigDef.Type.LONG)
                .extracting(key -> key.name)
                .allSatisfy(name -> assertThat(name).matches(".*\\.(ms|bytes|second|ratio)"));
    }
}
