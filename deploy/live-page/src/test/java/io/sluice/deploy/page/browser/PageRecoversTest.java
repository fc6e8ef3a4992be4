package io.sluice.deploy.page.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.page.LivePage;
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
                page.eval("document.querySelector('#files').scrollIntoView()");
                page.waitForText("#files-count", "12 files");
                page.eval("document.querySelector('#throughput').scrollIntoView()");
                page.waitFor(
                        "document.querySelector('#throughput-chart').getAttribute('aria-label').includes('720 points')");
                assertThat(page.eval("window.sameDocument").asBoolean()).isTrue();
            }
        } finally {
            first.close();
        }
    }
}
