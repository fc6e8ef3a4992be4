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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** {@code sluice demo} as its user runs it: a process, with the archives that the build has made. */
class DemoTest {
    @Test
    @Timeout(value = 8, unit = TimeUnit.MINUTES)
    void theAuditOfTheWholePathHoldsAndNoProcessIsLeft(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory)
            throws IOException, InterruptedException {
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        Process demo = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dsluice.home=" + Path.of("..", "..").toRealPath(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Sluice.class.getName(),
                        "demo",
                        "--json",
                        "--trades",
                        "100000",
                        "--page-port",
                        "0",
                        "--dir",
                        directory.resolve("demo").toString()))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        JsonNode shown;
        try {
            shown = PageListener.lastState(demo, err);
            assertThat(demo.waitFor(7, TimeUnit.MINUTES))
                    .as("the demo ended; it said %s", text(err))
                    .isTrue();
        } finally {
            demo.descendants().forEach(ProcessHandle::destroyForcibly);
            demo.destroyForcibly();
        }

        assertThat(text(err)).doesNotContain("has failed");
        assertThat(text(out))
                .as("%s", text(err))
                .startsWith("{\"ok\":true,\"finished\":true,")
                .contains("\"lines\":100000,\"rows\":100000,\"missing\":0,\"duplicated\":0")
                .contains("\"binary\":{\"files\":1,\"chunks\":");
        assertThat(demo.exitValue()).isZero();
        assertThat(shown.path("phase").asText()).isEqualTo("stopped");
        assertThat(stage(shown, "table:trades").path("records").asLong()).isEqualTo(100_000);
        assertThat(stage(shown, "dir:trades").path("failure").isNull()).isTrue();
        assertThat(shown.path("totals").path("deadLetters").asLong(-1)).isZero();
        // A bar that was corrected is there with each revision.
        long bars = new ObjectMapper()
                .readTree(text(out))
                .path("bars")
                .path(0)
                .path("found")
                .asLong(-1);
        assertThat(stage(shown, "table:s1").path("records").asLong()).isGreaterThanOrEqualTo(bars);
        assertThat(ProcessHandle.allProcesses()
                        .map(process -> process.info().commandLine().orElse(""))
                        .filter(line -> line.contains(directory.toString())))
                .isEmpty();
    }

    private static JsonNode stage(JsonNode state, String id) {
        for (JsonNode stage : state.path("stages")) {
            if (stage.path("id").asText().equals(id)) {
                return stage;
            }
        }
        throw new AssertionError("no stage " + id + " in " + state);
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
