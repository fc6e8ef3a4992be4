package io.sluice.deploy.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the interface answers. */
class PageAnswersTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private LivePage page;

    @BeforeEach
    void serve() throws IOException {
        page = new FakePipeline().serve();
    }

    @AfterEach
    void close() {
        page.close();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI uri = page.url().resolve(path);
        return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    private JsonNode json(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).as("%s: %s", path, response.body()).isEqualTo(200);
        return new ObjectMapper().readTree(response.body());
    }

    private String error(int status, String path) throws IOException, InterruptedException {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).as("%s: %s", path, response.body()).isEqualTo(status);
        return new ObjectMapper().readTree(response.body()).path("error").asText();
    }

    @Test
    void thePageAndItsFilesHaveTheirTypes() throws IOException, InterruptedException {
        HttpResponse<String> index = get("/");
        assertThat(index.headers().firstValue("content-type")).contains("text/html; charset=utf-8");
        assertThat(index.body()).startsWith("<!doctype html>");
        assertThat(error(404, "/app/none.js")).contains("nothing");
    }

    @Test
    void theStateIsThereOnceThereIsOne() throws IOException, InterruptedException {
        assertThat(error(503, "/api/state")).contains("starting");

        page.board().state(FakePipeline.state(FakePipeline.NOON, 10, "<b>disk</b>"));

        JsonNode state = json("/api/state");
        assertThat(state.path("stages").path(0).path("lag").path("unit").asText())
                .isEqualTo("bytes");
        assertThat(state.path("stages").path(3).path("failure").path("cause").asText())
                .isEqualTo("<b>disk</b>");
        assertThat(state.path("stages").path(0).path("bytes").isNull()).isTrue();
        assertThat(state.path("totals").path("late").asLong()).isEqualTo(2);
    }

    @Test
    void filesComeAPageAtATimeInAnyOrder() throws IOException, InterruptedException {
        page.board().files(FakePipeline.files(10_000));

        JsonNode first = json("/api/files");
        assertThat(first.path("total").asInt()).isEqualTo(10_000);
        assertThat(first.path("files").size()).isEqualTo(200);
        assertThat(first.path("files").path(0).path("path").asText()).isEqualTo("/data/trades-00000.csv");

        JsonNode last = json("/api/files?offset=9999&limit=10");
        assertThat(last.path("files").size()).isEqualTo(1);
        assertThat(last.path("files").path(0).path("position").asLong()).isEqualTo(9_999);

        JsonNode largest = json("/api/files?sort=lag&descending=true&limit=2&query=TRADES-0&state=done");
        assertThat(largest.path("matching").asInt()).isEqualTo(9_000);
        assertThat(largest.path("files").path(0).path("lag").asLong()).isEqualTo(9_999);
        assertThat(largest.path("files").path(1).path("lag").asLong()).isEqualTo(9_998);
        assertThat(json("/api/files?query=none").path("matching").asInt()).isZero();
        assertThat(json("/api/files?offset=10000").path("files").size()).isZero();
    }

    @Test
    void filesOfWhichLittleIsKnownAreThereToo() throws IOException, InterruptedException {
        page.board()
                .files(List.of(
                        new FileRow("trades", "/data/b", 5L, null, null, null, "failed", "gone"),
                        FakePipeline.file("/data/a", 1, 2, 3, "tailing")));

        for (String sort : List.of("path", "size", "lag", "changed")) {
            assertThat(json("/api/files?sort=" + sort).path("files").size()).isEqualTo(2);
        }
        assertThat(json("/api/files?sort=size")
                        .path("files")
                        .path(0)
                        .path("size")
                        .isNull())
                .isTrue();
    }

    @Test
    void whatIsWrongWithAQuestionIsSaid() throws IOException, InterruptedException {
        assertThat(error(400, "/api/files?sort=color")).contains("sort is 'color'");
        assertThat(error(400, "/api/files?limit=-1")).contains("limit is -1");
        assertThat(error(400, "/api/files?limit=1001")).contains("0 to 1000");
        assertThat(error(400, "/api/files?offset=x")).contains("offset is 'x'");
        assertThat(error(400, "/api/bars?window=s1")).isEqualTo("key is missing");
        assertThat(error(400, "/api/bars?key=a&window=m1")).contains("[s1]");
        assertThat(error(503, "/api/bars?key=slow&window=s1")).contains("does not answer");
        assertThat(error(400, "/api/record?topic=t&partition=0")).contains("offset");
        assertThat(error(404, "/api/record?topic=t&partition=0&offset=100")).contains("no committed record");
        assertThat(error(404, "/api/none")).isNotEmpty();
    }

    @Test
    void barsAndRecordsAreAskedOfThePipeline() throws IOException, InterruptedException {
        JsonNode bars = json("/api/bars?key=A%2BB%20%26c&window=s1&from=5");
        assertThat(bars.path("key").asText()).isEqualTo("A+B &c");
        assertThat(bars.path("bars").path(0).path("start").asLong()).isEqualTo(5);

        JsonNode found = json("/api/record?topic=t&partition=1&offset=7");
        assertThat(found.path("value").asText()).isEqualTo("<script>alert(1)</script>");
        assertThat(found.path("headers").path(0).path("name").asText()).isEqualTo("sluice.file");
    }

    @Test
    void theHistoryIsOfOneHour() throws IOException, InterruptedException {
        for (int i = 0; i < PageBoard.POINTS + 5; i++) {
            page.board().point(FakePipeline.point(i * 5_000L));
        }

        JsonNode points = json("/api/history").path("points");
        assertThat(points.size()).isEqualTo(PageBoard.POINTS);
        assertThat(points.path(0).path("at").asLong()).isEqualTo(25_000);
        assertThat(points.path(0).path("latencyMillis").isNull()).isTrue();
    }

    @Test
    void commitsAndProblemsAreTheNewestFirstAndNotWithoutEnd() throws IOException, InterruptedException {
        for (int i = 0; i < PageBoard.COMMITS + 1; i++) {
            page.board().commits(List.of(new Commit(i % 2 == 0 ? "trades" : "s1", i, i, "t", 0, i, i, 1, 1, 1)));
        }
        page.board().progress(List.of(new Commit.Progress("s1", "t", 0, 8, null)));
        for (int i = 0; i < PageBoard.PROBLEMS + 1; i++) {
            page.board().problems(List.of(Problem.of(i, "late", "too late")));
        }

        JsonNode commits = json("/api/commits?table=s1&limit=2");
        assertThat(commits.path("commits").path(0).path("number").asInt()).isEqualTo(PageBoard.COMMITS - 1);
        assertThat(commits.path("commits").size()).isEqualTo(2);
        assertThat(commits.path("partitions")
                        .path(0)
                        .path("oldestUncommittedAgeMillis")
                        .isNull())
                .isTrue();
        assertThat(json("/api/commits?limit=2000")
                        .path("commits")
                        .path(1_999)
                        .path("number")
                        .asInt())
                .isEqualTo(1);
        JsonNode problems = json("/api/problems?limit=1000").path("problems");
        assertThat(problems.size()).isEqualTo(PageBoard.PROBLEMS);
        assertThat(problems.path(0).path("id").asInt()).isEqualTo(PageBoard.PROBLEMS + 1);
    }

    @Test
    void keysAreFoundByAPart() throws IOException, InterruptedException {
        List<Bar> bars = new ArrayList<>();
        for (String key : List.of("MSFT", "AAPL", "aap", "\ud800half")) {
            bars.add(FakePipeline.bar(key, 1));
        }
        page.board().bars(bars, 0);

        assertThat(json("/api/keys?query=aap").path("keys").toString()).isEqualTo("[\"AAPL\",\"aap\"]");
        assertThat(json("/api/keys?limit=1").path("keys").size()).isEqualTo(1);
        assertThat(json("/api/keys?query=half").path("keys").path(0).asText()).isEqualTo("?half");
    }
}
