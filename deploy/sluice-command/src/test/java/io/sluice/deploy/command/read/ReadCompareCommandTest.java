package io.sluice.deploy.command.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.io.read.compare.ComparisonProgress;
import io.sluice.io.read.compare.ComparisonReport;
import io.sluice.io.read.compare.FileFailure;
import io.sluice.io.read.compare.TextCounts;
import io.sluice.io.read.compare.WayReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/** The command on a real directory, and what it prints of reports of every kind. */
class ReadCompareCommandTest {
    private static final TextCounts COUNTS = new TextCounts(12, 2, 3, 11, 1);

    private final StringWriter out = new StringWriter();
    private final CommandLine command = new CommandLine(ReadCompareCommand.class).setOut(new PrintWriter(out));

    @TempDir
    private Path directory;

    private static WayReport way(String name, TextCounts totals, FileFailure... failures) {
        return new WayReport(
                name, totals, 2, List.of(failures), Duration.ofMillis(500), 4_000_000, "heap and direct memory", 1.5);
    }

    private ComparisonReport report(WayReport... ways) {
        return new ComparisonReport(directory, 3, 12, List.of(), List.of(ways));
    }

    @Test
    void theTableShowsEachWayAndTheTotalsTheyAgreeOn() throws IOException {
        Files.writeString(directory.resolve("a"), "one two\nthree\n");
        Files.writeString(Files.createDirectory(directory.resolve("d")).resolve("b"), "é");

        int exitCode = command.execute(directory.toString());

        assertThat(exitCode).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .contains("one thread", "async operations", "threads", "hybrid", "processes", "speed-up", "MB/s")
                .contains(
                        "All ways counted 2 lines, 4 words and 15 characters (0 of them malformed UTF-8) in 2 files.");
    }

    @Test
    void theJsonHoldsTheSameForPrograms() throws IOException {
        Files.writeString(directory.resolve("a"), "one two\nthree\n");

        int exitCode = command.execute(directory.toString(), "--json");

        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(exitCode).isEqualTo(ExitCode.OK);
        assertThat(json.at("/totalsAgree").asBoolean()).isTrue();
        assertThat(json.at("/ways")).hasSize(5);
        assertThat(json.at("/ways/4/way").asText()).isEqualTo("processes");
        assertThat(json.at("/ways/4/words").asLong()).isEqualTo(3);
        assertThat(json.at("/ways/4/seconds").asDouble()).isPositive();
    }

    @Test
    void withoutADirectoryTheCommandLineIsWrong() {
        assertThat(command.setErr(new PrintWriter(new StringWriter())).execute())
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void totalsThatDifferAreSaidAloudAndFail() {
        ComparisonReport differing = report(way("threads", COUNTS), way("hybrid", COUNTS.plus(COUNTS)));

        String table = ComparisonTable.of(differing);

        assertThat(ReadCompareCommand.exitCode(differing)).isEqualTo(ExitCode.SOFTWARE);
        assertThat(table).contains("THE TOTALS DIFFER").doesNotContain("All ways counted");
        assertThat(table.lines().filter(line -> line.contains(" words and "))).hasSize(2);
    }

    @Test
    void aFileThatCouldNotBeReadIsListedOnceWithItsErrorAndTheWaysItFailedIn() {
        FileFailure everywhere = new FileFailure(Path.of("/d/secret"), "AccessDeniedException: /d/secret");
        FileFailure once = new FileFailure(Path.of("/d/shaky"), "worker process 7 ended");

        String table = ComparisonTable.of(
                report(way("threads", COUNTS, everywhere), way("processes", COUNTS, everywhere, once)));

        assertThat(table.lines())
                .contains(
                        "  /d/secret: AccessDeniedException: /d/secret",
                        "  /d/shaky: worker process 7 ended (processes)");
    }

    @Test
    void aNameCannotGiveTheTerminalOrdersOrBreakALine() {
        FileFailure hostile = new FileFailure(Path.of("/d/a\u001b[2Jb\nc"), "unread");

        String table = ComparisonTable.of(report(way("threads", COUNTS, hostile)));

        assertThat(table.lines()).contains("  /d/a?[2Jb?c: unread");
    }

    @Test
    void theProgressBarShowsTheStage() {
        assertThat(ProgressBar.line(new ComparisonProgress())).contains("looking for files", "0 %", "0 of 0 files");
    }
}
