package io.sluice.source.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.source.tail.TailSettings.Mode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** That the looks that are left out would have found nothing, most tests of this package show: their scans are as the real one. */
class StandstillTest {

    private static final Path LOG = TailRig.DIRECTORY.resolve("app.log");
    private static final Path ROTATED = TailRig.DIRECTORY.resolve("app.log.1");
    private static final Duration AWHILE = Duration.ofMinutes(1);

    @Test
    void filesInWhichNothingHappensAreNotGoneThroughAgain() throws IOException {
        TailRig rig = new TailRig(TailRig.settings(Mode.TAIL));
        rig.append(LOG, "one\n");
        rig.settle(AWHILE);
        int before = rig.goneThrough;
        rig.settle(AWHILE);

        assertThat(rig.goneThrough).isEqualTo(before);
        assertThat(rig.lines()).containsExactly("one");
    }

    @Test
    void whatHappensAfterwardsIsSeen() throws IOException {
        TailRig rig = new TailRig(TailRig.settings(Mode.TAIL));
        rig.append(LOG, "one\n");
        rig.settle(AWHILE);
        rig.append(LOG, "two\n");
        rig.settle(AWHILE);
        rig.memory.rename(LOG, ROTATED);
        rig.append(LOG, "three\n");
        rig.settle(AWHILE);
        int before = rig.goneThrough;
        rig.settle(AWHILE);
        rig.memory.delete(ROTATED);
        rig.settle(AWHILE);

        assertThat(rig.goneThrough).isGreaterThan(before);
        assertThat(rig.lines()).containsExactly("one", "two", "three");
    }

    @Test
    void aCompleteFileIsReadOnceItHasBeenAtRestForLongEnough() throws IOException {
        TailRig rig = new TailRig(TailRig.settings(Mode.COMPLETE));
        rig.append(LOG, "one\n");
        rig.settle(AWHILE);
        int before = rig.goneThrough;
        rig.settle(AWHILE);

        assertThat(rig.lines()).containsExactly("one");
        assertThat(rig.goneThrough).isEqualTo(before);
    }
}
