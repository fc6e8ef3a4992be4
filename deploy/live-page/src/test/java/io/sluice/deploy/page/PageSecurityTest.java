package io.sluice.deploy.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who is not let in, and what every answer says. */
class PageSecurityTest {
    private static LivePage page;

    @BeforeAll
    static void serve() throws IOException {
        page = new FakePipeline().serve();
        page.board().state(FakePipeline.state(FakePipeline.NOON, 10, null));
    }

    @AfterAll
    static void close() {
        page.close();
    }

    private static RawHttp.Answer ask(String... lines) throws IOException {
        try (RawHttp http = new RawHttp(page.url())) {
            return http.ask(lines);
        }
    }

    private static String host() {
        return "Host: localhost:" + page.url().getPort();
    }

    @Test
    void everyAnswerForbidsWhatThePageDoesNotNeed() throws IOException {
        for (String path : List.of("/", "/api/state", "/nothing", "/api/bars")) {
            RawHttp.Answer answer = ask("GET " + path + " HTTP/1.1", host());

            assertThat(answer.headers())
                    .as(path)
                    .containsEntry(
                            "content-security-policy",
                            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                                    + " connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none';"
                                    + " frame-ancestors 'none'")
                    .containsEntry("x-content-type-options", "nosniff")
                    .containsEntry("referrer-policy", "no-referrer")
                    .containsEntry("cross-origin-opener-policy", "same-origin")
                    .containsEntry("cross-origin-resource-policy", "same-origin");
        }
        assertThat(ask("GET /api/state HTTP/1.1", host()).headers()).containsEntry("cache-control", "no-store");
    }

    @Test
    void thePageAndTheStateAreServedOnTheLoopbackUnderItsNames() throws IOException {
        String port = ":" + page.url().getPort();
        for (String host :
                List.of("localhost" + port, "LOCALHOST" + port, "127.0.0.1" + port, "[::1]" + port, "localhost")) {
            assertThat(ask("GET / HTTP/1.1", "Host: " + host).status()).as(host).isEqualTo(200);
            assertThat(ask("GET /api/state HTTP/1.1", "Host: " + host).body())
                    .as(host)
                    .contains("\"pipeline\":\"market\"");
        }
    }

    @Test
    void aNameThatSomebodyLedHereIsRefused() throws IOException {
        for (String host : List.of(
                "evil.example",
                "evil.example:80",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "[::2]",
                "[::1",
                "")) {
            assertThat(ask("GET /api/state HTTP/1.1", "Host: " + host).status())
                    .as(host)
                    .isEqualTo(421);
        }
        assertThat(ask("GET /api/state HTTP/1.0").status()).isEqualTo(421);
        assertThat(ask("GET /api/state HTTP/1.1", host(), "Host: evil.example").status())
                .isEqualTo(421);
    }

    @Test
    void aNameThatTheUserNamedIsLetIn() throws IOException {
        PageSettings settings = new PageSettings("127.0.0.1", 0, List.of("Trading.example"), Map.of(), Map.of());
        try (LivePage named = LivePage.start(settings, new FakePipeline());
                RawHttp http = new RawHttp(named.url())) {
            assertThat(http.ask("GET / HTTP/1.1", "Host: trading.example").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void pagesOfOtherOriginsAreRefused() throws IOException {
        for (String origin : List.of(
                "https://evil.example",
                "null",
                "http://localhost:1",
                "http://localhost." + page.url().getPort())) {
            assertThat(ask("GET /api/state HTTP/1.1", host(), "Origin: " + origin)
                            .status())
                    .as(origin)
                    .isEqualTo(403);
            assertThat(ask("GET /api/events HTTP/1.1", host(), "Origin: " + origin)
                            .status())
                    .as(origin)
                    .isEqualTo(403);
        }
        assertThat(ask("GET /api/state HTTP/1.1", host(), "Sec-Fetch-Site: same-site")
                        .status())
                .isEqualTo(403);
        assertThat(ask(
                                "GET /api/state HTTP/1.1",
                                host(),
                                "Origin: http://localhost:" + page.url().getPort(),
                                "Sec-Fetch-Site: same-origin")
                        .status())
                .isEqualTo(200);
        // A link to the page in another page.
        assertThat(ask("GET / HTTP/1.1", host(), "Sec-Fetch-Site: cross-site").status())
                .isEqualTo(200);
    }

    @Test
    void onlyGetIsAnsweredAndPostOfAQuery() throws IOException {
        for (String method : List.of("PUT", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "POST")) {
            RawHttp.Answer answer;
            try (RawHttp http = new RawHttp(page.url())) {
                http.send(method + " /api/state HTTP/1.1\r\n" + host() + "\r\nContent-Length: 0\r\n\r\n");
                answer = http.head();
            }
            assertThat(answer.status()).as(method).isEqualTo(405);
            assertThat(answer.headers()).containsEntry("allow", "GET");
        }
        assertThat(ask("GET /api/query HTTP/1.1", host()).status()).isEqualTo(405);
    }

    @Test
    void aFormOfAnotherPageCannotPostAQuery() throws IOException {
        for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data")) {
            assertThat(post("{\"sql\":\"select 1\"}", "Content-Type: " + type).status())
                    .as(type)
                    .isEqualTo(415);
        }
        assertThat(post("{\"sql\":\"select 1\"}", "X-Type: none").status()).isEqualTo(415);
    }

    @Test
    void aBodyThatIsTooLargeOrNoQueryIsRefused() throws IOException {
        String json = "Content-Type: application/json";
        assertThat(post("{\"sql\":\"" + "x".repeat(70_000) + "\"}", json).status())
                .isEqualTo(413);
        assertThat(post("", json).status()).isEqualTo(400);
        assertThat(post("{", json).status()).isEqualTo(400);
        assertThat(post("{\"sql\":7}", json).status()).isEqualTo(400);
    }

    private static RawHttp.Answer post(String body, String header) throws IOException {
        try (RawHttp http = new RawHttp(page.url())) {
            http.send("POST /api/query HTTP/1.1\r\n" + host() + "\r\n" + header + "\r\nContent-Length: " + body.length()
                    + "\r\n\r\n" + body);
            return http.answer();
        }
    }

    @Test
    void noPathLeadsOutOfThePage() throws IOException {
        for (String path : List.of(
                "/app/../index.html",
                "/app/%2e%2e/index.html",
                "/app/..%2findex.html",
                "/app/x/../../index.html",
                "/../../../etc/passwd",
                "/app//etc/passwd",
                "/lib/../../../META-INF/MANIFEST.MF",
                "/io/sluice/deploy/page/LivePage.class",
                "/META-INF/MANIFEST.MF",
                "/app/",
                "/app",
                "/index.html",
                "/app/.gitkeep")) {
            assertThat(ask("GET " + path + " HTTP/1.1", host()).status())
                    .as(path)
                    .isEqualTo(404);
        }
    }
}
