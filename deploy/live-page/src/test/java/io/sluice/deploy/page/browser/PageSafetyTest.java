package io.sluice.deploy.page.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.page.Bar;
import io.sluice.deploy.page.Commit;
import io.sluice.deploy.page.FileRow;
import io.sluice.deploy.page.LivePage;
import io.sluice.deploy.page.PageQuestions;
import io.sluice.deploy.page.PageSettings;
import io.sluice.deploy.page.PipelineState;
import io.sluice.deploy.page.PipelineState.Failure;
import io.sluice.deploy.page.PipelineState.Flow;
import io.sluice.deploy.page.PipelineState.Lag;
import io.sluice.deploy.page.PipelineState.Stage;
import io.sluice.deploy.page.PipelineState.Totals;
import io.sluice.deploy.page.Problem;
import io.sluice.deploy.page.TopicRecord;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever stands in files, records and messages is text on the page: it runs nothing and makes no element. */
@ExtendWith(InChromium.class)
class PageSafetyTest {
    private static final String EVIL =
            "\"'><img src=x onerror=\"window.hit=1\"><script>window.hit=1</script><b class=hit>javascript:window.hit=1";

    /** Says it everywhere. */
    private record Attacker() implements PageQuestions {
        @Override
        public List<Bar> bars(String key, String window, Long from, Long to, int limit) {
            return List.of(new Bar(EVIL, EVIL, 1_000, 2_000, EVIL, EVIL, EVIL, EVIL, EVIL, EVIL, 1, true, 0));
        }

        @Override
        public Optional<TopicRecord> record(String topic, int partition, long offset) {
            return Optional.of(new TopicRecord(
                    topic, partition, offset, 1, EVIL, EVIL, true, List.of(new TopicRecord.Header(EVIL, EVIL))));
        }
    }

    private static PipelineState state() {
        Failure failure = new Failure(EVIL, EVIL, EVIL);
        Stage first = new Stage(
                "a" + EVIL,
                "directory",
                EVIL,
                EVIL,
                1.0,
                1.0,
                1L,
                1L,
                new Lag(1, EVIL),
                "b" + EVIL,
                EVIL,
                failure,
                Map.of(EVIL, 1L));
        Stage second = new Stage(
                "b" + EVIL, EVIL, EVIL, "failed", null, null, null, null, null, null, null, failure, Map.of());
        return new PipelineState(
                EVIL,
                EVIL,
                5_000,
                1_000,
                "failed",
                EVIL,
                List.of(first, second),
                List.of(new Flow(first.id(), second.id(), EVIL, EVIL, failure)),
                List.of(EVIL),
                List.of(EVIL),
                new Totals(null, null, null));
    }

    @Test
    void textFromOutsideRunsNothingAndMakesNoElement(Chromium chromium) throws IOException {
        try (LivePage server = LivePage.start(PageSettings.onLoopback(0, Map.of()), new Attacker())) {
            server.board().state(state());
            server.board().files(List.of(new FileRow(EVIL, EVIL, 1L, 1L, 1L, 1L, EVIL, EVIL)));
            server.board().bars(new Attacker().bars("", "", null, null, 1), 0);
            server.board().commits(List.of(new Commit(EVIL, 1, 1, EVIL, 0, 1, 1, 1, 1, 1)));
            server.board().progress(List.of(new Commit.Progress(EVIL, EVIL, 0, 1, 1L)));
            server.board().problems(List.of(new Problem(1, 1, EVIL, EVIL, EVIL, 0, 1L, EVIL, 1L)));
            try (BrowserPage page = chromium.open(server.url(), new Look(1440, 6_000, false, true))) {
                page.waitForText("#picture", EVIL);
                page.waitForText("#attention", EVIL);
                page.waitForText("#banner", EVIL);
                page.waitForText("#files-scroll", EVIL);
                page.waitForText("#commits-table", EVIL);
                page.waitForText("#commits-partitions", EVIL);
                page.waitForText("#problems-table", EVIL);
                page.waitForText("#bars-legend", EVIL);
                page.eval("document.querySelector('#query-tables button').click()");
                page.eval("document.querySelector('#query-form').requestSubmit()");
                page.waitFor("!document.querySelector('#query-error').hidden");
                page.eval("document.querySelector('#problems-table a').click()");
                page.waitForText("#record-body pre", EVIL);

                assertThat(page.eval("String(window.hit)").asText()).isEqualTo("undefined");
                assertThat(page.eval("document.querySelectorAll('.hit, img[src=x], body script').length")
                                .asInt())
                        .isZero();
                assertThat(page.complaints()).noneMatch(each -> each.contains("CSP"));
            }
        }
    }
}
