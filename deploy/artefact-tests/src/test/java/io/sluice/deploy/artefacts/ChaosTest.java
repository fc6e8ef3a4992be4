package io.sluice.deploy.artefacts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.deploy.command.Sluice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** {@code sluice chaos} as its user runs it, for as short as it can be: every process is killed, and nothing is lost or doubled. */
class ChaosTest {
    private static final int LEAST_KILLS = 10;
    private static final long SEED = 7;

    @Tag("soak")
    @Test
    @Timeout(value = 14, unit = TimeUnit.MINUTES)
    void everyLineIsInTheTopicAndInBothTablesAndInItsBarsOnceAfterTenKills(
            @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) throws IOException, InterruptedException {
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        Process chaos = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dsluice.home=" + Path.of("..", "..").toRealPath(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Sluice.class.getName(),
                        "chaos",
                        "--json",
                        "--minutes",
                        "0.5",
                        "--seed",
                        Long.toString(SEED),
                        "--dir",
                        directory.resolve("chaos").toString()))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(chaos.waitFor(13, TimeUnit.MINUTES))
                    .as("the run ended; it said %s", text(err))
                    .isTrue();
        } finally {
            chaos.descendants().forEach(ProcessHandle::destroyForcibly);
            chaos.destroyForcibly();
        }

        assertThat(text(out)).as("%s", text(err)).isNotEmpty();
        JsonNode findings = new ObjectMapper().readTree(text(out));
        assertThat(findings.path("ok").asBoolean())
                .as("%s%n%s", findings.toPrettyString(), text(err))
                .isTrue();
        assertThat(findings.path("kills").asInt()).isGreaterThanOrEqualTo(LEAST_KILLS);
        assertThat(findings.path("stages").findValuesAsText("stage")).containsExactly("topic", "local", "S3");
        for (JsonNode stage : findings.path("stages")) {
            assertThat(stage.path("found").asLong())
                    .isEqualTo(findings.path("records").asLong())
                    .isPositive();
        }
        assertThat(chaos.exitValue()).isZero();
        assertThat(ProcessHandle.allProcesses()
                        .map(process -> process.info().commandLine().orElse(""))
                        .filter(line -> line.contains(directory.toString())))
                .isEmpty();
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
