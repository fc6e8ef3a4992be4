package io.sluice.deploy.page.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.page.LivePage;
import io.sluice.deploy.page.Point;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The page goes on by itself when what it looks at was away. */
@ExtendWith(InChromium.class)
class PageRecoversTest {
    private static final MadeUpMarket MARKET = new MadeUpMarket(MadeUpMarket.NOON);

    @Test
    void afterARestartOfThePipelineThePageShowsTheNewOneWithoutAHand(Chromium chromium) throws IOException {
        LivePage first = MARKET.serve(0, "first", Map.of());
        try (BrowserPage page = chromium.open(first.url(), Look.WIDE)) {
            page.waitForText("#connection", "Live");
            page.waitFor("document.querySelector(\"[data-slot='dir:trades'] dd[title='1,000,000']\")");
            page.eval("window.sameDocument = true");

            first.close();
            page.waitForText("#connection", "Connection lost");

            MadeUpMarket later = new MadeUpMarket(MadeUpMarket.NOON + 60_000);
            try (LivePage second = later.serve(first.url().getPort(), "second", Map.of())) {
                second.board().state(later.state("second", 77, null));
                second.board().files(later.files(12));

                page.waitForText("#connection", "Live");
                page.waitFor(
                        "document.querySelector(\"[data-slot='dir:trades'] .facts\").textContent.includes('total77')");
                page.waitForTextAt("#files", "#files-count", "12 files");
                page.waitAt(
                        "#throughput",
                        "document.querySelector('#throughput-chart').getAttribute('aria-label').includes('720 points')");
                assertThat(page.eval("window.sameDocument").asBoolean()).isTrue();
            }
        } finally {
            first.close();
        }
    }

    @Test
    void afterTheBrowsersNetworkHasFailedThePageShowsWhatIsNowWithoutAHand(Chromium chromium) throws IOException {
        try (LivePage server = MARKET.serve(0, "first", Map.of());
                BrowserPage page = chromium.open(server.url(), Look.WIDE)) {
            page.waitForText("#connection", "Live");
            page.waitFor("document.querySelector(\"[data-slot='dir:trades'] dd[title='1,000,000']\")");
            page.eval("window.sameDocument = true");

            page.network(false);
            page.waitFor("!document.querySelector('#connection').textContent.includes('Live')");
            server.board().state(MARKET.state("first", 1_234_567, null));
            server.board().point(new Point(MadeUpMarket.NOON + 5_000, 1.0, 7_777.0, 1.0, 1.0, 1L, 0));
            page.network(true);

            page.waitForText("#connection", "Live");
            page.waitFor("document.querySelector(\"[data-slot='dir:trades'] dd[title='1,234,567']\")");
            // What came meanwhile is asked for, as it was not heard.
            page.waitForTextAt("#throughput", "#throughput-figures tr[data-key='recordsPerSecond']", "7,777 /s");
            assertThat(page.eval("window.sameDocument").asBoolean()).isTrue();
        }
    }
}
