package io.sluice.io.vfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the fake forgets when the power goes, and what it must not forget. */
class MemoryVfsCrashTest {

    private static final Path A = Path.of("/a");
    private static final Path B = Path.of("/b");
    private static final Path TOP = Path.of("/");
    private static final int SEEDS = 300;

    private final MemoryVfs memory = MemoryVfs.create();

    private interface View {
        String of(MemoryVfs after) throws IOException;
    }

    /** Everything that a view shows over many seeds. */
    private Set<String> outcomes(View view) throws IOException {
        Set<String> outcomes = new TreeSet<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            outcomes.add(view.of(memory.afterCrash(Survival.seeded(seed))));
        }
        return outcomes;
    }

    private static String names(MemoryVfs vfs) throws IOException {
        return String.join(" ", WholeFiles.names(vfs, TOP));
    }

    private static String tree(MemoryVfs vfs) throws IOException {
        List<String> lines = new ArrayList<>();
        collect(vfs, TOP, lines);
        lines.sort(null);
        return String.join(" ", lines);
    }

    private static void collect(MemoryVfs vfs, Path directory, List<String> lines) throws IOException {
        for (String name : WholeFiles.names(vfs, directory)) {
            Path path = directory.resolve(name);
            if (vfs.statLink(path).isDirectory()) {
                lines.add(path + "/");
                collect(vfs, path, lines);
            } else {
                lines.add(path + "=" + WholeFiles.text(vfs, path));
            }
        }
    }

    private void writeSynced(Path path, String text) throws IOException {
        WholeFiles.write(memory, path, text);
        memory.syncEverything();
    }

    private void force(Path path) throws IOException {
        try (VfsFile file = memory.open(path, OpenMode.UPDATE)) {
            file.force(false);
        }
    }

    // ---- data

    @Test
    void dataThatWasNotSyncedIsGone() throws IOException {
        writeSynced(A, "old");
        WholeFiles.write(memory, A, "newer");
        MemoryVfs after = memory.crash(Survival.syncedOnly());
        assertThat(WholeFiles.text(after, A)).isEqualTo("old");
    }

    @Test
    void dataThatWasSyncedIsThereWhateverTheSeed() throws IOException {
        writeSynced(A, "old");
        WholeFiles.write(memory, A, "newer");
        force(A);
        assertThat(outcomes(MemoryVfsCrashTest::tree)).containsExactly("/a=newer");
        assertThat(memory.hasUnsynced()).isFalse();
    }

    @Test
    void whatAKilledProcessWroteIsThereUnsynced() throws IOException {
        WholeFiles.write(memory, A, "written");
        MemoryVfs other = memory.process();
        memory.kill();
        assertThat(WholeFiles.text(other, A)).isEqualTo("written");
        assertThat(tree(other.crash(Survival.everything()))).isEqualTo("/a=written");
    }

    @Test
    void anUnsyncedOverwriteIsOldNewOrTornAtASector() throws IOException {
        byte[] old = new byte[8192];
        Arrays.fill(old, (byte) 'o');
        byte[] written = new byte[8192];
        Arrays.fill(written, (byte) 'n');
        WholeFiles.write(memory, A, old);
        memory.syncEverything();
        try (VfsFile file = memory.open(A, OpenMode.UPDATE)) {
            WholeFiles.write(file, written, 0);
        }
        Set<String> shapes = outcomes(after -> {
            String text = WholeFiles.text(after, A);
            assertThat(text).hasSize(8192);
            StringBuilder sectors = new StringBuilder();
            for (int at = 0; at < 8192; at += 512) {
                String sector = text.substring(at, at + 512);
                assertThat(sector.chars().distinct().count())
                        .as("a sector is whole")
                        .isEqualTo(1);
                sectors.append(sector.charAt(0));
            }
            return sectors.toString();
        });
        assertThat(shapes).contains("o".repeat(16), "n".repeat(16), "o".repeat(8) + "n".repeat(8));
        assertThat(shapes).hasSizeGreaterThan(20);
    }

    @Test
    void anUnsyncedAppendMayHaveAnySizeAndHoles() throws IOException {
        writeSynced(A, "0123456789");
        try (VfsFile file = memory.open(A, OpenMode.APPEND)) {
            WholeFiles.write(file, "abcdefghij".getBytes(UTF_8), 10);
        }
        Set<String> outcomes = outcomes(after -> WholeFiles.text(after, A));
        assertThat(outcomes).contains("0123456789", "0123456789abcdefghij", "0123456789\0\0\0\0\0\0\0\0\0\0");
        assertThat(outcomes).anyMatch(text -> text.length() > 10 && text.length() < 20);
        assertThat(outcomes).allMatch(text -> text.startsWith("0123456789"));
    }

    @Test
    void anUnsyncedCutMayOrMayNotHaveHappened() throws IOException {
        writeSynced(A, "0123456789");
        try (VfsFile file = memory.open(A, OpenMode.UPDATE)) {
            file.truncate(4);
        }
        assertThat(outcomes(after -> WholeFiles.text(after, A))).contains("0123", "0123456789");
    }

    @Test
    void aSyncThatFailedIsNotMadeGoodByASecondOne() throws IOException {
        writeSynced(A, "old");
        try (FaultyVfs faulty = new FaultyVfs(memory.process(), FaultPlan.at(1, Fault.EIO, VfsCall.FORCE));
                VfsFile file = faulty.open(A, OpenMode.UPDATE)) {
            WholeFiles.write(file, "new".getBytes(UTF_8), 0);
            assertThatThrownBy(() -> file.force(true)).hasMessageContaining("Input/output error");
            file.force(true);
        }
        assertThat(WholeFiles.text(memory, A)).isEqualTo("new");
        assertThat(tree(memory.afterCrash(Survival.syncedOnly()))).isEqualTo("/a=old");
    }

    @Test
    void whatIsWrittenAgainAfterAFailedSyncIsSynced() throws IOException {
        writeSynced(A, "old");
        try (MemoryFile file = (MemoryFile) memory.open(A, OpenMode.UPDATE)) {
            WholeFiles.write(file, "new".getBytes(UTF_8), 0);
            file.failForce();
            WholeFiles.write(file, "two".getBytes(UTF_8), 0);
            file.force(false);
        }
        assertThat(outcomes(MemoryVfsCrashTest::tree)).containsExactly("/a=two");
    }

    // ---- names

    @Test
    void aSyncedFileWhoseNameWasNotSyncedMayBeGone() throws IOException {
        WholeFiles.write(memory, A, "content");
        force(A);
        assertThat(names(memory.afterCrash(Survival.syncedOnly()))).isEmpty();
        assertThat(outcomes(MemoryVfsCrashTest::tree)).containsExactly("", "/a=content");
    }

    @Test
    void aSyncedNameIsThereWithWhateverContent() throws IOException {
        WholeFiles.write(memory, A, "content");
        memory.syncDirectory(TOP);
        assertThat(outcomes(MemoryVfsCrashTest::names)).containsExactly("a");
        assertThat(outcomes(after -> WholeFiles.text(after, A))).contains("", "content");
    }

    @Test
    void aDeletionThatWasNotSyncedMayNotHaveHappened() throws IOException {
        writeSynced(A, "content");
        memory.delete(A);
        assertThat(outcomes(MemoryVfsCrashTest::tree)).containsExactly("", "/a=content");
        memory.syncDirectory(TOP);
        assertThat(outcomes(MemoryVfsCrashTest::tree)).containsExactly("");
    }

    @Test
    void replaceIsOldOrNewAndNeverNothing() throws IOException {
        writeSynced(A, "old");
        WholeFiles.write(memory, B, "new");
        force(B);
        memory.replace(B, A);
        assertThat(outcomes(MemoryVfsCrashTest::tree)).containsExactlyInAnyOrder("/a=old", "/a=old /b=new", "/a=new");
        memory.syncDirectory(TOP);
        assertThat(outcomes(MemoryVfsCrashTest::tree)).containsExactly("/a=new");
    }

    @Test
    void replaceWithoutASyncOfTheFileMayLeaveItEmpty() throws IOException {
        writeSynced(A, "old");
        WholeFiles.write(memory, B, "new");
        memory.replace(B, A);
        assertThat(outcomes(after -> WholeFiles.text(after, A))).contains("old", "new", "");
    }

    @Test
    void renameOfAFileMayLeaveBothNamesAndNeverNone() throws IOException {
        writeSynced(A, "content");
        memory.rename(A, B);
        assertThat(outcomes(MemoryVfsCrashTest::names)).containsExactlyInAnyOrder("a", "b", "a b");
    }

    @Test
    void aMoveBetweenDirectoriesNeverLosesTheFileWhicheverOfThemIsSynced() throws IOException {
        List<Path> directories = List.of(Path.of("/d"), Path.of("/e"), Path.of("/e/f"), TOP);
        for (int choice = 0; choice < 16; choice++) {
            List<Path> synced = new ArrayList<>();
            MemoryVfs machine = MemoryVfs.create();
            machine.createDirectory(Path.of("/d"));
            WholeFiles.write(machine, Path.of("/d/x"), "content");
            machine.syncEverything();
            machine.createDirectory(Path.of("/e"));
            machine.createDirectory(Path.of("/e/f"));
            machine.replace(Path.of("/d/x"), Path.of("/e/f/x"));
            for (int i = directories.size() - 1; i >= 0; i--) {
                if ((choice & 1 << i) != 0) {
                    synced.add(directories.get(i));
                    machine.syncDirectory(directories.get(i));
                }
            }
            for (long seed = 0; seed < 50; seed++) {
                assertThat(tree(machine.afterCrash(Survival.seeded(seed))))
                        .as("synced %s, seed %d", synced, seed)
                        .contains("x=content");
            }
        }
    }

    @Test
    void aFileLinkedIntoADirectoryThatIsGoneIsGone() throws IOException {
        memory.createDirectory(Path.of("/d"));
        WholeFiles.write(memory, Path.of("/d/x"), "content");
        force(Path.of("/d/x"));
        memory.syncDirectory(Path.of("/d"));
        assertThat(outcomes(MemoryVfsCrashTest::tree)).containsExactly("", "/d/ /d/x=content");
    }

    @Test
    void aSecondNameIsTheSameFileAfterACrash() throws IOException {
        writeSynced(A, "content");
        memory.link(A, B);
        memory.syncDirectory(TOP);
        MemoryVfs after = memory.crash(Survival.syncedOnly());
        assertThat(after.stat(A).sameFile(after.stat(B))).isTrue();
        assertThat(after.stat(A).links()).isEqualTo(2);
    }

    // ---- the machine

    @Test
    void oneSeedGivesOneState() throws IOException {
        WholeFiles.write(memory, A, "x".repeat(20_000));
        WholeFiles.write(memory, B, "y".repeat(20_000));
        memory.replace(B, Path.of("/c"));
        for (long seed = 0; seed < 50; seed++) {
            assertThat(tree(memory.afterCrash(Survival.seeded(seed))))
                    .isEqualTo(tree(memory.afterCrash(Survival.seeded(seed))));
        }
        assertThat(outcomes(MemoryVfsCrashTest::tree)).hasSizeGreaterThan(20);
    }

    @Test
    void aSecondCrashTakesNothingThatTheFirstLeft() throws IOException {
        WholeFiles.write(memory, A, "x".repeat(20_000));
        for (long seed = 0; seed < 50; seed++) {
            MemoryVfs after = memory.afterCrash(Survival.seeded(seed));
            assertThat(after.hasUnsynced()).isFalse();
            assertThat(tree(after.afterCrash(Survival.syncedOnly()))).isEqualTo(tree(after));
        }
    }

    @Test
    void lookingAtACrashChangesNothing() throws IOException {
        WholeFiles.write(memory, A, "content");
        MemoryVfs after = memory.afterCrash(Survival.everything());
        WholeFiles.write(after, A, "changed there");
        WholeFiles.write(memory, B, "changed here");
        assertThat(tree(memory)).isEqualTo("/a=content /b=changed here");
        assertThat(tree(after)).isEqualTo("/a=changed there");
    }

    @Test
    void handlesAndProcessesOfACrashedMachineFail() throws IOException {
        MemoryVfs second = memory.process();
        VfsFile file = memory.open(A, OpenMode.EDIT);
        Vfs.Listing listing = memory.list(TOP);
        VfsLockFile lock = second.openLockFile(B);
        MemoryVfs after = memory.crash(Survival.everything());
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> file.write(ByteBuffer.allocate(1), 0))
                .withMessageContaining("the machine crashed");
        assertThatThrownBy(() -> file.force(true)).isInstanceOf(IOException.class);
        assertThatThrownBy(listing::next).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> lock.tryLock(0, 1, true)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> memory.stat(A)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> second.open(A, OpenMode.READ)).isInstanceOf(IOException.class);
        assertThat(after.stat(A).bytes()).isZero();
        file.close();
    }

    @Test
    void theLocksOfAKilledProcessAreFreeAndThoseOfOthersAreNot() throws IOException {
        MemoryVfs second = memory.process();
        VfsLockFile mine = memory.openLockFile(A);
        try (VfsLockFile theirs = second.openLockFile(A)) {
            mine.tryLock(0, 1, false);
            assertThat(theirs.tryLock(0, 1, false)).isFalse();
            assertThat(theirs.tryLock(1, 1, false)).isTrue();
            memory.kill();
            assertThat(theirs.tryLock(0, 1, false)).isTrue();
            try (VfsLockFile third = second.openLockFile(A)) {
                assertThat(third.tryLock(1, 1, false)).isFalse();
            }
        }
        assertThatThrownBy(() -> mine.tryLock(2, 1, true)).isInstanceOf(IOException.class);
    }

    @Test
    void processesHaveRootsOfTheirOwn() throws IOException {
        MemoryVfs inner = memory.process(Path.of("/inner"));
        WholeFiles.write(inner, Path.of("x"), "content");
        assertThat(WholeFiles.text(memory, Path.of("/inner/x"))).isEqualTo("content");
        WholeFiles.write(memory, A, "outside");
        assertThatThrownBy(() -> inner.stat(A)).hasMessageContaining("lies outside the roots [/inner]");
    }

    @Test
    void theTextOfASurvivalBuildsIt() {
        assertThat(Survival.seeded(7)).hasToString("Survival.seeded(7L)").isEqualTo(Survival.seeded(7));
        assertThat(Survival.syncedOnly()).hasToString("Survival.syncedOnly()");
        assertThat(Survival.everything()).hasToString("Survival.everything()");
    }

    @Test
    void aCrashWithoutUnsyncedStateChangesNothing() throws IOException {
        writeSynced(A, "content");
        memory.symlink(A, B);
        memory.syncDirectory(TOP);
        assertThat(outcomes(MemoryVfsCrashTest::tree)).containsExactly("/a=content /b=content");
        assertThatThrownBy(() -> memory.stat(Path.of("/c"))).isInstanceOf(NoSuchFileException.class);
    }
}
