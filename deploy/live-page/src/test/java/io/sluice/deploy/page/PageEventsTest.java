package io.sluice.deploy.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What those who listen are told. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class PageEventsTest {
    private LivePage page;

    @BeforeEach
    void serve() throws IOException {
        page = new FakePipeline().serve();
        page.board().state(FakePipeline.state(FakePipeline.NOON, 10, null));
    }

    @AfterEach
    void close() {
        page.close();
    }

    private RawHttp listen() throws IOException {
        RawHttp http = new RawHttp(page.url());
        http.send("GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
        return http;
    }

    /** The next message's lines, without those that frame chunks. */
    private static List<String> message(RawHttp http) throws IOException {
        List<String> lines = new ArrayList<>();
        while (true) {
            String line = http.line();
            if (line.startsWith("id: ") || line.startsWith("event: ") || line.startsWith("data: ")) {
                lines.add(line);
                if (lines.size() == 3) {
                    return lines;
                }
            }
        }
    }

    @Test
    void whoComesGetsTheWholeStateFirstAndThenWhatIsNew() throws IOException {
        try (RawHttp http = listen()) {
            RawHttp.Answer head = http.head();
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.headers()).containsEntry("content-type", "text/event-stream; charset=utf-8");

            List<String> state = message(http);
            assertThat(state.get(1)).isEqualTo("event: state");
            assertThat(state.get(2)).contains("\"pipeline\":\"market\"").contains("\"deadLetters\":null");

            page.board().bars(List.of(FakePipeline.bar("AAPL", 5)), 7);
            assertThat(message(http).subList(1, 3))
                    .containsExactly(
                            "event: bars",
                            "data: {\"bars\":[{\"key\":\"AAPL\",\"window\":\"s1\",\"start\":5,\"end\":1005,\"open\":\"1.10\","
                                    + "\"high\":\"1.30\",\"low\":\"1.00\",\"close\":\"1.20\",\"volume\":\"7\",\"vwap\":\"1.15\","
                                    + "\"count\":3,\"gap\":false,\"revision\":0}],\"skipped\":7}");
            page.board().problems(List.of(Problem.of(1, "error", "two\nlines\u2028\r\n\nevent: state")));
            assertThat(message(http).get(2)).contains("two\\nlines").doesNotContain("\r");
            page.board().commits(List.of(new Commit("s1", 1, 2, "t", 0, 3, 4, 1, 2, 100)));
            assertThat(message(http).get(1)).isEqualTo("event: commits");
            page.board().point(FakePipeline.point(9));
            assertThat(message(http).get(1)).isEqualTo("event: point");
        }
    }

    @Test
    void whoComesAgainGetsTheNewestState() throws IOException {
        try (RawHttp http = listen()) {
            message(http);
        }
        page.board().state(FakePipeline.state(FakePipeline.NOON + 1_000, 20, "No space left on device"));
        try (RawHttp http = listen()) {
            assertThat(message(http).get(2)).contains("\"records\":20").contains("No space left on device");
        }
    }

    @Test
    void aStateThatHasNotChangedIsToldSeldom() throws IOException {
        try (RawHttp http = listen()) {
            message(http);
            page.board().state(FakePipeline.state(FakePipeline.NOON + 1_000, 10, null));
            page.board().state(FakePipeline.state(FakePipeline.NOON + 9_999, 10, null));
            page.board().point(FakePipeline.point(1));
            assertThat(message(http).get(1)).isEqualTo("event: point");

            page.board().state(FakePipeline.state(FakePipeline.NOON + 10_000, 10, null));
            assertThat(message(http).get(1)).isEqualTo("event: state");
        }
    }

    @Test
    void noMoreListenThanThereIsRoomFor() throws IOException {
        List<RawHttp> all = new ArrayList<>();
        try {
            for (int i = 0; i < EventClients.MOST; i++) {
                RawHttp http = listen();
                all.add(http);
                message(http);
            }
            try (RawHttp refused = listen()) {
                RawHttp.Answer answer = refused.answer();
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.body()).contains("close one");
            }
            // Answers to others have threads of their own.
            try (RawHttp other = new RawHttp(page.url())) {
                assertThat(other.ask("GET /api/state HTTP/1.1", "Host: localhost")
                                .status())
                        .isEqualTo(200);
            }
        } finally {
            for (RawHttp http : all) {
                http.close();
            }
        }
    }

    @Test
    void whoTakesNothingIsLetGoAndHoldsUpNobody() throws IOException {
        String large = "x".repeat(512 << 10);
        try (RawHttp slow = listen();
                RawHttp quick = listen()) {
            slow.head();
            message(quick);
            // More than the system keeps between the two, and then more than waits here.
            for (int i = 0; i < 100; i++) {
                page.board().problems(List.of(Problem.of(i, "error", large)));
                assertThat(message(quick).get(0)).startsWith("id: ");
            }
            page.board().point(FakePipeline.point(1));
            assertThat(message(quick).get(1)).isEqualTo("event: point");

            // Only what was on its way before comes still: the connection has ended in the middle.
            assertThat(messagesUntilTheEnd(slow)).isLessThan(90);
        }
    }

    private static int messagesUntilTheEnd(RawHttp http) {
        int messages = 0;
        try {
            while (true) {
                messages += http.line().startsWith("event: ") ? 1 : 0;
            }
        } catch (IOException ended) {
            assertThat(ended).isNotInstanceOf(SocketTimeoutException.class);
            return messages;
        }
    }

    @Test
    void everyoneIsLetGoWhenThePageCloses() throws IOException {
        try (RawHttp http = listen()) {
            message(http);
            page.close();
            assertThat(messagesUntilTheEnd(http)).isZero();
        }
    }
}
