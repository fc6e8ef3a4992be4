package io.sluice.deploy.page.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.page.LivePage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/** Makes the pictures of the README anew: -Dsluice.screenshots.write=true, or a directory instead of true. */
@ExtendWith(InChromium.class)
@EnabledIfSystemProperty(named = "sluice.screenshots.write", matches = ".+")
class ScreenshotsTest {
    private static final int LARGEST_BYTES = 400_000;

    @Test
    void thePicturesShowThePageInLightAndInDark(Chromium chromium) throws IOException {
        String asked = System.getProperty("sluice.screenshots.write");
        Path directory = asked.equals("true") ? Path.of("..", "docs") : Path.of(asked);
        Files.createDirectories(directory);
        MadeUpMarket market = new MadeUpMarket(System.currentTimeMillis() / 1_000 * 1_000);
        try (LivePage server = market.serve(0, "first", Map.of())) {
            for (Look look : new Look[] {new Look(1440, 1_130, false, true), new Look(1440, 1_130, true, true)}) {
                take(
                        chromium,
                        server,
                        market,
                        look,
                        directory.resolve(look.dark() ? "live-page-dark.png" : "live-page.png"));
            }
            if (!asked.equals("true")) {
                // For those who work on the page.
                take(chromium, server, market, new Look(1440, 3_000, false, true), directory.resolve("wide.png"));
                take(chromium, server, market, new Look(1440, 3_000, true, true), directory.resolve("wide-dark.png"));
                take(chromium, server, market, new Look(760, 4_200, false, true), directory.resolve("half.png"));
                take(chromium, server, market, new Look(420, 4_800, true, true), directory.resolve("narrow-dark.png"));
            }
        }
    }

    private static void take(Chromium chromium, LivePage server, MadeUpMarket market, Look look, Path file)
            throws IOException {
        try (BrowserPage page = chromium.open(server.url(), look)) {
            page.waitForText("#connection", "Live");
            // So many states that the small curves have a course.
            for (int i = 1; i <= 60; i++) {
                long records = 1_000_000 + 1_250L * i;
                server.board().state(market.lively("first", records, i));
                page.waitFor("document.querySelector(\"[data-slot='dir:trades'] dd[title='"
                        + String.format(Locale.ROOT, "%,d", records) + "']\")");
            }
            page.waitFor("document.querySelector('#bars-chart').getAttribute('aria-label').includes('600 bars')");
            page.waitFor(
                    "document.querySelector('#throughput-chart').getAttribute('aria-label').includes('720 points')");
            // Two frames, so that everything is painted.
            page.eval(
                    "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 300))))");
            byte[] picture = page.screenshot();
            assertThat(page.complaints()).isEmpty();
            assertThat(picture.length).as(file.toString()).isLessThan(LARGEST_BYTES);
            Files.write(file, picture);
        }
    }
}
