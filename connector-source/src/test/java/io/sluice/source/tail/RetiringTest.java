package io.sluice.source.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.io.vfs.Fault;
import io.sluice.io.vfs.FaultPlan;
import io.sluice.io.vfs.FaultyVfs;
import io.sluice.io.vfs.FileStat;
import io.sluice.io.vfs.ForwardingVfs;
import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsCall;
import io.sluice.io.vfs.VfsOperation;
import io.sluice.io.vfs.WholeFiles;
import io.sluice.source.content.Content;
import io.sluice.source.content.ContentOpener;
import io.sluice.source.content.ContentSettings;
import io.sluice.source.retire.Action;
import io.sluice.source.retire.StepwiseRetirement;
import io.sluice.source.tail.FileState.Phase;
import io.sluice.source.tail.TailSettings.Mode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of files that were read, whatever fails, and whenever the process ends. */
class RetiringTest {

    private static final Path FILE = TailRig.DIRECTORY.resolve("a.csv");
    private static final Path DONE = TailRig.DIRECTORY.resolve(".done");
    private static final Path QUARANTINE = TailRig.DIRECTORY.resolve(".sluice-quarantine");
    private static final Duration LONG = Duration.ofSeconds(40);

    private StepwiseRetirement retirement;

    private TailRig rig(Action action) {
        return rig(action, UnaryOperator.identity());
    }

    private TailRig rig(Action action, UnaryOperator<Vfs> between) {
        return new TailRig(
                TailRig.settings(Mode.COMPLETE),
                between,
                vfs -> retirement =
                        new StepwiseRetirement(vfs, TailRig.ROOT, TailRig.families(Set.of()), action, DONE));
    }

    @Test
    void aFileThatWasReadIsDeleted() throws IOException {
        TailRig rig = rig(Action.DELETE);
        rig.append(FILE, "one\ntwo\n");
        rig.settle(LONG);

        assertThat(rig.lines()).containsExactly("one", "two");
        assertThat(exists(rig, FILE)).isFalse();
        assertThat(left(rig)).isEmpty();
    }

    @Test
    void aFileThatWasReadIsMoved() throws IOException {
        TailRig rig = rig(Action.MOVE);
        rig.append(FILE, "one\ntwo\n");
        rig.settle(LONG);

        assertThat(rig.lines()).containsExactly("one", "two");
        assertThat(exists(rig, FILE)).isFalse();
        assertThat(WholeFiles.text(rig.memory, DONE.resolve("a.csv"))).isEqualTo("one\ntwo\n");
        assertThat(left(rig)).isEmpty();
    }

    @Test
    void aFileThatWasReadIsArchivedCompressed() throws IOException {
        TailRig rig = rig(Action.ARCHIVE);
        String text = "a line\n".repeat(20_000);
        rig.append(FILE, text);
        rig.settle(LONG);

        assertThat(exists(rig, FILE)).isFalse();
        assertThat(unpacked(rig, DONE.resolve("a.csv.gz"))).isEqualTo(text);
        assertThat(rig.memory.stat(DONE.resolve("a.csv.gz")).bytes()).isLessThan(text.length() / 10);
        assertThat(left(rig)).isEmpty();
    }

    @Test
    void anEmptyFileIsRetiredToo() throws IOException {
        TailRig rig = rig(Action.ARCHIVE);
        rig.append(FILE, "");
        rig.settle(LONG);

        assertThat(unpacked(rig, DONE.resolve("a.csv.gz"))).isEmpty();
        assertThat(exists(rig, FILE)).isFalse();
    }

    @Test
    void nothingIsRetiredBeforeItIsCommittedNorBeforeTheGraceIsOver() throws IOException {
        TailRig rig = rig(Action.DELETE);
        rig.append(FILE, "one\n");
        for (int i = 0; i < 300; i++) {
            rig.step();
            rig.poll();
        }
        assertThat(rig.memory.now()).isAfter(rig.memory.stat(FILE).modified().plus(LONG));
        assertThat(exists(rig, FILE)).isTrue();
        rig.commit();
        rig.settle(Duration.ofSeconds(3));
        assertThat(exists(rig, FILE)).isFalse();
    }

    @Test
    void theGraceBeginsWithTheLastChange() throws IOException {
        TailRig rig = rig(Action.DELETE);
        rig.append(FILE, "one\n");
        rig.settle(Duration.ofSeconds(8));
        assertThat(rig.lines()).containsExactly("one");
        assertThat(exists(rig, FILE)).isTrue();
        rig.settle(Duration.ofSeconds(5));
        assertThat(exists(rig, FILE)).isFalse();
    }

    @Test
    void aFileThatGrewAtTheLastMomentIsReadOnAndRetiredAsAWhole() throws IOException {
        TailRig rig = rig(Action.ARCHIVE);
        rig.append(FILE, "one\n");
        retirement.before = once(() -> rig.append(FILE, "two\n"));
        rig.settle(LONG);

        assertThat(rig.lines()).containsExactly("one", "two");
        assertThat(rig.told.all).anyMatch(event -> event.startsWith("leftAlone"));
        assertThat(unpacked(rig, DONE.resolve("a.csv.gz"))).isEqualTo("one\ntwo\n");
        assertThat(WholeFiles.names(rig.memory, DONE)).containsExactly(".sluice-drafts", "a.csv.gz");
    }

    @ParameterizedTest
    @EnumSource(names = {"DELETE", "MOVE", "ARCHIVE"})
    void aFileThatTakesTheNameAtTheLastMomentIsNotTouched(Action action) throws IOException {
        TailRig[] rig = new TailRig[1];
        Runnable swap = once(() -> {
            rig[0].memory.rename(FILE, TailRig.DIRECTORY.resolve("b.csv"));
            rig[0].append(FILE, "other\n");
        });
        rig[0] = rig(action, below -> new ForwardingVfs(below) {
            @Override
            protected <T> T around(VfsOperation operation, Call<T> call) throws IOException {
                if (operation.call() == VfsCall.REPLACE && operation.path().equals(FILE)) {
                    swap.run();
                }
                return super.around(operation, call);
            }
        });
        rig[0].append(FILE, "one\n");
        rig[0].settle(Duration.ofSeconds(12));

        assertThat(WholeFiles.text(rig[0].memory, FILE)).isEqualTo("other\n");
        assertThat(exists(rig[0], TailRig.DIRECTORY.resolve("b.csv"))).isTrue();
        rig[0].settle(LONG);
        assertThat(rig[0].lines()).containsExactlyInAnyOrder("one", "other");
        assertThat(left(rig[0])).isEmpty();
    }

    @Test
    void aNameThatIsTakenIsNotOverwritten() throws IOException {
        TailRig rig = rig(Action.ARCHIVE);
        rig.memory.createDirectory(DONE);
        WholeFiles.write(rig.memory, DONE.resolve("a.csv.gz"), "no gzip at all");
        rig.append(FILE, "one\n");
        rig.settle(LONG);

        assertThat(WholeFiles.text(rig.memory, DONE.resolve("a.csv.gz"))).isEqualTo("no gzip at all");
        assertThat(unpacked(rig, DONE.resolve("a-1.csv.gz"))).isEqualTo("one\n");
    }

    @Test
    void anInodeThatIsGivenToAnotherFileIsReadFromItsStartAlthoughItBeginsAsTheOldOne() throws IOException {
        TailRig rig = rig(Action.DELETE);
        FileStat[] first = new FileStat[1];
        rig.append(FILE, "one\n");
        first[0] = rig.memory.stat(FILE);
        rig.settle(Duration.ofSeconds(15));
        assertThat(exists(rig, FILE)).isFalse();
        rig.append(FILE, "one\ntwo\n");
        rig.seenAs = stat ->
                new FileStat(stat.kind(), stat.bytes(), stat.modified(), stat.device(), first[0].inode(), stat.links());
        rig.look();
        rig.look();

        assertThat(rig.stored.values()).anyMatch(state -> state.phase() == Phase.RETIRED);
        assertThat(rig.told.all).anyMatch(event -> event.matches("found in:" + first[0].inode() + ":\\d+:1 .*"));
    }

    @Test
    void whatIsStoredOfARetiredFileIsForgottenInTheEnd() throws IOException {
        TailRig rig = rig(Action.DELETE);
        rig.append(FILE, "one\n");
        rig.settle(LONG);

        assertThat(rig.stored).isEmpty();
        assertThat(rig.told.lost).isZero();
    }

    @Test
    void aFileWithASecondNameIsLeftWhereItIs() throws IOException {
        TailRig rig = rig(Action.DELETE);
        rig.append(FILE, "one\n");
        rig.memory.link(FILE, TailRig.DIRECTORY.resolve("b.csv"));
        rig.settle(Duration.ofMinutes(2));

        assertThat(exists(rig, FILE)).isTrue();
        assertThat(rig.lines()).containsExactly("one");
        assertThat(rig.told.all)
                .filteredOn(event -> event.startsWith("retireFailed"))
                .hasSize(5)
                .last()
                .asString()
                .contains("true", "it has 2 names");
    }

    @ParameterizedTest
    @EnumSource(names = {"DELETE", "MOVE", "ARCHIVE"})
    void everyFileIsReadOnceAndRetiredWhicheverCallFails(Action action) throws IOException {
        for (Fault fault : List.of(Fault.EIO, Fault.REPLY_LOST)) {
            long calls = fail(action, FaultPlan.none());
            for (long failing = 1; failing <= calls; failing++) {
                long unused = fail(action, FaultPlan.at(failing, fault));
            }
        }
    }

    private long fail(Action action, FaultPlan plan) throws IOException {
        FaultyVfs[] faulty = new FaultyVfs[1];
        TailRig rig = rig(action, below -> faulty[0] = new FaultyVfs(below, plan));
        rig.append(FILE, "one\ntwo\n");
        rig.settle(Duration.ofSeconds(90));
        assertRetired(rig, action, plan.toString());
        return faulty[0].count();
    }

    @ParameterizedTest
    @EnumSource(names = {"DELETE", "MOVE", "ARCHIVE"})
    void everyFileIsReadOnceAndRetiredWheneverTheProcessEnds(Action action) throws IOException {
        for (Fault fault : List.of(Fault.CRASH, Fault.CRASH_AFTER)) {
            long calls = Integer.MAX_VALUE;
            for (long crashing = 1; crashing <= calls; crashing++) {
                calls = crash(action, FaultPlan.at(crashing, fault));
            }
        }
    }

    /** Returns how many calls there were until the file was retired, if the process did not end before. */
    private long crash(Action action, FaultPlan plan) throws IOException {
        List<FaultyVfs> faulty = new ArrayList<>();
        TailRig rig = rig(action, below -> {
            // The process that follows has a sound disk.
            faulty.add(new FaultyVfs(below, faulty.isEmpty() ? plan : FaultPlan.none()));
            return faulty.get(faulty.size() - 1);
        });
        rig.append(FILE, "one\ntwo\n");
        boolean crashed = false;
        for (int i = 0; i < 25 && !crashed; i++) {
            rig.settle(Duration.ofSeconds(1));
            crashed = faulty.get(0).crashed();
        }
        long calls = crashed ? Integer.MAX_VALUE : faulty.get(0).count();
        rig.crash();
        rig.settle(Duration.ofSeconds(90));
        assertRetired(rig, action, plan.toString());
        return calls;
    }

    private static void assertRetired(TailRig rig, Action action, String plan) throws IOException {
        assertThat(rig.lines()).as(plan).containsExactly("one", "two");
        assertThat(exists(rig, FILE)).as(plan).isFalse();
        assertThat(left(rig)).as(plan).isEmpty();
        switch (action) {
            case KEEP, DELETE -> {}
            case MOVE -> {
                assertThat(WholeFiles.text(rig.memory, DONE.resolve("a.csv")))
                        .as(plan)
                        .isEqualTo("one\ntwo\n");
                assertThat(visible(rig, DONE)).as(plan).containsExactly("a.csv");
            }
            case ARCHIVE -> {
                assertThat(unpacked(rig, DONE.resolve("a.csv.gz"))).as(plan).isEqualTo("one\ntwo\n");
                assertThat(visible(rig, DONE)).as(plan).containsExactly("a.csv.gz");
            }
        }
    }

    private static List<String> visible(TailRig rig, Path directory) throws IOException {
        return WholeFiles.names(rig.memory, directory).stream()
                .filter(name -> !name.startsWith("."))
                .toList();
    }

    /** The files that are left in the quarantine. */
    private static List<Path> left(TailRig rig) throws IOException {
        return exists(rig, QUARANTINE) ? files(rig, QUARANTINE) : List.of();
    }

    private static List<Path> files(TailRig rig, Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String name : WholeFiles.names(rig.memory, directory)) {
            Path path = directory.resolve(name);
            if (rig.memory.stat(path).isDirectory()) {
                files.addAll(files(rig, path));
            } else {
                files.add(path);
            }
        }
        return files;
    }

    private static boolean exists(TailRig rig, Path path) throws IOException {
        try {
            return rig.memory.stat(path) != null;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static String unpacked(TailRig rig, Path path) throws IOException {
        try (Content content =
                new ContentOpener(ContentSettings.defaults()).open(rig.memory.open(path, OpenMode.READ))) {
            ByteBuffer bytes = ByteBuffer.allocate(1 << 20);
            int read;
            do {
                read = content.read(bytes, bytes.position());
            } while (read >= 0 && bytes.hasRemaining());
            return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        }
    }

    private interface Act {
        void act() throws IOException;
    }

    private static Runnable once(Act act) {
        boolean[] done = new boolean[1];
        return () -> {
            if (!done[0]) {
                done[0] = true;
                try {
                    act.act();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }
}
