package io.sluice.deploy.artefacts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** {@code sluice chaos} as its user runs it, for as short as it can be: every process is killed, and nothing is lost or doubled. */
class ChaosTest {
    private static final int LEAST_KILLS = 10;

    /** Of a schedule whose deeds are spread well over the processes: none has to wait long for those before it. */
    private static final String SEED = "153";

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void everyLineIsInTheTopicAndInBothTablesAndInItsBarsOnceAfterTenKills(
            @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) throws IOException, InterruptedException {
        SluiceProcess chaos = SluiceProcess.start(
                directory,
                "chaos",
                "chaos",
                "--json",
                "--minutes",
                "0.3",
                "--rate",
                "1000",
                "--settle",
                "4",
                "--seed",
                SEED,
                "--dir",
                directory.resolve("kept").toString());
        int exitCode;
        try (chaos) {
            exitCode = chaos.awaitEnd();
        }

        assertThat(chaos.out()).as("%s", chaos.err()).isNotEmpty();
        JsonNode findings = new ObjectMapper().readTree(chaos.out());
        assertThat(findings.path("ok").asBoolean())
                .as("%s%n%s", findings.toPrettyString(), chaos.err())
                .isTrue();
        assertThat(findings.path("kills").asInt()).isGreaterThanOrEqualTo(LEAST_KILLS);
        assertHeld(findings);
        assertThat(exitCode).isZero();
        assertThat(SluiceProcess.stillRunningIn(directory)).isEmpty();
    }

    /** That it was looked for in every place, and that there was something to be found. */
    private static void assertHeld(JsonNode findings) {
        long records = findings.path("records").asLong();
        assertThat(records).isPositive();
        assertThat(findings.path("stages").findValuesAsText("stage")).containsExactly("topic", "local", "S3");
        for (JsonNode stage : findings.path("stages")) {
            assertThat(stage.path("found").asLong()).isEqualTo(records);
            assertThat(stage.path("missing").asLong(-1)).isZero();
            assertThat(stage.path("duplicated").asLong(-1)).isZero();
        }
        assertThat(findings.path("bars").findValuesAsText("window")).containsExactly("s1", "m1");
        for (JsonNode bars : findings.path("bars")) {
            assertThat(bars.path("expected").asLong()).isPositive();
            assertThat(bars.path("found").asLong())
                    .isEqualTo(bars.path("expected").asLong());
            assertThat(bars.path("missing").asLong(-1)).isZero();
            assertThat(bars.path("wrong").asLong(-1)).isZero();
        }
        assertThat(findings.path("verified").findValuesAsText("table"))
                .containsExactly("trades", "s1", "m1", "trades in S3");
    }
}
