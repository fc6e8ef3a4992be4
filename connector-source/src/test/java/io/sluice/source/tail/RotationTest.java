package io.sluice.source.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.io.vfs.WholeFiles;
import io.sluice.source.tail.FileState.Phase;
import io.sluice.source.tail.TailSettings.Mode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RotationTest {

    private static final Path LOG = TailRig.DIRECTORY.resolve("app.log");
    private static final Path FIRST = TailRig.DIRECTORY.resolve("app.log.1");
    private static final Path COMPRESSED = TailRig.DIRECTORY.resolve("app.log.1.z");
    private static final Path OTHER = TailRig.DIRECTORY.resolve("other.log");
    private static final Duration SHORT = Duration.ofSeconds(3);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final TailRig rig = new TailRig(TailRig.settings(Mode.TAIL));

    private void copy(Path from, Path to) throws IOException {
        rig.append(to, WholeFiles.bytes(rig.memory, from));
    }

    private void compress(Path from, Path to) throws IOException {
        rig.append(to, PlainBytes.inverted(WholeFiles.bytes(rig.memory, from)));
        rig.memory.delete(from);
    }

    @Test
    void whatCopytruncateCopiedIsReadInTheCopyFromWhereItWasLeft() throws IOException {
        rig.append(LOG, "one\ntwo\n");
        rig.settle(SHORT);
        rig.append(LOG, "three\n");
        copy(LOG, FIRST);
        rig.truncate(LOG);
        rig.append(LOG, "four\n");
        rig.settle(LONG);

        assertThat(rig.lines()).containsExactlyInAnyOrder("one", "two", "three", "four");
        assertThat(rig.told.lost).isZero();
    }

    @Test
    void aCopySeenBeforeTheFileIsCutIsWaitedFor() throws IOException {
        rig.append(LOG, "one\ntwo\n");
        rig.settle(SHORT);
        copy(LOG, FIRST);
        rig.settle(SHORT);
        rig.truncate(LOG);
        rig.append(LOG, "three\n");
        rig.settle(LONG);

        assertThat(rig.lines()).containsExactly("one", "two", "three");
    }

    @Test
    void aCopyOfAFileThatStaysIsAFileOfItsOwnAfterTheGrace() throws IOException {
        rig.append(LOG, "one\n");
        rig.settle(SHORT);
        copy(LOG, FIRST);
        rig.settle(LONG);

        assertThat(rig.lines()).containsExactly("one", "one");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCompressedFileIsReadOnFromWhereItWasLeft(boolean restarts) throws IOException {
        rig.append(LOG, "one\ntwo\n");
        rig.settle(SHORT);
        rig.memory.rename(LOG, FIRST);
        rig.append(LOG, "next\n");
        rig.settle(SHORT);
        rig.append(FIRST, "late\n");
        if (restarts) {
            rig.crash();
        }
        compress(FIRST, COMPRESSED);
        rig.settle(LONG);

        assertThat(rig.lines()).containsExactlyInAnyOrder("one", "two", "next", "late");
        assertThat(rig.told.lost).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 5, 8, 13, 21})
    void crashesAroundACopytruncateLoseAndRepeatNothing(int steps) throws IOException {
        rig.append(LOG, "one\ntwo\n");
        rig.settle(SHORT);
        rig.append(LOG, "three\n");
        copy(LOG, FIRST);
        rig.truncate(LOG);
        rig.append(LOG, "four, which is longer than all that was there before\n");
        for (int i = 0; i < steps; i++) {
            rig.step();
            rig.poll();
            rig.commit();
        }
        rig.crash();
        rig.settle(LONG);
        rig.crash();
        rig.settle(LONG);

        assertThat(rig.lines())
                .containsExactlyInAnyOrder(
                        "one", "two", "three", "four, which is longer than all that was there before");
    }

    @Test
    void whatWasDestroyedUnreadIsToldWithItsBytes() throws IOException {
        rig.append(LOG, "one\n");
        rig.settle(SHORT);
        rig.append(LOG, "two\n");
        rig.look();
        rig.truncate(LOG);
        rig.settle(LONG);

        assertThat(rig.lines()).containsExactly("one");
        assertThat(rig.told.lost).isEqualTo(4);
    }

    @Test
    void aFileThatGetsANameOfAnotherTaskIsReleasedWithNothingUnderWay() throws IOException {
        rig.append(LOG, "one\n");
        rig.settle(SHORT);
        rig.foreign.add("in:other.log");
        rig.append(LOG, "two\n");
        rig.memory.rename(LOG, TailRig.DIRECTORY.resolve("other.log"));
        rig.settle(LONG);

        FileState state = rig.stored.values().iterator().next();
        assertThat(state.phase()).isEqualTo(Phase.RELEASED);
        assertThat(state.position()).isEqualTo(rig.lines().size() * 4L);
    }

    @Test
    void aFileOfAnotherTaskIsTakenOverOnlyWhenItIsReleased() throws IOException {
        rig.append(LOG, "one\n");
        rig.settle(SHORT);
        Path other = TailRig.DIRECTORY.resolve("other.log");
        rig.memory.rename(LOG, other);
        rig.append(other, "two\n");
        rig.foreign.add("in:app.log");
        rig.crash();
        rig.settle(LONG);
        assertThat(rig.lines()).containsExactly("one");

        rig.stored.replaceAll((key, state) -> state.in(Phase.RELEASED, other.toString()));
        rig.settle(LONG);
        assertThat(rig.lines()).containsExactly("one", "two");
    }

    @Test
    void anInodeUsedAgainForOtherContentIsReadFromItsStart() throws IOException {
        rig.append(LOG, "one\n");
        rig.settle(SHORT);
        FileState state = rig.stored.values().iterator().next();
        rig.memory.delete(LOG);
        rig.settle(LONG);
        rig.append(LOG, "another, with the number of the first\n");
        rig.stored.put(rig.key("app.log", LOG), state);
        rig.crash();
        rig.settle(LONG);

        assertThat(rig.lines()).containsExactly("one", "another, with the number of the first");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void statesThatCannotBeReadAtFirstCostNothingButTime(int failing) throws IOException {
        rig.append(LOG, "one\ntwo\n");
        rig.settle(SHORT);
        rig.append(LOG, "three\n");
        compress(LOG, COMPRESSED);
        rig.append(LOG, "four\n");
        rig.crash();
        AtomicInteger asked = new AtomicInteger();
        rig.statesFail = () -> asked.incrementAndGet() == failing;
        rig.settle(LONG);

        assertThat(rig.lines()).containsExactlyInAnyOrder("one", "two", "three", "four");
    }

    /** As a file system does that gives the inode of a deleted file to the next one. */
    private void use(Path inodeOf, Path as, String content) throws IOException {
        rig.memory.rename(inodeOf, as);
        rig.truncate(as);
        rig.append(as, content);
    }

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void aCompressedFileIsReadOnAlthoughItsInodeIsAnotherFamilysByNow(boolean restarts, boolean anotherTasks)
            throws IOException {
        rig.append(LOG, "one\ntwo\n");
        rig.settle(SHORT);
        rig.memory.rename(LOG, FIRST);
        rig.append(LOG, "next\n");
        rig.settle(SHORT);
        // While it is open its inode cannot become free: so others take its place.
        for (int i = 0; i < 4; i++) {
            rig.append(TailRig.DIRECTORY.resolve("filler" + i + ".log"), "filler\n");
        }
        rig.settle(SHORT);
        rig.append(COMPRESSED, PlainBytes.inverted(WholeFiles.bytes(rig.memory, FIRST)));
        use(FIRST, OTHER, "another\n");
        StateKey key = rig.key("app.log", OTHER);
        if (anotherTasks) {
            rig.foreign.add("in:other.log");
        }
        rig.settle(SHORT);
        if (restarts) {
            rig.crash();
        }
        rig.settle(LONG);
        rig.crash();
        rig.settle(LONG);

        List<String> expected = new ArrayList<>(List.of("one", "two", "next"));
        expected.addAll(Collections.nCopies(4, "filler"));
        if (!anotherTasks) {
            expected.add("another");
        }
        assertThat(rig.stored).doesNotContainKey(key);
        assertThat(rig.lines()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(rig.told.lost).isZero();
    }

    @Test
    void whatAnotherTaskStoresOfAnInodeThatItWasGivenIsNotForgottenWithTheFileThatHadIt() throws IOException {
        rig.append(LOG, "one\n");
        rig.settle(SHORT);
        String inode = "in:" + rig.memory.stat(LOG).inode();
        assertThat(rig.owners).containsEntry(inode, "in:app.log");
        Path away = Path.of("/in/away");
        rig.memory.createDirectory(away);
        rig.memory.rename(LOG, away.resolve("app.log"));
        // Until it is not read any more, but not yet forgotten.
        rig.settle(Duration.ofSeconds(13));
        rig.foreign.add("in:another.log");
        use(away.resolve("app.log"), TailRig.DIRECTORY.resolve("another.log"), "another task's\n");
        rig.settle(SHORT);
        rig.owners.put(inode, "in:another.log");
        rig.settle(LONG);

        assertThat(rig.owners).containsEntry(inode, "in:another.log");
        assertThat(rig.stored).isEmpty();
    }
}
