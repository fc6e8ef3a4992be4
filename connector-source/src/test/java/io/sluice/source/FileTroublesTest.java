package io.sluice.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.source.scan.FoundFile;
import io.sluice.source.tail.FileView;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Which files are told to have failed. */
class FileTroublesTest {
    private final AtomicLong now = new AtomicLong(5);
    private final FileTroubles troubles = new FileTroubles(now::get);

    private static FileView file(String path) {
        return new FileView(null, "id", 0, new FoundFile(null, Path.of(path), null, "inode"));
    }

    @Test
    void aFileThatFailsIsToldOnceWithItsPlaceAndItsReasonAndThatItIsOver() {
        assertThat(troubles.text()).isEmpty();
        troubles.failed(file("/in/a b.gz"), 7, "the stream ends\nearly");
        now.set(6);
        troubles.failed(file("/in/a b.gz"), 7, "again");
        troubles.failed(file("/in/c"), 0, "Permission denied");

        assertThat(troubles.text().lines())
                .containsExactly(
                        "1 5 FAILING 7 %2Fin%2Fa+b.gz the+stream+ends%0Aearly",
                        "2 6 FAILING 0 %2Fin%2Fc Permission+denied");

        troubles.isRead(file("/in/other"));
        troubles.isRead(file("/in/c"));
        assertThat(troubles.text().lines()).element(1).asString().startsWith("2 6 OVER");
        troubles.allAreRead();
        assertThat(troubles.text()).doesNotContain("FAILING").startsWith("1 5 OVER");

        troubles.failed(file("/in/c"), 9, "again");
        assertThat(troubles.text().lines()).element(2).asString().startsWith("3 6 FAILING 9");
    }

    @Test
    void whatWasLostIsToldEachTimeAndOnlyTheLastTroublesAreKept() {
        for (int i = 0; i <= FileTroubles.MOST; i++) {
            troubles.lost(file("/in/a"), i, "cut".repeat(1_000));
        }

        assertThat(troubles.text().lines())
                .hasSize(FileTroubles.MOST)
                .first()
                .asString()
                .startsWith("2 5 LOST 1 ")
                .hasSizeLessThan(600);
    }
}
