package io.sluice.source.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.io.vfs.ForwardingVfs;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsCall;
import io.sluice.io.vfs.VfsOperation;
import io.sluice.io.vfs.WholeFiles;
import io.sluice.source.framing.LineChunkSettings;
import io.sluice.source.framing.OverLong;
import io.sluice.source.tail.FileState.Phase;
import io.sluice.source.tail.TailSettings.Mode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
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

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFinishedFileThatIsCompressedInPlaceHasItsLastChunkOnce(boolean slowly) throws IOException {
        TailRig chunked = new TailRig(TailRig.settings(Mode.COMPLETE).withChunked(true));
        chunked.framings = () -> new LineChunkSettings(8, OverLong.FAIL).newFraming();
        chunked.append(LOG, "one\ntwo\nthree\n");
        chunked.settle(LONG);
        chunked.append(COMPRESSED, PlainBytes.inverted(WholeFiles.bytes(chunked.memory, LOG)));
        if (slowly) {
            chunked.settle(SHORT);
        }
        chunked.memory.delete(LOG);
        chunked.settle(LONG);
        chunked.crash();
        chunked.settle(LONG);

        assertThat(chunked.lines()).containsExactly("one\ntwo\n", "three\n");
        assertThat(chunked.topic).extracting(line -> line.point().isLast()).containsExactly(false, true);
    }

    /** Counts what is read of one file. */
    private static UnaryOperator<Vfs> counting(Path path, AtomicLong bytes) {
        return below -> new ForwardingVfs(below) {
            @Override
            protected <T> T around(VfsOperation operation, Call<T> call) throws IOException {
                T result = super.around(operation, call);
                if (operation.call() == VfsCall.READ && operation.path().equals(path)) {
                    bytes.addAndGet(((Number) result).longValue());
                }
                return result;
            }
        };
    }

    @Test
    void aCopyOfALongLogIsNotReadFromItsStartInEachLook() throws IOException {
        AtomicLong read = new AtomicLong();
        TailRig counted = new TailRig(TailRig.settings(Mode.TAIL), counting(FIRST, read));
        counted.append(LOG, ("x".repeat(999) + "\n").repeat(3000));
        counted.settle(SHORT);
        counted.append(FIRST, WholeFiles.bytes(counted.memory, LOG));
        long size = counted.memory.stat(FIRST).bytes();
        for (int i = 0; i < 12; i++) {
            counted.append(LOG, "more " + i + "\n");
            counted.settle(Duration.ofSeconds(1));
        }

        assertThat(read.get()).as("of %d bytes", size).isLessThan(size + 100_000);
    }

    @Test
    void aCopyThatGrowsIsReadOnlyWhenItHasDoubledOrStopped() throws IOException {
        AtomicLong read = new AtomicLong();
        TailRig counted = new TailRig(TailRig.settings(Mode.TAIL), counting(COMPRESSED, read));
        counted.append(LOG, ("x".repeat(999) + "\n").repeat(3000));
        counted.settle(SHORT);
        counted.memory.rename(LOG, FIRST);
        counted.settle(SHORT);
        byte[] packed = PlainBytes.inverted(WholeFiles.bytes(counted.memory, FIRST));
        for (int from = 0; from < packed.length; from += 100_000) {
            counted.append(COMPRESSED, Arrays.copyOfRange(packed, from, Math.min(packed.length, from + 100_000)));
            counted.settle(Duration.ofSeconds(1));
        }
        counted.memory.delete(FIRST);
        counted.settle(LONG);

        // Some looks at what is short, one at each doubling, one when it stops, one when what it goes on with is gone;
        // and the file.
        assertThat(read.get()).as("of %d bytes", packed.length).isLessThan(12L * packed.length);
        assertThat(counted.lines()).hasSize(3000);
    }
}
