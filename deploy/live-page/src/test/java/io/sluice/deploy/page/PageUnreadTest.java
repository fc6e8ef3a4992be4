package io.sluice.deploy.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Those who ask and then read nothing. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class PageUnreadTest {
    /** More than the system keeps between the two. */
    private static final int PROBLEMS = 16;

    private static final String LARGE = "x".repeat(512 << 10);
    private static final int LITTLE = 4 << 10;
    private static final CountDownLatch NEVER = new CountDownLatch(1);
    private static final long HOUR = Duration.ofHours(1).toNanos();

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong nanosEachLook = new AtomicLong();
    private final List<RawHttp> unread = new ArrayList<>();
    private LivePage page;

    @BeforeEach
    void serve() throws IOException {
        page = new FakePipeline().serve(() -> nanos.addAndGet(nanosEachLook.get()));
        page.board().state(FakePipeline.state(FakePipeline.NOON, 10, null));
    }

    @AfterEach
    void close() throws IOException {
        for (RawHttp http : unread) {
            http.close();
        }
        page.close();
    }

    /** The head has come: so the page is at the body now. */
    private void askAndReadNothing(String path) throws IOException {
        RawHttp http = new RawHttp(page.url(), LITTLE);
        unread.add(http);
        http.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(http.head().status()).isEqualTo(200);
    }

    private void tellLargeProblems() {
        for (int i = 0; i < PROBLEMS; i++) {
            page.board().problems(List.of(Problem.of(i, "error", LARGE)));
        }
    }

    private void assertThatOthersAreAnswered() throws IOException {
        try (RawHttp other = new RawHttp(page.url())) {
            assertThat(other.ask("GET /api/state HTTP/1.1", "Host: localhost").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void whoDoesNotTakeAnAnswerIsLetGoAndTheOthersAreAnswered() throws IOException {
        tellLargeProblems();
        for (int i = 0; i < LivePage.THREADS; i++) {
            askAndReadNothing("/api/problems");
        }

        nanos.addAndGet(HOUR);

        assertThatOthersAreAnswered();
    }

    @Test
    void whoListensAndReadsNothingHoldsUpNobodyAndIsLetGo() throws IOException, InterruptedException {
        for (int i = 0; i < EventClients.MOST; i++) {
            askAndReadNothing("/api/events");
        }
        tellLargeProblems();
        assertThatOthersAreAnswered();

        // However late one of them begins to write.
        nanosEachLook.set(HOUR);

        // There is room for another one again.
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (statusOfAListener() != 200) {
            assertThat(System.nanoTime()).as("time to let them go").isLessThan(end);
            assertThat(NEVER.await(100, TimeUnit.MILLISECONDS)).isFalse();
        }
        assertThatOthersAreAnswered();
    }

    private int statusOfAListener() throws IOException {
        try (RawHttp listener = new RawHttp(page.url())) {
            listener.send("GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
            return listener.head().status();
        }
    }
}
