package io.sluice.deploy.page.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.page.LivePage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The page without a mouse, without sight, in the dark, and in half a screen. */
@ExtendWith(InChromium.class)
class PageAccessTest {
    private static final MadeUpMarket MARKET = new MadeUpMarket(MadeUpMarket.NOON);
    private static final int MOST_STOPS = 120;

    private static LivePage server;
    private BrowserPage page;

    @BeforeAll
    static void serve() throws IOException {
        server = MARKET.serve(0, "first", Map.of());
        server.board().state(MARKET.state("first", 1_000_000, MadeUpMarket.FULL));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void open(Chromium chromium) throws IOException {
        page = chromium.open(server.url(), Look.WIDE);
        page.waitForText("#connection", "Live");
        page.waitForText("#attention", "Remedy");
    }

    @AfterEach
    void close() throws IOException {
        page.close();
    }

    @Test
    void theTabulatorWalksThroughEveryPartOfThePageAndEachStopIsSeen() throws IOException {
        showAll();
        List<String> stops = new ArrayList<>();
        List<String> unseen = new ArrayList<>();
        for (int i = 0; i < MOST_STOPS && !stops.contains("help-link"); i++) {
            page.press("Tab");
            stops.add(page.focused());
            if (!page.eval(
                            "(() => { const e = document.activeElement; const s = getComputedStyle(e);"
                                    + "const r = e.getBoundingClientRect();"
                                    + "return r.width > 0 && r.height > 0 && s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2; })()")
                    .asBoolean()) {
                unseen.add(stops.get(stops.size() - 1));
            }
        }
        assertThat(stops).startsWith("Skip to the pipeline", "Pipeline", "Bars");
        assertThat(stops)
                .containsSubsequence(
                        "theme",
                        "help-open",
                        "bars-key",
                        "s1",
                        "m1",
                        "files-query",
                        "files-state",
                        "files-scroll",
                        "Path",
                        "commits-filter",
                        "query-sql",
                        "query-run",
                        "problems-kind",
                        "help-link");
        assertThat(unseen).isEmpty();
    }

    @Test
    void theSkipLinkLeadsPastTheHead() throws IOException {
        page.press("Tab");
        page.press("Enter");

        page.waitFor("document.activeElement.id === 'main'");
    }

    @Test
    void singleKeysLeadWhereTheHelpSaysAndCanBeSwitchedOff() throws IOException {
        page.press("/");
        assertThat(page.focused()).isEqualTo("files-query");
        page.press("/");
        page.press("?");
        assertThat(page.eval("document.querySelector('#files-query').value").asText())
                .isEqualTo("/?");
        page.press("Escape");
        page.press("k");
        assertThat(page.focused()).isEqualTo("bars-key");
        page.press("Escape");
        page.press("7");
        assertThat(page.focused()).isEqualTo("problems-title");
        page.press("?");
        page.waitFor("document.querySelector('#help').open");
        page.click("#keys-on");
        page.press("Escape");
        page.waitFor("!document.querySelector('#help').open");
        page.press("/");

        assertThat(page.focused()).isNotEqualTo("files-query");
    }

    @Test
    void aDialogKeepsTheFocusAndGivesItBack() throws IOException {
        page.eval("document.querySelector('#help-open').focus()");
        page.press("Enter");
        page.waitFor("document.querySelector('#help').open");
        page.press("Tab");
        page.press("Tab");
        page.press("Tab");
        assertThat(page.eval(
                                "document.activeElement === document.body || document.querySelector('#help').contains(document.activeElement)")
                        .asBoolean())
                .isTrue();

        page.press("Escape");

        page.waitFor("document.activeElement.id === 'help-open'");
    }

    @Test
    void nothingIsWrongByTheRulesOfAccessInLightAndInDark() throws IOException {
        showAll();
        assertThat(breaches()).isEmpty();

        page.look(new Look(1440, 4_000, true, true));
        assertThat(breaches()).isEmpty();

        page.eval("document.querySelector('#problems-table a').click()");
        page.waitForText("#record-body", "sluice.offset");
        assertThat(breaches()).isEmpty();
    }

    @Test
    void theRulesFindWhatIsWrong() throws IOException {
        page.eval("document.querySelector('#theme').removeAttribute('aria-label');"
                + "document.querySelector('#theme').textContent = ''; document.querySelector('#theme').title = '';"
                + "document.querySelector('#uptime').style.color = '#cccccc'");

        assertThat(breaches())
                .anyMatch(each -> each.startsWith("button-name #theme"))
                .anyMatch(each -> each.startsWith("color-contrast #uptime"));
    }

    @Test
    void darkIsAsTheSystemSaysUnlessSomebodyChooses() throws IOException {
        String light = background();
        page.look(Look.WIDE.inDark());
        String dark = background();
        assertThat(dark).isNotEqualTo(light);

        page.press("t");
        assertThat(background()).isEqualTo(light);
        page.eval("window.before = true; location.reload()");
        page.waitFor("!window.before && document.querySelector('#connection').textContent.includes('Live')");
        assertThat(background()).isEqualTo(light);
        page.press("t");
        assertThat(background()).isEqualTo(dark);
        page.press("t");
        page.look(Look.WIDE);
        assertThat(background()).isEqualTo(light);
    }

    @Test
    void halfAScreenAndLessNeedNoScrollingSideways() throws IOException {
        for (int width : List.of(1_024, 760, 400)) {
            page.look(new Look(width, 900, false, true));
            page.waitFor("innerWidth === " + width);
            assertThat(page.eval("document.documentElement.scrollWidth").asInt())
                    .as("width of the page in %d", width)
                    .isLessThanOrEqualTo(width);
        }
    }

    private String background() throws IOException {
        return page.eval("getComputedStyle(document.body).backgroundColor").asText();
    }

    /** So high a window that every part of the page is in sight, and drawn. */
    private void showAll() throws IOException {
        page.look(new Look(1440, 4_000, false, true));
        page.waitForText("#files-count", "10,000 files");
        page.waitForText("#commits-partitions", "market-m1-0");
        page.waitForText("#problems-table", "schema 7");
        page.waitFor("document.querySelectorAll('#throughput-chart canvas').length > 0");
    }

    /** What axe finds: names, roles, contrast, order of headings, and the rest of WCAG that a program can see. */
    private List<String> breaches() throws IOException {
        page.eval(axe() + "; 0");
        return BrowserPage.strings(
                page.eval("axe.run(document, { resultTypes: ['violations'] }).then(r => r.violations.flatMap(v =>"
                        + " v.nodes.map(n => v.id + ' ' + n.target.join(' ') + ': ' + n.failureSummary)))"));
    }

    private static String axe() throws IOException {
        Properties maven = new Properties();
        try (InputStream in = resource("/META-INF/maven/org.webjars.npm/axe-core/pom.properties")) {
            maven.load(in);
        }
        try (InputStream in =
                resource("/META-INF/resources/webjars/axe-core/" + maven.getProperty("version") + "/axe.min.js")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static InputStream resource(String name) throws IOException {
        InputStream in = PageAccessTest.class.getResourceAsStream(name);
        if (in == null) {
            throw new IOException(name + " is not on the class path of the tests");
        }
        return in;
    }
}
