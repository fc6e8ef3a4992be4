package io.sluice.source.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.io.vfs.ForwardingVfs;
import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.VfsCall;
import io.sluice.io.vfs.VfsFile;
import io.sluice.io.vfs.VfsOperation;
import io.sluice.source.framing.EventSettings;
import io.sluice.source.framing.LineChunkSettings;
import io.sluice.source.framing.LineSettings;
import io.sluice.source.framing.OverLong;
import io.sluice.source.tail.TailSettings.Mode;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TailLoopTest {

    private static final Path LOG = TailRig.DIRECTORY.resolve("app.log");
    private static final Path OTHER = TailRig.DIRECTORY.resolve("other.log");
    private static final Duration AWHILE = Duration.ofSeconds(30);

    private final TailRig rig = new TailRig(TailRig.settings(Mode.TAIL));

    @Test
    void aFileThatMayNotBeReadIsToldAndTheOthersAreRead() throws IOException {
        TailRig rig = new TailRig(TailRig.settings(Mode.TAIL));
        Path denied = TailRig.DIRECTORY.resolve("denied.log");
        rig.append(denied, "secret\n");
        rig.memory.setAccess(denied, false, false, false);
        rig.append(LOG, "one\n");
        rig.settle(Duration.ofSeconds(10));

        assertThat(rig.lines()).containsExactly("one");
        assertThat(rig.told.all)
                .filteredOn(event -> event.startsWith("failed"))
                .hasSizeBetween(2, 8)
                .allMatch(event -> event.contains("denied.log") && event.contains("AccessDenied"));
        rig.memory.setAccess(denied, true, true, false);
        rig.settle(Duration.ofMinutes(2));
        assertThat(rig.lines()).containsExactly("one", "secret");
    }

    @Test
    void linesAreReadAsTheyAreWritten() throws IOException {
        rig.append(LOG, "one\ntwo\n");
        rig.settle(AWHILE);
        rig.append(LOG, "thr");
        rig.settle(AWHILE);
        rig.append(LOG, "ee\n");
        rig.settle(AWHILE);

        assertThat(rig.lines()).containsExactly("one", "two", "three");
        assertThat(rig.bytesUnderWay()).isZero();
    }

    @Test
    void whatIsHeldBackComesAlthoughItsTurnCameLongAfterTheLastChange() throws IOException {
        TailRig slow = new TailRig(TailRig.settings(Mode.TAIL).withAheadBytes(1));
        // Whole lines are held back until a chunk is full, or nothing has come for a while.
        slow.framings = () -> new LineChunkSettings(8, OverLong.FAIL).newFraming();
        slow.append(LOG, "one\ntwo\nrest\n");
        slow.append(OTHER, "other\n");
        Instant end = slow.memory.now().plus(Duration.ofMinutes(1));
        while (slow.memory.now().isBefore(end)) {
            // Nobody takes what is ready, so there is no room for the second file's first turn.
            slow.step();
        }

        slow.settle(AWHILE);

        assertThat(slow.lines()).containsExactlyInAnyOrder("one\ntwo\n", "rest\n", "other\n");
        assertThat(slow.bytesUnderWay()).isZero();
    }

    @Test
    void whatIsHeldBackIsCutAnewIfTheFileIsCutBeforeItWasRead() throws IOException {
        rig.framings = LineSettings.standard().withMaxLineBytes(1 << 16)::newFraming;
        rig.append(LOG, "half of a line");
        rig.settle(AWHILE);
        rig.truncate(LOG);
        rig.append(LOG, "one\ntwo\nthree, and longer than before\n");
        rig.settle(AWHILE);

        assertThat(rig.lines()).containsExactly("one", "two", "three, and longer than before");
    }

    @Test
    void whatIsHeldBackOfALongEventMayShrink() throws IOException {
        rig.framings = EventSettings.standard(Pattern.compile("^\\S"), EventSettings.Match.START)
                .withLimits(1000, 1 << 16)::newFraming;
        rig.append(LOG, "begins\n" + (" " + "x".repeat(98) + "\n").repeat(100));
        Instant begun = rig.memory.now();
        while (rig.memory.now().equals(begun)) {
            // Until all was looked at, and there is nothing to do but wait for more.
            rig.step();
        }
        try (VfsFile file = rig.memory.open(LOG, OpenMode.EDIT)) {
            file.truncate(7 + 150);
        }
        rig.settle(AWHILE);

        assertThat(rig.lines()).containsExactly("begins\n " + "x".repeat(98));
    }

    @Test
    void linesOfAFileThatGrowsSlowlyAndSteadilyDoNotWaitUntilTheirChunkIsFull() throws IOException {
        rig.framings = () -> LineChunkSettings.standard().newFraming();
        StringBuilder all = new StringBuilder();
        for (int line = 0; line < 100; line++) {
            all.append("line ").append(line).append('\n');
            rig.append(LOG, "line " + line + "\n");
            // Less than it takes to be flushed as quiet, so it never is.
            rig.settle(Duration.ofMillis(100));
        }

        assertThat(String.join("", rig.lines())).startsWith("line 0\n").contains("line 95\n");
        assertThat(rig.lines()).hasSizeBetween(10, 60);
        rig.settle(AWHILE);
        assertThat(String.join("", rig.lines())).isEqualTo(all.toString());
        assertThat(rig.bytesUnderWay()).isZero();
    }

    @Test
    void afterARestartItGoesOnBehindWhatWasCommitted() throws IOException {
        rig.append(LOG, "éé\nüü\n");
        rig.settle(AWHILE);
        rig.append(LOG, "ßß\n");
        rig.crash();
        rig.settle(AWHILE);

        assertThat(rig.lines()).containsExactly("éé", "üü", "ßß");
    }

    @Test
    void aFileCutAndGrownBeyondThePositionIsReadAnew() throws IOException {
        rig.append(LOG, "first content\n");
        rig.settle(AWHILE);
        rig.truncate(LOG);
        rig.append(LOG, "second content, longer than the first\nand more\n");
        rig.settle(AWHILE);

        assertThat(rig.lines()).containsExactly("first content", "second content, longer than the first", "and more");
        assertThat(rig.topic.get(1).point().file().id())
                .isNotEqualTo(rig.topic.get(0).point().file().id());
    }

    @Test
    void aFileCutAndGrownWhileNobodyReadIsReadAnew() throws IOException {
        rig.append(LOG, "first content\n");
        rig.settle(AWHILE);
        rig.crash();
        rig.truncate(LOG);
        rig.append(LOG, "second content, longer than the first\n");
        rig.settle(AWHILE);

        assertThat(rig.lines()).containsExactly("first content", "second content, longer than the first");
    }

    @Test
    void periodicContentWithAnotherMiddleIsFoundByThePrefix() throws IOException {
        String beat = "beat\n".repeat(4000);
        rig.append(LOG, "header\n" + beat + "old\n" + beat);
        rig.settle(AWHILE);
        rig.truncate(LOG);
        rig.append(LOG, "header\n" + beat + "new\n" + beat);
        rig.settle(AWHILE);

        assertThat(rig.lines()).contains("old", "new").hasSize(2 * 8002);
    }

    @Test
    void aRotatedFileIsReadToItsEndUnderItsNewName() throws IOException {
        rig.append(LOG, "one\n");
        rig.settle(AWHILE);
        rig.append(LOG, "two\n");
        rig.memory.rename(LOG, TailRig.DIRECTORY.resolve("app.log.1"));
        rig.append(LOG, "three\n");
        rig.settle(AWHILE);
        rig.append(TailRig.DIRECTORY.resolve("app.log.1"), "late\n");
        rig.settle(AWHILE);

        assertThat(rig.lines()).containsExactlyInAnyOrder("one", "two", "three", "late");
    }

    @Test
    void aDeletedFileIsReadToItsEndWhileItIsOpen() throws IOException {
        rig.append(LOG, "one\n");
        rig.settle(Duration.ofSeconds(2));
        rig.append(LOG, "two\nhalf");
        rig.memory.delete(LOG);
        rig.settle(AWHILE);

        assertThat(rig.lines()).containsExactly("one", "two", "half");
        assertThat(rig.told.lost).isZero();
    }

    @Test
    void aFileDeletedBeforeItWasReadIsALossThatIsTold() throws IOException {
        TailRig complete = new TailRig(TailRig.settings(Mode.COMPLETE));
        complete.append(LOG, "one\n");
        complete.settle(Duration.ofSeconds(2));
        complete.memory.delete(LOG);
        complete.settle(AWHILE);

        assertThat(complete.lines()).isEmpty();
        assertThat(complete.told.lost).isEqualTo(4);
    }

    @Test
    void aCompleteFileIsReadOnceItIsStable() throws IOException {
        TailRig complete = new TailRig(TailRig.settings(Mode.COMPLETE));
        complete.append(LOG, "one\n");
        complete.settle(Duration.ofSeconds(3));
        complete.append(LOG, "two\nthree");
        complete.settle(Duration.ofSeconds(4));
        assertThat(complete.lines()).isEmpty();
        complete.settle(AWHILE);

        assertThat(complete.lines()).containsExactly("one", "two", "three");
    }

    @Test
    void whileStatesCannotBeReadKnownFilesAreReadOnAndNewOnesWait() throws IOException {
        rig.append(LOG, "one\n");
        rig.settle(AWHILE);
        rig.statesFail = () -> true;
        rig.append(OTHER, "new\n");
        rig.append(LOG, "two\n");
        rig.settle(Duration.ofSeconds(9));

        assertThat(rig.lines()).containsExactly("one", "two");

        rig.statesFail = () -> false;
        rig.settle(AWHILE);

        assertThat(rig.lines()).containsExactly("one", "two", "new");
        assertThat(rig.told.all).anyMatch(line -> line.contains("states unavailable 2"));
    }

    @Test
    void statesThatCanNeverBeReadEndTheReaderWithTheReason() throws IOException {
        rig.append(LOG, "one\n");
        rig.statesFail = () -> true;

        assertThatThrownBy(() -> rig.settle(Duration.ofMinutes(5)))
                .isInstanceOf(StatesUnavailableException.class)
                .hasMessage("no states now");
        assertThat(rig.told.all).hasSize(7).allMatch(line -> line.contains("states unavailable"));
    }

    @Test
    void aFileWithAMarkerIsReadOnceThatIsThereHoweverLongItTakes() throws IOException {
        TailRig marked = new TailRig(TailRig.settings(Mode.COMPLETE, ".done"));
        marked.append(LOG, "one\n");
        marked.settle(Duration.ofMinutes(5));
        assertThat(marked.lines()).isEmpty();
        assertThat(marked.told.lagFiles).isEqualTo(1);
        assertThat(marked.told.lagBytes).isEqualTo(4);

        marked.append(LOG, "two");
        marked.append(TailRig.DIRECTORY.resolve("app.log.done"), "");
        marked.settle(AWHILE);

        assertThat(marked.lines()).containsExactly("one", "two");
        assertThat(marked.told.lagFiles).isZero();
        assertThat(marked.told.lagBytes).isZero();
    }

    @Test
    void aMarkerThatCannotBeSeenIsToldAndAskedForAgain() throws IOException {
        AtomicInteger failing = new AtomicInteger(3);
        TailRig marked = new TailRig(TailRig.settings(Mode.COMPLETE, ".done"), below -> new ForwardingVfs(below) {
            @Override
            protected <T> T around(VfsOperation operation, Call<T> call) throws IOException {
                if (operation.call() == VfsCall.STAT && failing.getAndDecrement() > 0) {
                    throw new FileSystemException(String.valueOf(operation.path()), null, "Input/output error");
                }
                return super.around(operation, call);
            }
        });
        marked.append(TailRig.DIRECTORY.resolve("app.log.done"), "");
        marked.append(LOG, "one\n");
        marked.settle(AWHILE);

        assertThat(marked.lines()).containsExactly("one");
        assertThat(marked.told.all).anyMatch(event -> event.startsWith("failed") && event.contains("app.log.done"));
        assertThat(marked.told.mostFailing).isEqualTo(1);
    }

    @Test
    void aHugeFileDoesNotKeepManySmallOnesWaiting() throws IOException {
        int small = 200;
        rig.append(TailRig.DIRECTORY.resolve("a-huge.log"), ("x".repeat(99) + "\n").repeat(20_000));
        for (int i = 0; i < small; i++) {
            rig.append(TailRig.DIRECTORY.resolve("small" + i + ".log"), "small " + i + "\n");
        }
        long left = small;
        while (left > 0) {
            rig.step();
            rig.poll();
            rig.commit();
            left = small
                    - rig.lines().stream()
                            .filter(line -> line.startsWith("small"))
                            .count();
        }

        // A turn of 4 KiB for each.
        assertThat(rig.lines()).hasSizeLessThan(small + 1_000);
        rig.settle(Duration.ofMinutes(1));
        assertThat(rig.lines()).hasSize(small + 20_000);
    }

    @Test
    void noMoreFilesAreOpenThanAllowedAndThoseThatWereClosedAreReadOn() throws IOException {
        AtomicInteger open = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        TailRig counted = new TailRig(TailRig.settings(Mode.TAIL), below -> new ForwardingVfs(below) {
            @Override
            protected <T> T around(VfsOperation operation, Call<T> call) throws IOException {
                T result = super.around(operation, call);
                if (operation.call() == VfsCall.OPEN) {
                    most.accumulateAndGet(open.incrementAndGet(), Math::max);
                } else if (operation.call() == VfsCall.CLOSE) {
                    open.decrementAndGet();
                }
                return result;
            }
        });
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < 30; i++) {
                counted.append(TailRig.DIRECTORY.resolve("app" + i + ".log"), "line " + round + "\n");
            }
            counted.settle(Duration.ofSeconds(3));
        }

        assertThat(counted.lines()).hasSize(150);
        // Four, and the one whose turn it is.
        assertThat(most).hasValueLessThanOrEqualTo(5);
        assertThat(counted.told.all).noneMatch(event -> event.startsWith("failed"));
    }
}
