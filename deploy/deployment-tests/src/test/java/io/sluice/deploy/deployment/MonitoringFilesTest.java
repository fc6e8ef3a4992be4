package io.sluice.deploy.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Alerts and dashboard by themselves. That their metrics exist, the artefact tests look. */
class MonitoringFilesTest {
    @Test
    void everyAlertHasARemedyInTheRunbook() throws IOException {
        JsonNode rules = new ObjectMapper(new YAMLFactory())
                .readTree(Shipped.DEPLOY.resolve("monitoring/alerts.yml").toFile());
        String runbook = Files.readString(Shipped.DEPLOY.resolve("docs/runbook.md"));
        int alerts = 0;
        for (JsonNode group : rules.path("groups")) {
            for (JsonNode rule : group.path("rules")) {
                String name = rule.path("alert").asText();
                alerts++;
                assertThat(runbook).as(name).contains("### " + name + "\n");
                assertThat(rule.at("/annotations/runbook").asText())
                        .isEqualTo("deploy/docs/runbook.md#" + name.toLowerCase(Locale.ROOT));
                assertThat(rule.at("/annotations/summary").asText()).isNotBlank();
                assertThat(rule.path("expr").asText()).isNotBlank();
            }
        }
        assertThat(alerts).isGreaterThan(10);
    }

    @Test
    void everyPanelOfTheDashboardHasAPlaceOfItsOwnAndAQuestion() throws IOException {
        JsonNode dashboard = Shipped.json(Shipped.DEPLOY.resolve("monitoring/grafana/sluice.json"));
        assertThat(dashboard.path("panels").findValuesAsText("gridPos")).hasSizeGreaterThan(10);
        for (JsonNode panel : dashboard.path("panels")) {
            assertThat(panel.path("targets")).isNotEmpty();
            assertThat(panel.findValuesAsText("expr"))
                    .allSatisfy(expr -> assertThat(expr).isNotBlank());
        }
        assertThat(dashboard.path("panels").findValues("gridPos")).doesNotHaveDuplicates();
    }
}
