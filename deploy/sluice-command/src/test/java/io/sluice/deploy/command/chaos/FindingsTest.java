package io.sluice.deploy.command.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.deploy.command.audit.TopicAudit;
import io.sluice.deploy.command.audit.TradesAudit;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FindingsTest {
    private static final TopicAudit.Lines TOPIC = new TopicAudit.Lines(9, 9, 0, 0, 0, List.of());
    private static final TradesAudit.Rows ROWS = new TradesAudit.Rows(9, 9, 0, 0, 0, 0, List.of());
    private static final TradesAudit.Bars BARS = new TradesAudit.Bars("s1", 3, 3, 0, 0, 0, 0, 1, List.of());
    private static final Findings.Verified SOUND = new Findings.Verified("trades", true, 2, 9, 4, 0, List.of());
    private static final Findings ALL_WELL = findings(true, TOPIC, ROWS, BARS, 0, SOUND);

    @Test
    void whatIsNotThereOnceInAnyStageFailsTheAudit() {
        assertThat(ALL_WELL.hold()).isTrue();
        assertThat(List.of(
                        findings(false, TOPIC, ROWS, BARS, 0, SOUND),
                        findings(true, new TopicAudit.Lines(9, 8, 1, 0, 0, List.of()), ROWS, BARS, 0, SOUND),
                        findings(true, new TopicAudit.Lines(9, 10, 0, 1, 0, List.of()), ROWS, BARS, 0, SOUND),
                        findings(true, TOPIC, new TradesAudit.Rows(9, 8, 1, 0, 0, 0, List.of()), BARS, 0, SOUND),
                        findings(
                                true,
                                TOPIC,
                                ROWS,
                                new TradesAudit.Bars("s1", 3, 4, 0, 0, 0, 1, 1, List.of()),
                                0,
                                SOUND),
                        findings(true, TOPIC, ROWS, BARS, 1, SOUND),
                        findings(
                                true,
                                TOPIC,
                                ROWS,
                                BARS,
                                0,
                                new Findings.Verified("trades", false, 2, 9, 4, 0, List.of("STRAY"))),
                        findings(
                                true,
                                TOPIC,
                                ROWS,
                                BARS,
                                0,
                                new Findings.Verified("trades", true, 2, 9, 4, 1, List.of()))))
                .noneMatch(Findings::hold);
    }

    @Test
    void theReportSaysTheSameForPeopleAndForMachines() throws IOException {
        JsonNode json = new ObjectMapper().readTree(FindingsJson.line(ALL_WELL));

        assertThat(json.path("ok").asBoolean()).isTrue();
        assertThat(json.path("seed").asLong()).isEqualTo(7);
        assertThat(json.path("kills").asInt()).isEqualTo(120);
        assertThat(json.path("stages").findValuesAsText("stage")).containsExactly("topic", "local");
        assertThat(json.path("done").path("kill -9").asInt()).isEqualTo(118);
        assertThat(json.path("recovery")
                        .path(0)
                        .path("allBeforeLanded")
                        .path("longest")
                        .asDouble())
                .isEqualTo(8.5);
        assertThat(FindingsText.of(ALL_WELL))
                .contains("`deploy/sluice chaos --minutes 60 --seed 7 --rate 4000`: **the audit holds**")
                .contains("| topic (read_committed) | 9 | 9 | 0 | 0 | | 0 |")
                .contains("| kill -9 | 118 | 2 |")
                .contains("| kill -9 | 2 | 1.0 / 2.0 | - | 7.0 / 8.5 | - |")
                .contains("  - 3 × some reason");
    }

    private static Findings findings(
            boolean finished,
            TopicAudit.Lines topic,
            TradesAudit.Rows rows,
            TradesAudit.Bars bars,
            long strays,
            Findings.Verified verified) {
        return new Findings(
                7,
                60,
                4_000,
                finished,
                9,
                2,
                0,
                120,
                Map.of(Deed.KILL, 118),
                Map.of(Deed.KILL, 2),
                List.of(),
                5,
                topic,
                Map.of("local", rows),
                List.of(bars),
                Map.of("chaos-invalid", strays),
                List.of(verified),
                List.of(new Watch.Recoveries(Deed.KILL, 2, List.of(1.0, 2.0), List.of(), List.of(7.0, 8.5), List.of())),
                Map.of(),
                Map.of("some reason", 3),
                Map.of(),
                Map.of("cores", "2"),
                3_700,
                40);
    }
}
