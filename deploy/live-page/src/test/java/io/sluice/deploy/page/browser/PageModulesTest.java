package io.sluice.deploy.page.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.page.LivePage;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Modules of the page on their own, where the whole page would only show that they work together. */
@ExtendWith(InChromium.class)
class PageModulesTest {
    /** Stands for the browser's: a test says what it hears. */
    private static final String FAKE_SOURCE = "window.sources = []; window.said = [];"
            + "window.EventSource = class extends EventTarget { static CLOSED = 2; readyState = 1;"
            + " constructor(url) { super(); if (url === '/nothing') sources.push(this); } close() { this.readyState = 2; } };"
            + "window.real = Date.now; window.shift = 0; Date.now = () => real() + shift;"
            + "import('/app/live.js').then(m => m.live('/nothing', { onEvent: name => said.push(name),"
            + " onConnection: state => said.push(state), onReconnect: () => said.push('again') }))";

    private static LivePage server;
    private BrowserPage page;

    @BeforeAll
    static void serve() throws IOException {
        server = new MadeUpMarket(MadeUpMarket.NOON).serve(0, "first", Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void open(Chromium chromium) throws IOException {
        page = chromium.open(server.url(), Look.WIDE);
        page.waitForText("#connection", "Live");
    }

    @AfterEach
    void close() throws IOException {
        page.close();
    }

    private String value(String module, String expression) throws IOException {
        return page.eval("import('/app/" + module + "').then(m => JSON.stringify(" + expression + "))")
                .asText();
    }

    @Test
    void figuresAreWrittenWithTheirUnitsAndWhatIsUnknownIsNotZero() throws IOException {
        assertThat(value("format.js", "[m.bytes(0), m.bytes(999), m.bytes(98400), m.bytes(7654321), m.bytes(null)]"))
                .isEqualTo("[\"0 B\",\"999 B\",\"98.4 kB\",\"7.65 MB\",\"–\"]");
        assertThat(value(
                        "format.js",
                        "[m.per(0.125, '/s'), m.per(1250, '/s'), m.per(1234567, '/s'), m.per(null, '/s')]"))
                .isEqualTo("[\"0.125 /s\",\"1,250 /s\",\"1.23 M /s\",\"–\"]");
        assertThat(
                        value(
                                "format.js",
                                "[m.duration(12), m.duration(3200), m.duration(184000), m.duration(4512000), m.duration(null)]"))
                .isEqualTo("[\"12 ms\",\"3.2 s\",\"3 min 4 s\",\"1 h 15 min\",\"–\"]");
        assertThat(value(
                        "format.js",
                        "[m.count(12345678), m.short(12345678), m.lag({ value: 1, unit: 'records' }), m.lag(null)]"))
                .isEqualTo("[\"12,345,678\",\"12.3 M\",\"1 record\",\"–\"]");
    }

    @Test
    void aLineThatPassesAColumnHasALaneThereThatComesBetweenNoTwoLinkedStages() throws IOException {
        String stages =
                "['directory:d', 'topic:t', 'window:s1', 'window:m1', 'table:t', 'table:m1'].map(id => ({ id, kind: id.split(':')[0] }))";
        String flows =
                "[['directory:d', 'topic:t'], ['topic:t', 'window:s1'], ['window:s1', 'window:m1'], ['topic:t', 'table:t'],"
                        + " ['window:m1', 'table:m1'], ['nowhere', 'table:t']].map(([from, to]) => ({ from, to }))";

        assertThat(value(
                        "layout.js",
                        "m.arrange(" + stages + ", " + flows
                                + ").columns.map(c => [c.heading, ...c.slots.map(s => s.id)])"))
                .isEqualTo(
                        "[[\"Directories\",\"directory:d\"],[\"Topics\",\"topic:t\"],[\"Windows\",\"window:s1\",\"window:m1\",\"lane:3:2\"],"
                                + "[\"Tables\",\"table:m1\",\"table:t\"]]");
    }

    @Test
    void aBarIsTakenOnceAndOnlyANewerRevisionReplacesIt() throws IOException {
        assertThat(
                        value(
                                "series.js",
                                "(s => [s.add([{ start: 1 }, { start: 2, revision: 1 }]), s.add([{ start: 2, revision: 0 }]), s.add([{ start: 2, revision: 2 }]),"
                                        + " s.add([{ start: 3 }]), s.add([{ start: 0 }]), s.bars.map(b => [b.start, b.revision ?? 0])])(new m.Series())"))
                .isEqualTo("[true,false,true,true,true,[[0,0],[1,0],[2,2],[3,0]]]");
    }

    @Test
    void axesHaveRoundNumbersAndRoundTimes() throws IOException {
        assertThat(value(
                        "scale.js",
                        "[m.ticks(181.07, 181.93, 5).map(t => t.toFixed(2)), m.ticks(0, 2000, 4), m.ticks(5, 5, 3)]"))
                .isEqualTo("[[\"181.20\",\"181.40\",\"181.60\",\"181.80\"],[0,500,1000,1500,2000],[5]]");
        assertThat(
                        value(
                                "scale.js",
                                "[m.fromZero([]), m.fromZero([0]), m.fromZero([1250, 3]), m.fromZero([99]), m.timeStep(0, 3600000, 8)]"))
                .isEqualTo("[1,1,1500,100,600000]");
    }

    @Test
    void theWindowOnBarsFollowsTheNewestUnlessSomebodyLooksBack() throws IOException {
        assertThat(
                        value(
                                "window-on-bars.js",
                                "(w => { const seen = [w.range(600)]; w.grew(1); seen.push(w.range(601)); w.move(100, 601); w.grew(5); seen.push(w.range(606));"
                                        + " w.zoom(0.5, 606); w.move(-1000, 606); seen.push(w.range(606)); return seen; })(new m.WindowOnBars())"))
                .isEqualTo(
                        "[{\"first\":480,\"last\":599},{\"first\":481,\"last\":600},{\"first\":381,\"last\":500},{\"first\":546,\"last\":605}]");
    }

    @Test
    void aStreamThatIsSilentForTooLongIsOpenedAnew() throws IOException {
        page.eval(FAKE_SOURCE);
        page.eval("sources[0].dispatchEvent(new MessageEvent('state', { data: '{}' }))");
        page.eval("window.shift = 26000");

        page.waitFor("sources.length === 2");
        assertThat(page.eval("said.join(' ')").asText()).isEqualTo("live again state lost");
        page.eval("sources[0].dispatchEvent(new MessageEvent('state', { data: '{}' }))");
        page.eval("sources[1].dispatchEvent(new MessageEvent('state', { data: '{}' }))");
        assertThat(page.eval("said.join(' ')").asText()).isEqualTo("live again state lost live again state");
    }

    @Test
    void aStreamThatIsRefusedForGoodIsOpenedAgainLater() throws IOException {
        page.eval(FAKE_SOURCE);
        page.eval("sources[0].readyState = 2; sources[0].dispatchEvent(new Event('error'))");

        page.waitFor("sources.length === 2");
        assertThat(page.eval("said.join(' ')").asText()).isEqualTo("lost");
    }
}
