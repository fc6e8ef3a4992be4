package io.sluice.deploy.page.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.page.Commit;
import io.sluice.deploy.page.LivePage;
import io.sluice.deploy.page.Point;
import io.sluice.deploy.page.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The page shows what it is given, in a real browser, and nobody complains while it does. */
@ExtendWith(InChromium.class)
class PageShowsTest {
    private static final MadeUpMarket MARKET = new MadeUpMarket(MadeUpMarket.NOON);
    private static final String FILE_ROWS = "#files-scroll tbody tr:not([aria-hidden])";

    @TempDir
    static Path lake;

    private static LivePage server;
    private BrowserPage page;

    @BeforeAll
    static void serve() throws IOException, SQLException {
        Path trades = Files.createDirectory(lake.resolve("trades"));
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement()) {
            statement.execute(
                    "copy (select i as sequence, 'AAPL' as symbol, i * 0.25 as price, null::varchar as note from range(2500) r(i))"
                            + " to '" + trades.resolve("a.parquet") + "' (format parquet)");
        }
        server = MARKET.serve(0, "first", Map.of("trades", trades));
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
        List<String> complaints = page.complaints();
        page.close();
        assertThat(complaints).isEmpty();
    }

    private void search(String text) throws IOException {
        page.eval("document.querySelector('#files').scrollIntoView()");
        page.click("#files-query");
        page.type(text);
    }

    @Test
    void thePictureShowsEachStageWithItsRateItsLagAndForWhomItWaits() throws IOException {
        page.waitForText("#picture", "market-trades");

        assertThat(page.texts(".column > h3")).containsExactly("Directories", "Topics", "Windows", "Tables");
        assertThat(page.text("[data-slot='dir:trades']"))
                .contains("trades", "ok", "1,250 records/s", "98.4 kB/s", "128 kB", "open files");
        assertThat(page.text("[data-slot='dir:snapshots']"))
                .contains("waiting", "3 files", "Waits for market-snapshots: its broker has not acknowledged for 4 s");
        assertThat(page.text("[data-slot='window:s1']")).contains("60 bars/s", "840 records", "17", "5");
        assertThat(page.eval("document.querySelectorAll('.wire').length").asInt())
                .isEqualTo(7);
        assertThat(page.text("#totals")).contains("late", "17", "invalid", "5", "dead letters", "2");
        assertThat(page.text("#phase")).isEqualTo("running");
        assertThat(page.text("#uptime")).isEqualTo("up 1 h 15 min");
    }

    @Test
    void aFailedTaskShowsItsCauseAndTheRemedyUntilItRunsAgain() throws IOException {
        server.board().state(MARKET.state("first", 1_000_001, MadeUpMarket.FULL));

        page.waitForText("#attention", "market-m1-lake, task 0");
        assertThat(page.text("#attention"))
                .contains("m1 (market-m1-lake, task 0) failed: " + MadeUpMarket.FULL.cause())
                .contains("Remedy: " + MadeUpMarket.FULL.remedy());
        assertThat(page.texts("#attention .attention-item"))
                .as("told by the table and by the flow to it")
                .hasSize(1);
        assertThat(page.text("[data-slot='table:m1']")).contains("failed", "is full");

        server.board().state(MARKET.state("first", 1_000_002, null));

        page.waitFor("document.querySelector('#attention').hidden");
        page.waitForText("[data-slot='table:m1'] .state", "ok");
    }

    @Test
    void tenThousandFilesAreListedWithFewRowsAndFoundByTheirPath() throws IOException {
        page.waitForTextAt("#files", "#files-count", "10,000 files");
        page.waitForText(FILE_ROWS, "/data/trades/2026/part-00002.csv");
        assertThat(page.texts(FILE_ROWS)).hasSizeBetween(10, 80);

        page.eval("document.querySelector('#files-scroll').scrollTop = 1e9");
        page.waitFor(
                "[...document.querySelectorAll(\"" + FILE_ROWS + "\")].at(-1).textContent.includes('current.csv')");
        assertThat(page.texts(FILE_ROWS)).hasSizeBetween(10, 80);

        search("PART-09998");
        page.waitForText("#files-count", "1 of 10,000 files");
        page.waitFor("document.querySelectorAll(\"" + FILE_ROWS + "\").length === 1");
        assertThat(page.text(FILE_ROWS)).contains("/data/trades/2026/part-09998.csv", "10 MB", "done");
    }

    @Test
    void filesAreSortedByTheirLagAndChosenByTheirState() throws IOException {
        page.waitForTextAt("#files", "#files-count", "10,000 files");

        page.click("#files-scroll .col-lag button");
        page.waitForText(FILE_ROWS, "/data/trades/current.csv");
        assertThat(page.eval("document.querySelector('#files-scroll .col-lag').getAttribute('aria-sort')")
                        .asText())
                .isEqualTo("descending");

        page.eval("document.querySelector('#files-state').value = 'failed';"
                + "document.querySelector('#files-state').dispatchEvent(new Event('change'))");
        page.waitForText("#files-count", "1 of 10,000 files");
        page.waitForText(FILE_ROWS, "failed: the gzip stream ends at byte 4,096");
    }

    @Test
    void theChartHasTheHistoryAndTakesBarsAsTheyClose() throws IOException {
        page.waitFor("document.querySelector('#bars-chart').getAttribute('aria-label').includes('AAPL, s1: 600 bars')");
        page.eval("document.querySelector('#bars-details').open = true");
        page.waitForText(
                "#bars-table tbody tr",
                MadeUpMarket.bar("AAPL", "s1", MadeUpMarket.NOON - 1_000).close());

        server.board()
                .bars(
                        List.of(
                                MadeUpMarket.bar("MSFT", "s1", MadeUpMarket.NOON),
                                MadeUpMarket.bar("AAPL", "s1", MadeUpMarket.NOON)),
                        0);
        page.waitFor("document.querySelector('#bars-chart').getAttribute('aria-label').includes('AAPL, s1: 601 bars')");
        page.waitForText(
                "#bars-table tbody tr",
                MadeUpMarket.bar("AAPL", "s1", MadeUpMarket.NOON).close());
        assertThat(page.text("#bars-legend"))
                .contains(
                        "C" + MadeUpMarket.bar("AAPL", "s1", MadeUpMarket.NOON).close());
        assertThat(page.eval("document.querySelectorAll('#bars-chart canvas').length")
                        .asInt())
                .isPositive();

        page.click("#bars-windows button[data-key='m1']");
        page.waitFor("document.querySelector('#bars-chart').getAttribute('aria-label').includes('AAPL, m1: 600 bars')");
        page.eval("document.querySelector('#bars-key').value = 'MSFT';"
                + "document.querySelector('#bars-key').dispatchEvent(new Event('change'))");
        page.waitFor("document.querySelector('#bars-chart').getAttribute('aria-label').includes('MSFT, m1: 600 bars')");
    }

    @Test
    void commitsAreShownAsTheyLandAndPartitionsWithTheirAge() throws IOException {
        page.waitForTextAt("#commits", "#commits-partitions", "market-m1-0");
        assertThat(page.text("#commits-partitions")).contains("512,340", "3.2 s", "3 min 4 s");

        server.board()
                .commits(List.of(
                        new Commit("m1", MadeUpMarket.NOON + 1, 99, "market-m1", 0, 301, 360, 2, 60, 7_654_321)));

        page.waitForText("#commits-table tbody tr", "301 – 360");
        assertThat(page.text("#commits-table tbody tr")).contains("m1", "99", "market-m1-0", "60", "7.65 MB");
    }

    @Test
    void theQueryBoxShowsRowsSaysWhenThereAreMoreAndTellsWhatIsWrong() throws IOException {
        page.press("s");
        page.eval(
                "document.querySelector('#query-sql').value = 'select symbol, count(*) as n, max(note) as note from trades group by all'");
        page.pressWithControl("Enter");
        page.waitForText("#query-result", "AAPL");
        assertThat(page.texts("#query-result td")).containsExactly("AAPL", "2500", "null");
        assertThat(page.text("#query-status")).startsWith("1 row in ");

        page.eval("document.querySelector('#query-sql').value = 'select * from trades'");
        page.click("#query-run");
        page.waitForText("#query-status", "The first 1,000 rows");
        page.waitFor("document.querySelectorAll('#query-result tbody tr').length === 1000");

        page.eval("document.querySelector('#query-sql').value = 'select nothing from trades'");
        page.click("#query-run");
        page.waitForText("#query-error", "nothing");
        assertThat(page.eval("document.querySelector('#query-scroll').hidden").asBoolean())
                .isTrue();
        // The browser itself says on the console that an answer was 400.
        assertThat(page.complaints()).allMatch(each -> each.contains("400"));
        page.forgive();
    }

    @Test
    void aProblemLeadsToItsRecordAndBack() throws IOException {
        page.waitForTextAt("#problems", "#problems-table", "schema 7 is not compatible");
        // Another test of this class may have told of a newer one.
        assertThat(page.texts("#problems-table tbody .state"))
                .endsWith("dead letter", "failed file", "invalid", "late");

        page.click("#problems-table a[href*='offset=90551']");
        page.waitForText("#record-body", "\"quantity\":\"many\"");
        assertThat(page.text("#record-title")).isEqualTo("market-trades-0 @ 90,551");
        assertThat(page.text("#record-body")).contains("sluice.offset", "4511004", "AAPL");

        page.press("Escape");
        page.waitFor("!document.querySelector('#record').open && !location.hash.startsWith('#record')");
    }

    @Test
    void aRecordLeadsToTheFileThatItCameFrom() throws IOException {
        page.eval("location.hash = '#record?topic=market-trades&partition=0&offset=90551'");
        page.waitForText("#record-body", "current.csv at byte 4,511,004");

        page.click("#record-body dd button");

        page.waitFor("!document.querySelector('#record').open && !location.hash");
        page.waitFor("document.querySelector('#files-query').value === '/data/trades/current.csv'");
    }

    @Test
    void aProblemLeadsToItsFile() throws IOException {
        page.waitForTextAt("#problems", "#problems-table", "broken.csv.gz at byte 4,096");

        page.eval(
                "[...document.querySelectorAll('#problems-table button')].find(b => b.textContent.includes('broken')).click()");

        page.waitForText("#files-count", "1 of 10,000 files");
        page.waitForText(FILE_ROWS, "broken.csv.gz");
    }

    @Test
    void aNewProblemIsToldToAScreenReaderOnce() throws IOException {
        page.waitForTextAt("#problems", "#problems-table", "schema 7");

        server.board().problems(List.of(Problem.of(MadeUpMarket.NOON + 5, "error", "the registry does not answer")));

        page.waitForText("#problems-table tbody tr", "the registry does not answer");
        page.waitForText("#announcer", "1 new problem: the registry does not answer");
    }

    @Test
    void theLastHourIsDrawnAndStandsInATable() throws IOException {
        page.waitAt(
                "#throughput",
                "document.querySelector('#throughput-chart').getAttribute('aria-label').includes('720 points')");
        assertThat(page.texts("#throughput-figures tbody th"))
                .containsExactly("Volume", "Records read", "Rows written", "Bars closed", "Latency", "Errors");

        server.board().point(new Point(MadeUpMarket.NOON + 5_000, 7_000_000.0, 4_321.0, null, 12.0, null, 3));

        page.waitForText("#throughput-figures tr[data-key='recordsPerSecond']", "4,321 /s");
        assertThat(page.texts("#throughput-figures tbody tr td:nth-child(2)"))
                .containsExactly("7 MB/s", "4,321 /s", "12 /s", "–", "–", "3");
    }
}
