package io.sluice.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFilesTest {

    @TempDir
    private Path directory;

    private static Report report() {
        Report report = new Report("some-area", false, Map.of("cores", 2), Map.of("java", "17"));
        report.setting("threads", 2);
        Contest contest = new Contest(
                "job", 10, "MB", List.of(new Contender("A", () -> null), new Contender("B", () -> null)), 1, 2);
        report.add(new Standing(
                contest,
                List.of(
                        new Round(List.of("A", "B"), Map.of("A", 1.0, "B", 2.0)),
                        new Round(List.of("B", "A"), Map.of("A", 2.0, "B", 2.0)))));
        report.add(Bar.atLeast("fast enough", 1.5, 1));
        report.add(Bar.atLeast("too slow", 0.5, 1));
        report.add(Bar.atMost("too much", 9, 8));
        report.add(Bar.notMeasured("unknown", 8, "apt-get install something"));
        return report;
    }

    @Test
    void theBarsThatDoNotHoldAreListedAndThoseNotMeasuredAmongThem() throws IOException {
        ReportFiles files = new ReportFiles(directory);
        files.write(report());

        List<String> broken = files.broken(Set.of("some-area"));

        assertThat(broken)
                .containsExactly(
                        "some-area: too slow is 0.5, the goal is at least 1.0",
                        "some-area: too much is 9.0, the goal is at most 8.0",
                        "some-area: unknown is not measured, the goal is at least 8.0: apt-get install something");
    }

    @Test
    void withoutAnyResultNothingIsProven() throws IOException {
        assertThat(new ReportFiles(directory.resolve("none")).broken(Set.of("some-area", "other")))
                .containsExactly(
                        "other: there is no result; run benchmarks/run other",
                        "some-area: there is no result; run benchmarks/run some-area");
    }

    @Test
    void aResultWithoutBarsAndAResultThatIsNotThereShowNothing() throws IOException {
        Files.writeString(directory.resolve("half.json"), "{\"name\": \"half\"}");

        assertThat(new ReportFiles(directory).broken(Set.of("half", "other")))
                .containsExactly(
                        "half.json: has no bars, so it shows nothing; run its benchmark again",
                        "other: there is no result; run benchmarks/run other");
    }

    @Test
    void theFileHoldsEveryRunInItsOrderAndTheSpread() throws IOException {
        new ReportFiles(directory).write(report());

        JsonNode json = new ObjectMapper().readTree(Files.readString(directory.resolve("some-area.json")));

        assertThat(json.at("/contests/0/runs/1/order/0").asText()).isEqualTo("B");
        assertThat(json.at("/contests/0/runs/1/seconds/A").asDouble()).isEqualTo(2);
        assertThat(json.at("/contests/0/rates/A/median").asDouble()).isEqualTo(7.5);
        assertThat(json.at("/contests/0/rates/A/min").asDouble()).isEqualTo(5);
        assertThat(json.at("/bars/0/holds").asBoolean()).isTrue();
        assertThat(json.at("/bars/3/value").isNull()).isTrue();
        assertThat(Files.readString(directory.resolve("some-area.md"))).contains("| too slow | 0.500 | ≥ 1 | **no** |");
    }

    @Test
    void tablesAreInBothFilesAndAPictureIsAFileBesideThem() throws IOException {
        Report report = report();
        report.add(new Report.Table("Cost", List.of("files", "s"), List.of(List.of("1", "0.5"), List.of("10", "0.6"))));
        report.picture("<svg/>");

        new ReportFiles(directory).write(report);

        assertThat(Files.readString(directory.resolve("some-area.md")))
                .contains("## Cost\n\n| files | s |\n|---|---|\n| 1 | 0.5 |\n| 10 | 0.6 |\n", "](some-area.svg)");
        assertThat(Files.readString(directory.resolve("some-area.svg"))).isEqualTo("<svg/>");
        JsonNode json = new ObjectMapper().readTree(Files.readString(directory.resolve("some-area.json")));
        assertThat(json.at("/tables/0/rows/1/1").asText()).isEqualTo("0.6");
    }
}
