package io.sluice.source.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.io.vfs.FileStat;
import io.sluice.io.vfs.ForwardingVfs;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsOperation;
import io.sluice.io.vfs.WholeFiles;
import io.sluice.source.tail.FileState.Phase;
import io.sluice.source.tail.TailSettings.Mode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Orders of events that are rare, each of which once cost a line, or brought one twice. */
class HardSchedulesTest {

    private static final Path LOG = TailRig.DIRECTORY.resolve("app.log");
    private static final Path FIRST = TailRig.DIRECTORY.resolve("app.log.1");
    private static final Path COMPRESSED = TailRig.DIRECTORY.resolve("app.log.1.z");
    private static final Path OTHER = TailRig.DIRECTORY.resolve("other.log");
    private static final Duration SHORT = Duration.ofSeconds(3);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final TailRig rig = new TailRig(TailRig.settings(Mode.TAIL));

    private static TailRig atEnd() {
        return new TailRig(TailRig.settings(Mode.TAIL).withStartAtEnd(true));
    }

    /** Many lines, each of them once in the test. */
    private static List<String> lines(String what, int count) {
        return IntStream.range(0, count).mapToObj(i -> what + " " + i).toList();
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }

    @Test
    void aFileThatIsRenamedWhileItWaitsForItsTurnClosedIsReadOnUnderItsNewName() throws IOException {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            List<String> some = lines("file " + i, 2_000);
            rig.append(TailRig.DIRECTORY.resolve("log" + i + ".log"), text(some));
            all.addAll(some);
        }
        rig.look();
        for (int turns = 0; turns < 12; turns++) {
            rig.step();
            rig.poll();
            rig.commit();
        }
        // For so long nothing was written to any of them.
        rig.memory.advance(Duration.ofSeconds(20));
        rig.look();
        rig.memory.rename(TailRig.DIRECTORY.resolve("log0.log"), TailRig.DIRECTORY.resolve("log0.log.1"));
        rig.settle(LONG);

        assertThat(rig.lines()).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void aPositionSetByHandBehindTheEndIsKeptUntilTheFileHasGrownToIt() throws IOException {
        rig.append(FIRST, "one\ntwo\n");
        rig.settle(SHORT);
        rig.stored.replaceAll((key, state) -> state.setTo(14));
        rig.crash();
        rig.settle(SHORT);
        rig.append(FIRST, "three\nfour\n");
        rig.settle(Duration.ofMinutes(3));

        assertThat(rig.lines()).containsExactly("one", "two", "four");
    }

    @Test
    void aPositionSetByHandComesAlongWithAFileThatIsReleased() throws IOException {
        rig.append(LOG, "one\ntwo\n");
        rig.settle(SHORT);
        rig.stored.replaceAll((key, state) -> state.setTo(14));
        rig.crash();
        rig.settle(SHORT);
        rig.foreign.add("in:other.log");
        rig.memory.rename(LOG, OTHER);
        rig.settle(LONG);

        assertThat(rig.stored.values()).extracting(FileState::phase).containsExactly(Phase.RELEASED);
        assertThat(rig.stored.values()).extracting(FileState::position).containsExactly(14L);
    }

    @Test
    void whereReadingBeginsAtTheEndWhatIsWrittenWhileTheTaskIsDownIsRead() throws IOException {
        TailRig rig = atEnd();
        rig.append(LOG, "old\n");
        rig.settle(SHORT);
        rig.crash();
        rig.append(LOG, "one\n");
        rig.settle(SHORT);

        assertThat(rig.lines()).containsExactly("one");
    }

    @Test
    void whereReadingBeginsAtTheEndAFileThatARotationMakesWhileTheTaskIsDownIsReadFromItsStart() throws IOException {
        TailRig rig = atEnd();
        rig.append(LOG, "old\n");
        rig.settle(SHORT);
        rig.append(LOG, "one\n");
        rig.settle(SHORT);
        rig.crash();
        rig.append(LOG, "two\n");
        rig.memory.rename(LOG, FIRST);
        rig.append(LOG, "three\n");
        rig.settle(SHORT);

        assertThat(rig.lines()).containsExactlyInAnyOrder("one", "two", "three");
    }

    @Test
    void whereReadingBeginsAtTheEndNothingOfARotatedOrCompressedFileIsRead() throws IOException {
        TailRig rig = atEnd();
        rig.append(LOG, "old\n");
        rig.append(TailRig.DIRECTORY.resolve("app.log.2"), "older\n");
        rig.append(COMPRESSED, PlainBytes.inverted("much older\nolder\n".getBytes(StandardCharsets.UTF_8)));
        rig.settle(SHORT);
        rig.append(LOG, "one\n");
        rig.settle(LONG);

        assertThat(rig.lines()).containsExactly("one");
    }

    @Test
    void aFileOfAnotherTaskIsTakenOverAlthoughItHasTheInodeOfAContentThatIsGone() throws IOException {
        TailRig other = new TailRig(rig, UnaryOperator.identity());
        rig.foreign.add("in:other.log");
        other.foreign.add("in:app.log");
        rig.append(LOG, "one\n");
        rig.settle(SHORT);
        rig.memory.rename(LOG, FIRST);
        rig.append(LOG, "next\n");
        rig.settle(SHORT);
        // While it is open its inode cannot become free: so others take its place.
        for (int i = 0; i < 4; i++) {
            other.foreign.add("in:filler" + i + ".log");
            rig.append(TailRig.DIRECTORY.resolve("filler" + i + ".log"), "filler " + i + "\n");
        }
        rig.settle(SHORT);
        byte[] gone = WholeFiles.bytes(rig.memory, FIRST);
        rig.memory.rename(FIRST, OTHER);
        rig.truncate(OTHER);
        rig.append(OTHER, "another\n");
        other.settle(SHORT);
        rig.settle(SHORT);
        rig.memory.rename(OTHER, TailRig.DIRECTORY.resolve("app.log.3"));
        other.settle(SHORT);
        rig.settle(SHORT);
        rig.append(COMPRESSED, PlainBytes.inverted(gone));
        rig.settle(LONG);
        other.settle(LONG);

        assertThat(rig.lines())
                .containsExactlyInAnyOrder("one", "next", "filler 0", "filler 1", "filler 2", "filler 3", "another");
    }

    @Test
    void aFileThatGoesToAnotherTaskAndComesBackWithRecordsUnderWayIsReadOn() throws IOException {
        List<String> lines = lines("line", 2_000);
        rig.append(LOG, text(lines));
        rig.look();
        // The markers: nothing is looked for before they are taken.
        rig.poll();
        rig.commit();
        rig.step();
        rig.foreign.add("in:other.log");
        rig.memory.rename(LOG, OTHER);
        rig.memory.advance(Duration.ofSeconds(1));
        rig.look();
        rig.memory.rename(OTHER, LOG);
        rig.settle(LONG);

        assertThat(rig.lines()).containsExactlyElementsOf(lines);
    }

    @Test
    void aFileThatCannotBeLookedIntoAtFirstIsReleasedToItsNewOwnerLater() throws IOException {
        boolean[] fails = {false};
        TailRig rig = new TailRig(TailRig.settings(Mode.TAIL), below -> failing(below, OTHER, fails));
        rig.othersApart = true;
        rig.append(LOG, "one\n");
        rig.settle(SHORT);
        rig.memory.rename(LOG, OTHER);
        rig.foreign.add("in:other.log");
        rig.crash();
        fails[0] = true;
        rig.settle(SHORT);
        fails[0] = false;
        rig.settle(LONG);

        assertThat(rig.stored.values()).extracting(FileState::phase).containsExactly(Phase.RELEASED);
    }

    /** As the first file of a file system that is mounted below the root, whose inodes have numbers of their own. */
    private void seeOnAnotherDevice(Path path, Path withInodeOf) throws IOException {
        long own = rig.memory.stat(path).inode();
        long same = rig.memory.stat(withInodeOf).inode();
        rig.seenAs = stat -> stat.inode() != own
                ? stat
                : new FileStat(stat.kind(), stat.bytes(), stat.modified(), stat.device() + 1, same, stat.links());
    }

    @Test
    void aFileIsNotReleasedForAnotherTasksFileOnAnotherDeviceThatHasItsInodeNumber() throws IOException {
        rig.foreign.add("in:other.log");
        rig.othersApart = true;
        rig.append(LOG, "one\n");
        rig.append(OTHER, "another\n");
        seeOnAnotherDevice(OTHER, LOG);
        rig.settle(LONG);

        assertThat(rig.told.all).noneMatch(event -> event.startsWith("released"));
        assertThat(rig.lines()).containsExactly("one");
    }

    @Test
    void ofTwoFilesOnTwoDevicesWithOneInodeNumberItIsToldOnceThatOneIsLeftAlone() throws IOException {
        rig.append(LOG, "one\n");
        rig.append(OTHER, "another\n");
        seeOnAnotherDevice(OTHER, LOG);
        rig.settle(LONG);

        assertThat(rig.lines()).containsExactly("one");
        assertThat(rig.told.all)
                .filteredOn(event -> event.startsWith("held"))
                .singleElement()
                .asString()
                .contains("other.log", "a root of its own");
    }

    @Test
    void ofAFileWithoutAnInodeNumberItIsToldOnceThatItIsLeftAlone() throws IOException {
        rig.append(LOG, "one\n");
        rig.append(OTHER, "another\n");
        long other = rig.memory.stat(OTHER).inode();
        rig.seenAs = stat -> stat.inode() != other
                ? stat
                : new FileStat(stat.kind(), stat.bytes(), stat.modified(), stat.device(), 0, stat.links());
        rig.settle(LONG);

        assertThat(rig.lines()).containsExactly("one");
        assertThat(rig.told.all)
                .filteredOn(event -> event.startsWith("held"))
                .singleElement()
                .asString()
                .contains("other.log", "no inode numbers");
    }

    private static Vfs failing(Vfs below, Path path, boolean[] fails) {
        return new ForwardingVfs(below) {
            @Override
            protected <T> T around(VfsOperation operation, Call<T> call) throws IOException {
                if (fails[0] && path.equals(operation.path())) {
                    throw new FileSystemException(String.valueOf(operation.path()), null, "Input/output error");
                }
                return super.around(operation, call);
            }
        };
    }

    @Test
    void aCompressedFileThatTakesLongToBeWrittenIsWaitedForAsLongAsItGrows() throws IOException {
        List<String> lines = lines("line", 1_000);
        rig.append(LOG, text(lines));
        rig.settle(SHORT);
        rig.memory.rename(LOG, FIRST);
        rig.settle(SHORT);
        byte[] whole = PlainBytes.inverted(WholeFiles.bytes(rig.memory, FIRST));
        int piece = whole.length / 10 + 1;
        for (int from = 0; from < whole.length; from += piece) {
            rig.append(COMPRESSED, Arrays.copyOfRange(whole, from, Math.min(whole.length, from + piece)));
            rig.settle(SHORT.multipliedBy(2));
        }
        rig.memory.delete(FIRST);
        rig.settle(LONG);

        assertThat(rig.lines()).containsExactlyElementsOf(lines);
        assertThat(rig.told.lost).isZero();
    }

    @Test
    void aLogThatIsMadeAnewInTheInodeOfOneThatHasJustEndedIsRead() throws IOException {
        rig.memory.reuseInodes(true);
        rig.append(LOG, "one\n");
        rig.settle(SHORT);
        long inode = rig.memory.stat(LOG).inode();
        rig.memory.delete(LOG);
        while (rig.told.all.stream().noneMatch(event -> event.startsWith("finished"))) {
            rig.step();
        }
        rig.append(LOG, "two\n");
        assertThat(rig.memory.stat(LOG).inode()).isEqualTo(inode);
        rig.settle(LONG);

        assertThat(rig.lines()).containsExactly("one", "two");
    }
}
