package io.sluice.deploy.artefacts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.deploy.command.Sluice;
import java.io.IOException;
import java.net.URI;
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
        long bars;
        try {
            URI url = PageListener.url(demo, err);
            try (PageInBrowser browser = PageInBrowser.open(url)) {
                assertThat(PageListener.statusFor(url, "localhost", null)).isIn(200, 503);
                assertThat(PageListener.statusFor(url, "demo.example", null)).isEqualTo(421);
                assertThat(PageListener.statusFor(url, "localhost:" + url.getPort(), "http://demo.example"))
                        .isEqualTo(403);
                shown = PageListener.lastState(url);
                assertThat(demo.waitFor(7, TimeUnit.MINUTES))
                        .as("the demo ended; it said %s", text(err))
                        .isTrue();
                bars = stage(shown, "table:s1").path("records").asLong();
                if (browser.isThere()) {
                    showsTheDemosNumbers(browser, bars);
                }
            }
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
        long audited = new ObjectMapper()
                .readTree(text(out))
                .path("bars")
                .path(0)
                .path("found")
                .asLong(-1);
        assertThat(bars).isGreaterThanOrEqualTo(audited);
        assertThat(ProcessHandle.allProcesses()
                        .map(process -> process.info().commandLine().orElse(""))
                        .filter(line -> line.contains(directory.toString())))
                .isEmpty();
    }

    /** The demo has ended: what the page was told last is what it still shows. */
    private static void showsTheDemosNumbers(PageInBrowser browser, long bars) throws IOException {
        browser.page().waitForText("#connection", "Connection lost");
        browser.awaitNumber("table:trades", 100_000);
        browser.awaitNumber("table:s1", bars);
        browser.page().waitForText("#phase", "stopped");
        // That the page does not answer any more is none of its own.
        assertThat(browser.page().complaints()).allMatch(each -> each.startsWith("Failed to load resource"));
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
