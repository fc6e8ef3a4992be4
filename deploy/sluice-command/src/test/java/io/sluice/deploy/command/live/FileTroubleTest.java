package io.sluice.deploy.command.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.page.FileRow;
import io.sluice.deploy.page.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a source's tasks tell of files that they cannot read. */
class FileTroubleTest {
    private static final String TEXT = """
            1 5 OVER 7 %2Fin%2Fa+b.gz the+stream+ends%0Aearly
            2 6 FAILING 0 %2Fin%2Fc Permission+denied
            3 6 LOST 9 %2Fin%2Fd%3C%3E%26 cut
            no trouble""";

    @Test
    void eachIsAProblemOnceWithItsFileAndPosition() {
        NewTroubles news = new NewTroubles();

        assertThat(news.since("source", FileTrouble.all("0", TEXT)))
                .containsExactly(
                        Problem.ofFile(5, "It cannot be read: the stream ends\nearly", "/in/a b.gz", 7),
                        Problem.ofFile(6, "It cannot be read: Permission denied", "/in/c", 0),
                        Problem.ofFile(6, "Content was lost before it was read: cut", "/in/d<>&", 9));
        assertThat(news.since("source", FileTrouble.all("0", TEXT))).isEmpty();
        assertThat(news.since("source", FileTrouble.all("0", TEXT + "\n4 6 LOST 10 %2Fin%2Fd cut")))
                .hasSize(1);
        // Another task, and one that has begun anew.
        assertThat(news.since("source", FileTrouble.all("1", "1 4 LOST 1 a b"))).hasSize(1);
        assertThat(news.since("source", FileTrouble.all("0", "1 7 LOST 1 a b"))).hasSize(1);
    }

    @Test
    void aFileThatCannotBeReadNowIsShownAsFailed() {
        FileRow good = new FileRow("in", "/in/a b.gz", 7L, 8L, 1L, 1L, "tailing", "");
        FileRow bad = new FileRow("in", "/in/c", 0L, 8L, 8L, 1L, "waiting", "");

        assertThat(FilesLook.withFailing(List.of(good, bad), FileTrouble.all("0", TEXT)))
                .containsExactly(good, new FileRow("in", "/in/c", 0L, 8L, 8L, 1L, "failed", "Permission denied"));
        assertThat(FilesLook.withFailing(List.of(good), null)).containsExactly(good);
    }
}
