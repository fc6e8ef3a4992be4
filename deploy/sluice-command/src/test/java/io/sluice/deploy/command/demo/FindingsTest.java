package io.sluice.deploy.command.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.deploy.command.audit.BlobAudit;
import io.sluice.deploy.command.audit.TradesAudit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The exit code of a demo is that of its findings. */
class FindingsTest {
    private static final TradesAudit.Rows ROWS = new TradesAudit.Rows(9, 9, 0, 0, 0, 0, List.of());
    private static final TradesAudit.Bars BARS = new TradesAudit.Bars("s1", 3, 3, 0, 0, 0, 0, 0, List.of());
    private static final BlobAudit.Blobs BLOBS = new BlobAudit.Blobs(1, 4, 1_000, List.of());

    @Test
    void anythingThatIsNotThereOnceAndAsItWasFailsTheAudit() {
        assertThat(findings(true, ROWS, BARS, BLOBS).hold()).isTrue();
        assertThat(List.of(
                        findings(false, ROWS, BARS, BLOBS),
                        findings(true, new TradesAudit.Rows(9, 8, 1, 0, 0, 0, List.of()), BARS, BLOBS),
                        findings(true, new TradesAudit.Rows(9, 10, 0, 1, 0, 0, List.of()), BARS, BLOBS),
                        findings(true, new TradesAudit.Rows(9, 10, 0, 0, 1, 0, List.of()), BARS, BLOBS),
                        findings(true, new TradesAudit.Rows(9, 9, 0, 0, 0, 1, List.of()), BARS, BLOBS),
                        findings(true, ROWS, new TradesAudit.Bars("s1", 3, 2, 1, 0, 0, 0, 0, List.of()), BLOBS),
                        findings(true, ROWS, new TradesAudit.Bars("s1", 3, 3, 0, 1, 0, 0, 0, List.of()), BLOBS),
                        findings(true, ROWS, new TradesAudit.Bars("s1", 3, 4, 0, 0, 1, 0, 0, List.of()), BLOBS),
                        findings(true, ROWS, new TradesAudit.Bars("s1", 3, 3, 0, 0, 0, 1, 0, List.of()), BLOBS),
                        findings(true, ROWS, BARS, new BlobAudit.Blobs(1, 4, 1_000, List.of("a differs")))))
                .noneMatch(Findings::hold);
    }

    @Test
    void whatDoesNotHoldIsNamedInTheTextAndInTheObject() throws IOException {
        Findings findings = findings(
                false,
                new TradesAudit.Rows(9, 8, 1, 0, 0, 0, List.of("sequence 4 is in 1 line(s) and 0 row(s)")),
                BARS,
                new BlobAudit.Blobs(1, 4, 1_000, List.of("a and b differ from byte 7 on")));

        assertThat(FindingsText.of(findings))
                .contains(
                        "rows     WRONG: 9 lines in 2 file(s), 8 rows; 1 missing",
                        "sequence 4 is in",
                        "s1 bars  3 computed",
                        "binary   WRONG: 1 file of 1,000 bytes",
                        "differ from byte 7 on",
                        "NOT ALL HAD ARRIVED",
                        "THE AUDIT DOES NOT HOLD")
                .doesNotContain("Everything holds");
        JsonNode object = new ObjectMapper().readTree(FindingsJson.of(findings));
        assertThat(object.path("ok").asBoolean(true)).isFalse();
        assertThat(object.path("rows").path("missing").asInt()).isEqualTo(1);
        assertThat(object.path("binary").path("wrong")).hasSize(1);
        assertThat(object.path("answer").path(0).path("trades").asText()).isEqualTo("9");
    }

    private static Findings findings(
            boolean finished, TradesAudit.Rows rows, TradesAudit.Bars bars, BlobAudit.Blobs blobs) {
        return new Findings(
                finished,
                2,
                rows,
                List.of(bars),
                Optional.of(blobs),
                Path.of("lake"),
                "select 1",
                List.of(List.of("symbol", "trades"), List.of("AAPL", "9")),
                1.5);
    }
}
