package io.sluice.deploy.artefacts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
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
        JsonNode shown;
        long bars;
        SluiceProcess demo = start(directory, "--trades", "100000", "--page-port", "0");
        try (demo) {
            URI url = PageListener.url(demo.process(), demo.errFile());
            try (PageInBrowser browser = PageInBrowser.open(url)) {
                assertThat(PageListener.statusFor(url, "localhost", null)).isIn(200, 503);
                assertThat(PageListener.statusFor(url, "demo.example", null)).isEqualTo(421);
                assertThat(PageListener.statusFor(url, "localhost:" + url.getPort(), "http://demo.example"))
                        .isEqualTo(403);
                shown = PageListener.lastState(url);
                assertThat(demo.awaitEnd()).as(demo.err() + demo.out()).isZero();
                bars = stage(shown, "table:s1").path("records").asLong();
                if (browser.isThere()) {
                    showsTheDemosNumbers(browser, bars);
                }
            }
        }

        assertThat(demo.err()).doesNotContain("has failed");
        assertThat(demo.out())
                .as("%s", demo.err())
                .startsWith("{\"ok\":true,\"finished\":true,")
                .contains("\"lines\":100000,\"rows\":100000,\"missing\":0,\"duplicated\":0")
                .contains("\"binary\":{\"files\":1,\"chunks\":");
        assertThat(shown.path("phase").asText()).isEqualTo("stopped");
        assertThat(stage(shown, "table:trades").path("records").asLong()).isEqualTo(100_000);
        assertThat(stage(shown, "dir:trades").path("failure").isNull()).isTrue();
        assertThat(shown.path("totals").path("deadLetters").asLong(-1)).isZero();
        // A bar that was corrected is there with each revision.
        long audited = new ObjectMapper()
                .readTree(demo.out())
                .path("bars")
                .path(0)
                .path("found")
                .asLong(-1);
        assertThat(bars).isGreaterThanOrEqualTo(audited);
        assertThat(SluiceProcess.stillRunningIn(directory)).isEmpty();
    }

    /** The later day has the first numbers, prices have a changing number of places, and the name is one that has to be quoted. */
    @Test
    @Tag("soak") // Half a minute that CI does not have: TradesAuditTest and DemoPipelineTest look at what is
    // different here.
    @Timeout(value = 8, unit = TimeUnit.MINUTES)
    void theAuditHoldsForFilesOfTheUsersOwn(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory)
            throws IOException, InterruptedException {
        Path input = Files.createDirectory(directory.resolve("it's mine"));
        int lines = 0;
        for (int day = 8; day > 6; day--) {
            List<String> trades = new ArrayList<>();
            for (int i = 0; i < 3_000; i++) {
                String places = i % 7 == 0 ? "" : "." + i % 100;
                trades.add("2016-10-0%dT%02d:%02d:%02dZ,BTCUSD,611%s,0.%08d,%d"
                        .formatted(day, i / 600, i / 10 % 60, i % 10 * 6, places, 1 + i * 997, ++lines));
            }
            Files.write(input.resolve("day-" + day + ".csv"), trades);
        }
        SluiceProcess demo = start(directory, "--input", input.toString(), "--no-page");
        try (demo) {
            assertThat(demo.awaitEnd()).as(demo.err() + demo.out()).isZero();
        }
        assertThat(demo.out())
                .startsWith("{\"ok\":true,\"finished\":true,")
                .contains("\"lines\":6000,\"rows\":6000,\"missing\":0,\"duplicated\":0");
        assertThat(SluiceProcess.stillRunningIn(directory)).isEmpty();
    }

    private static SluiceProcess start(Path directory, String... further) throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of("demo", "--json", "--dir", directory.resolve("demo").toString()));
        arguments.addAll(List.of(further));
        return SluiceProcess.start(directory, "demo", arguments.toArray(String[]::new));
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
}
