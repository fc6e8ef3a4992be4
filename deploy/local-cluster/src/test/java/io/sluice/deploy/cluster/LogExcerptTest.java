package io.sluice.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is quoted of a log. */
class LogExcerptTest {
    @TempDir
    private Path directory;

    @Test
    void theLastLinesOfThisRunAreQuoted() throws IOException {
        Path log = Files.writeString(directory.resolve("log"), "old ERROR run\none\ntwo\nthree\n");

        LogExcerpt excerpt = LogExcerpt.of(log, "old ERROR run\n".length(), 2);

        assertThat(excerpt).isEqualTo(new LogExcerpt(List.of(), List.of("two", "three")));
    }

    @Test
    void theFirstErrorIsQuotedWhenItStandsBeforeTheLastLines() throws IOException {
        List<String> lines = new ArrayList<>(List.of("12:00 INFO starting", "12:01 ERROR port taken", "\tat bind"));
        lines.addAll(Collections.nCopies(50, "12:02 INFO shutting down"));
        lines.add("12:03 ERROR exiting");
        Path log = Files.write(directory.resolve("log"), lines);

        LogExcerpt excerpt = LogExcerpt.of(log, 0, 2);

        assertThat(excerpt.error()).startsWith("12:01 ERROR port taken", "\tat bind");
        assertThat(excerpt.tail()).containsExactly("12:02 INFO shutting down", "12:03 ERROR exiting");
    }

    @Test
    void aRotatedLogIsReadFromItsBeginning() throws IOException {
        Path log = Files.writeString(directory.resolve("log"), "new\n");

        assertThat(LogExcerpt.of(log, 1_000_000, 5).tail()).containsExactly("new");
    }

    @Test
    void aLogOfAnySizeIsReadFromItsEnd() throws IOException {
        Path log = Files.write(directory.resolve("log"), Collections.nCopies(50_000, "a line of a long log"));

        assertThat(LogExcerpt.of(log, 0, 1).tail()).containsExactly("a line of a long log");
    }

    @Test
    void aLogThatDoesNotExistHasNothingToQuote() {
        assertThat(LogExcerpt.of(directory.resolve("none"), 0, 5)).isEqualTo(new LogExcerpt(List.of(), List.of()));
    }
}
