package io.sluice.source.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.io.vfs.CountingVfs;
import io.sluice.io.vfs.Fault;
import io.sluice.io.vfs.FaultPlan;
import io.sluice.io.vfs.FaultyVfs;
import io.sluice.io.vfs.MemoryVfs;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsCall;
import io.sluice.io.vfs.WholeFiles;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DirectoryScanTest {

    private static final ScanRoot LOGS = new ScanRoot("logs", Path.of("/logs"));

    private final MemoryVfs memory = MemoryVfs.create();
    private final CountingVfs counting = new CountingVfs(memory);

    DirectoryScanTest() throws IOException {
        memory.createDirectory(LOGS.directory());
    }

    private void write(String path, String text) throws IOException {
        Path file = LOGS.directory().resolve(path);
        createParents(file.getParent());
        WholeFiles.write(memory, file, text);
    }

    private void createParents(Path directory) throws IOException {
        if (directory.equals(LOGS.directory())) {
            return;
        }
        createParents(directory.getParent());
        if (!WholeFiles.names(memory, directory.getParent())
                .contains(directory.getFileName().toString())) {
            memory.createDirectory(directory);
        }
    }

    private static Path at(String path) {
        return LOGS.directory().resolve(path);
    }

    private DirectoryScan scan(ScanSettings settings) {
        return scan(counting, settings);
    }

    private static DirectoryScan scan(Vfs vfs, ScanSettings settings) {
        return new DirectoryScan(vfs, settings, WatchedFiles.ALL, ChangeHints.none());
    }

    private static List<String> paths(List<FoundFile> files) {
        return files.stream()
                .map(file -> file.root().directory().relativize(file.path()).toString())
                .toList();
    }

    private void later(double seconds) {
        memory.advance(Duration.ofMillis((long) (seconds * 1000)));
    }

    // ---- which files

    @Test
    void includeAndExcludeChooseByPathAndDirectoriesWithoutAMatchAreNotEntered() throws IOException {
        write("app.log", "");
        write("app.txt", "");
        write("a/b.log", "");
        write("a/old/c.log", "");
        write("data/d.bin", "");
        ScanSettings settings = ScanSettings.of(LOGS)
                .withNames(NameFilter.including("*.log", "a/**/*.log").excluding("**/old"));

        ScanResult result = scan(settings).scan();

        assertThat(paths(result.files())).containsExactly("a/b.log", "app.log");
        assertThat(result.counts().directories()).isEqualTo(2);
    }

    @Test
    void hiddenAndTemporaryNamesAreLeftAloneUnlessAskedFor() throws IOException {
        for (String name : List.of(".x", "a.tmp", "a.part", ".a.swp", "a.swp", "a~", "a.crdownload", ".nfs0001", "a")) {
            write(name, "");
        }
        write(".d/a", "");
        write("d.tmp/a", "");
        assertThat(paths(scan(ScanSettings.of(LOGS)).scan().files())).containsExactly("a");
        NameFilter everything = new NameFilter(List.of("**"), List.of(), true, List.of("*.part"));

        ScanResult result = scan(ScanSettings.of(LOGS).withNames(everything)).scan();

        assertThat(paths(result.files()))
                .containsExactly(
                        ".a.swp", ".d/a", ".nfs0001", ".x", "a", "a.crdownload", "a.swp", "a.tmp", "a~", "d.tmp/a");
    }

    @Test
    void aFileThatLosesItsTemporaryNameIsFoundInTheNextPass() throws IOException {
        write("a.csv.part", "1");
        DirectoryScan scan = scan(ScanSettings.of(LOGS));
        assertThat(scan.scan().files()).isEmpty();
        later(20);
        memory.rename(at("a.csv.part"), at("a.csv"));

        ScanResult result = scan.scan();

        assertThat(paths(result.changed())).containsExactly("a.csv");
    }

    @Test
    void withoutRecursionOnlyTheRootIsRead() throws IOException {
        write("a", "");
        write("d/b", "");
        ScanResult result = scan(ScanSettings.of(LOGS).withDepth(0)).scan();
        assertThat(paths(result.files())).containsExactly("a");
        assertThat(result.problems()).isEmpty();
    }

    @Test
    void aDirectoryThatIsTooDeepIsTold() throws IOException {
        write("1/2/a", "");
        write("1/2/3/b", "");
        DirectoryScan scan = scan(ScanSettings.of(LOGS).withDepth(2));

        ScanResult result = scan.scan();

        assertThat(paths(result.files())).containsExactly("1/2/a");
        assertThat(result.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo(ScanProblem.Kind.TOO_DEEP);
            assertThat(problem.path()).isEqualTo(at("1/2/3"));
            assertThat(problem.reason()).contains("maxDepth");
        });
        assertThat(scan.scan().problems()).isEmpty();
    }

    @Test
    void filesComeInTheOrderAskedFor() throws IOException {
        write("a", "333");
        later(1);
        write("c/x", "1");
        later(1);
        write("b", "22");
        assertThat(paths(scan(ScanSettings.of(LOGS)).scan().files())).containsExactly("a", "b", "c/x");
        ScanSettings byTime = ScanSettings.of(LOGS).orderedBy(ScanOrder.MODIFIED);
        assertThat(paths(scan(byTime).scan().files())).containsExactly("a", "c/x", "b");
        DirectoryScan bySize = scan(ScanSettings.of(LOGS).orderedBy(ScanOrder.SIZE));
        assertThat(paths(bySize.scan().files())).containsExactly("c/x", "b", "a");
        write("c/x", "55555");
        assertThat(paths(bySize.scan().files())).containsExactly("b", "a", "c/x");
    }

    @Test
    void moreFilesThanAllowedEndThePassAndFewerLetTheNextOneGoOn() throws IOException {
        write("a", "");
        write("b", "");
        write("d/c", "");
        DirectoryScan scan = scan(ScanSettings.of(LOGS).limitedTo(2, 10));
        assertThatExceptionOfType(ScanLimitException.class)
                .isThrownBy(scan::scan)
                .withMessageContaining("maxFiles is 2")
                .withMessageContaining("/logs");
        memory.delete(at("b"));

        ScanResult result = scan.scan();

        assertThat(paths(result.files())).containsExactly("a", "d/c");
        assertThat(paths(result.changed())).containsExactly("a", "d/c");
        assertThatExceptionOfType(ScanLimitException.class)
                .isThrownBy(() -> scan(ScanSettings.of(LOGS).limitedTo(9, 1)).scan())
                .withMessageContaining("maxDirectories is 1");
    }

    // ---- links and names

    @Test
    void linksAreIgnoredAndCountedUnlessFollowed() throws IOException {
        write("d/a", "");
        memory.symlink(at("d/a"), at("link"));
        memory.symlink(at("d"), at("linked"));

        ScanResult result = scan(ScanSettings.of(LOGS)).scan();

        assertThat(paths(result.files())).containsExactly("d/a");
        assertThat(result.counts().linksIgnored()).isEqualTo(2);
    }

    @Test
    void aFileReachedByTwoPathsIsTheFirstOfThem() throws IOException {
        write("d/a", "");
        memory.symlink(at("d"), at("c"));
        memory.symlink(at("d/a"), at("x"));
        memory.link(at("d/a"), at("y"));
        DirectoryScan scan = scan(ScanSettings.of(LOGS).followingLinks());
        assertThat(paths(scan.scan().files())).containsExactly("c/a");
        memory.delete(at("c"));

        ScanResult result = scan.scan();

        assertThat(paths(result.files())).containsExactly("d/a");
        assertThat(paths(result.changed())).containsExactly("d/a");
        later(20);
        assertThat(scan.scan().gone()).isEmpty();
    }

    @Test
    void linksThatLeadInCirclesOrNowhereEndAndAreToldOnce() throws IOException {
        write("d/a", "");
        memory.symlink(at("d"), at("d/again"));
        memory.symlink(LOGS.directory(), at("d/up"));
        memory.symlink(at("self"), at("self"));
        memory.symlink(at("nothing"), at("dangling"));
        DirectoryScan scan = scan(ScanSettings.of(LOGS).followingLinks());

        ScanResult result = scan.scan();

        assertThat(paths(result.files())).containsExactly("d/a");
        assertThat(result.problems())
                .extracting(problem -> LOGS.directory().relativize(problem.path()) + " " + problem.kind())
                .containsExactlyInAnyOrder(
                        "d/again LINK_LOOP", "d/up LINK_LOOP", "self LINK_LOOP", "dangling DANGLING_LINK");
        later(10);
        ScanResult next = scan.scan();
        assertThat(next.problems()).isEmpty();
        assertThat(next.counts().problems()).isEqualTo(4);
        assertThat(next.isSettled(LOGS)).isTrue();
    }

    @Test
    void aLinkOutOfTheRootsIsDenied() throws IOException {
        write("a", "");
        memory.createDirectory(Path.of("/outside"));
        WholeFiles.write(memory, Path.of("/outside/secret"), "");
        memory.symlink(Path.of("/outside/secret"), at("b"));
        memory.symlink(Path.of("/outside"), at("c"));

        ScanResult result = scan(
                        memory.process(LOGS.directory()), ScanSettings.of(LOGS).followingLinks())
                .scan();

        assertThat(paths(result.files())).containsExactly("a");
        assertThat(result.problems())
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem.reason()).contains("outside the roots"));
    }

    @Test
    void aDanglingLinkIsFollowedOnceItLeadsSomewhere() throws IOException {
        memory.symlink(at("d/a"), at("link"));
        write("d/.keep", "");
        DirectoryScan scan = scan(ScanSettings.of(LOGS).followingLinks());
        assertThat(scan.scan().files()).isEmpty();
        later(30);
        assertThat(scan.scan().files()).isEmpty();
        write("d/a", "");
        later(5);

        ScanResult result = scan.scan();

        assertThat(paths(result.files())).containsExactly("d/a");
        assertThat(result.resolved())
                .singleElement()
                .satisfies(problem -> assertThat(problem.kind()).isEqualTo(ScanProblem.Kind.DANGLING_LINK));
    }

    // ---- what cannot be read

    @Test
    void anUnreadableDirectoryIsToldOnceAndHidesOnlyItsOwnFiles() throws IOException {
        write("a", "");
        write("d/b", "");
        write("e/c", "");
        DirectoryScan scan = scan(ScanSettings.of(LOGS));
        assertThat(scan.scan().files()).hasSize(3);
        memory.setAccess(at("d"), false, true, true);
        memory.delete(at("e/c"));
        later(1);

        ScanResult denied = scan.scan();

        assertThat(denied.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo(ScanProblem.Kind.DENIED);
            assertThat(problem).hasToString("/logs/d: Permission denied");
        });
        assertThat(paths(denied.files())).containsExactly("a", "d/b");
        assertThat(denied.isUnseen(at("d/b"))).isTrue();
        assertThat(denied.isUnseen(at("a"))).isFalse();
        ScanResult next = scan.scan();
        assertThat(next.problems()).isEmpty();
        assertThat(next.counts().problems()).isEqualTo(1);
        assertThat(paths(next.gone())).containsExactly("e/c");

        memory.setAccess(at("d"), true, true, true);
        ScanResult again = scan.scan();
        assertThat(again.resolved()).hasSize(1);
        assertThat(again.unseen()).isEmpty();
        assertThat(again.counts().problems()).isZero();
    }

    @Test
    void aDirectoryReplacedByOneThatCannotBeReadDoesNotKeepTheFilesOfTheOldOne() throws IOException {
        write("d/a", "");
        DirectoryScan scan = scan(ScanSettings.of(LOGS));
        scan.scan();
        later(10);
        scan.scan();
        memory.rename(at("d"), at("e"));
        memory.createDirectory(at("d"));
        memory.setAccess(at("d"), false, true, true);

        ScanResult result = scan.scan();

        assertThat(paths(result.files())).containsExactly("e/a");
    }

    @Test
    void aFileReplacedByALinkOutOfTheRootsIsNotKept() throws IOException {
        write("a", "");
        memory.createDirectory(Path.of("/outside"));
        DirectoryScan scan =
                scan(memory.process(LOGS.directory()), ScanSettings.of(LOGS).followingLinks());
        assertThat(scan.scan().files()).hasSize(1);
        memory.delete(at("a"));
        memory.symlink(Path.of("/outside"), at("a"));

        ScanResult result = scan.scan();

        assertThat(result.files()).isEmpty();
        assertThat(result.problems()).hasSize(1);
    }

    @Test
    void aRootThatIsNotThereKeepsItsFilesAndTheOtherRootsGoOn() throws IOException {
        ScanRoot data = new ScanRoot("data", Path.of("/data"));
        memory.createDirectory(data.directory());
        WholeFiles.write(memory, Path.of("/data/x"), "");
        write("a", "");
        DirectoryScan scan = scan(ScanSettings.of(LOGS, data));
        assertThat(scan.scan().files()).hasSize(2);
        memory.rename(LOGS.directory(), Path.of("/elsewhere"));
        memory.delete(Path.of("/data/x"));
        later(5);

        ScanResult missing = scan.scan();

        assertThat(paths(missing.files())).containsExactly("a");
        assertThat(missing.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.kind()).isEqualTo(ScanProblem.Kind.NO_ROOT));
        assertThat(missing.isSettled(LOGS)).isFalse();
        ScanResult next = scan.scan();
        assertThat(paths(next.gone())).containsExactly("x");
        memory.rename(Path.of("/elsewhere"), LOGS.directory());
        assertThat(scan.scan().isSettled(LOGS)).isTrue();
    }

    @Test
    void aFailingDirectoryHoldsBackWhatIsGoneElsewhereAsItMayHaveMovedThere() throws IOException {
        write("a/x", "");
        write("b/y", "");
        // Two passes list the root, a and b each; two more list a and b.
        FaultPlan plan = FaultPlan.at(8, Fault.EIO, VfsCall.LIST).and(FaultPlan.at(10, Fault.EIO, VfsCall.LIST));
        DirectoryScan scan = scan(new FaultyVfs(memory, plan), ScanSettings.of(LOGS));
        scan.scan();
        later(10);
        assertThat(scan.scan().files()).hasSize(2);
        memory.rename(at("a/x"), at("b/x"));

        ScanResult first = scan.scan();
        ScanResult second = scan.scan();
        ScanResult healed = scan.scan();

        assertThat(List.of(first, second)).allSatisfy(result -> {
            assertThat(paths(result.files())).containsExactly("b/y");
            assertThat(result.gone()).isEmpty();
            assertThat(result.isUnseen(at("b/x"))).isTrue();
            assertThat(result.isSettled(LOGS)).isFalse();
        });
        assertThat(paths(healed.files())).containsExactly("b/x", "b/y");
        assertThat(healed.gone()).isEmpty();
        assertThat(scan.scan().gone()).isEmpty();
    }

    // ---- what is gone, moved, changed

    @Test
    void aFileIsGoneOnceItWasMissedTwice() throws IOException {
        write("a", "");
        write("b", "");
        DirectoryScan scan = scan(ScanSettings.of(LOGS));
        scan.scan();
        later(60);
        memory.delete(at("a"));

        ScanResult first = scan.scan();
        ScanResult second = scan.scan();
        ScanResult third = scan.scan();

        assertThat(paths(first.files())).containsExactly("b");
        assertThat(first.gone()).isEmpty();
        assertThat(paths(second.gone())).containsExactly("a");
        assertThat(third.gone()).isEmpty();
        assertThat(third.files()).isSameAs(second.files());
    }

    @Test
    void aFileWhoseNameIsTakenByAnotherIsGone() throws IOException {
        write("a", "1");
        write("b", "2");
        DirectoryScan scan = scan(ScanSettings.of(LOGS));
        String old = scan.scan().files().get(0).inodeKey();
        memory.replace(at("b"), at("a"));

        ScanResult first = scan.scan();
        ScanResult second = scan.scan();

        assertThat(paths(first.changed())).containsExactly("a");
        assertThat(second.gone()).extracting(FoundFile::inodeKey).containsExactly(old);
    }

    @Test
    void rotationMovesInodesAndLosesNone() throws IOException {
        write("app.log", "3");
        write("app.log.1", "2");
        write("app.log.2", "1");
        DirectoryScan scan = scan(ScanSettings.of(LOGS));
        List<FoundFile> before = scan.scan().files();
        later(60);
        memory.rename(at("app.log.2"), at("app.log.3"));
        memory.rename(at("app.log.1"), at("app.log.2"));
        memory.rename(at("app.log"), at("app.log.1"));
        write("app.log", "");

        ScanResult after = scan.scan();

        assertThat(after.files()).hasSize(4);
        for (int i = 0; i < 3; i++) {
            assertThat(after.files().get(i + 1).inodeKey())
                    .isEqualTo(before.get(i).inodeKey());
        }
        assertThat(after.changed()).hasSize(4);
        assertThat(scan.scan().gone()).isEmpty();
    }

    @Test
    void aFileThatMovesToAnotherTasksNameIsToldAsMovedAway() throws IOException {
        write("mine.log", "");
        DirectoryScan scan = new DirectoryScan(
                memory,
                ScanSettings.of(LOGS),
                (root, path) -> path.getFileName().toString().startsWith("mine"),
                ChangeHints.none());
        String key = scan.scan().files().get(0).inodeKey();
        later(20);
        memory.rename(at("mine.log"), at("yours.log"));

        ScanResult result = scan.scan();

        assertThat(result.files()).isEmpty();
        assertThat(paths(result.movedAway())).containsExactly("yours.log");
        assertThat(result.movedAway().get(0).inodeKey()).isEqualTo(key);
        assertThat(scan.scan().gone()).isEmpty();
        memory.rename(at("yours.log"), at("mine.too"));
        assertThat(paths(scan.scan().changed())).containsExactly("mine.too");
    }

    @Test
    void theTasksOfOneCountHaveEveryFileOnce() throws IOException {
        for (int i = 0; i < 60; i++) {
            write("d" + i % 5 + "/app-" + i + ".log" + (i % 3 == 0 ? ".1.gz" : ""), "");
        }
        List<String> all = paths(scan(ScanSettings.of(LOGS)).scan().files());
        List<String> together = new ArrayList<>();
        for (int task = 0; task < 4; task++) {
            WatchedFiles watched = WatchedFiles.of(new FileOwnership(task, 4), RotationRule.tail());
            together.addAll(paths(new DirectoryScan(memory, ScanSettings.of(LOGS), watched, ChangeHints.none())
                    .scan()
                    .files()));
        }
        assertThat(together).containsExactlyInAnyOrderElementsOf(all);
    }

    // ---- how often

    @Test
    void anAppendToABusyFileIsSeenInTheNextPassAndToAQuietOneInTime() throws IOException {
        write("a", "1");
        DirectoryScan scan = scan(ScanSettings.of(LOGS));
        scan.scan();
        later(1);
        write("a", "12");
        assertThat(paths(scan.scan().changed())).containsExactly("a");
        for (int i = 0; i < 60; i++) {
            later(1);
            assertThat(scan.scan().changed()).isEmpty();
        }
        write("a", "123");
        int passes = 0;
        do {
            later(1);
            passes++;
        } while (scan.scan().changed().isEmpty() && passes < 100);

        assertThat(passes).isBetween(1, 6);
    }

    @Test
    void idlePassesAskForDirectoriesAndForTheirShareOfTheFilesOnly() throws IOException {
        for (int i = 0; i < 1_000; i++) {
            write("d" + i % 10 + "/f" + i, "");
        }
        later(3_600);
        DirectoryScan scan = scan(ScanSettings.of(LOGS));
        for (int i = 0; i < 10; i++) {
            later(1);
            scan.scan();
        }
        long lists = counting.count(VfsCall.LIST);
        long stats = counting.count(VfsCall.STAT) + counting.count(VfsCall.STAT_LINK);
        for (int i = 0; i < 30; i++) {
            later(1);
            ScanResult result = scan.scan();
            assertThat(result.counts().looks()).isBetween(11 + 100, 11 + 300);
        }

        assertThat(counting.count(VfsCall.LIST)).isEqualTo(lists);
        assertThat(counting.count(VfsCall.STAT) + counting.count(VfsCall.STAT_LINK) - stats)
                .isBetween(30 * 11 + 6_000L - 300, 30 * 11 + 6_000L + 300);
        counting.assertNothingIsOpen();
    }

    @Test
    void filesOfOtherTasksAreNotLookedAtAgain() throws IOException {
        write("a", "");
        DirectoryScan scan =
                new DirectoryScan(counting, ScanSettings.of(LOGS), (root, path) -> false, ChangeHints.none());
        for (int i = 0; i < 6; i++) {
            later(1);
            scan.scan();
        }
        long looks = counting.count(VfsCall.STAT_LINK);
        for (int i = 0; i < 20; i++) {
            later(1);
            assertThat(scan.scan().files()).isEmpty();
        }
        assertThat(counting.count(VfsCall.STAT_LINK)).isEqualTo(looks);
    }

    @Test
    void aChangeThatADirectoryHidesIsFoundWhenItsTimeComes() throws IOException {
        write("d/a", "");
        DirectoryScan scan = scan(ScanSettings.of(LOGS));
        scan.scan();
        later(10);
        scan.scan();
        Instant before = memory.stat(at("d")).modified();
        write("d/b", "");
        memory.setModified(at("d"), before);
        assertThat(scan.scan().files()).hasSize(1);
        later(60);

        ScanResult result = scan.scan();

        assertThat(paths(result.files())).containsExactly("d/a", "d/b");
    }

    @Test
    void aLargeDirectoryIsNotListedAsOftenAsItChanges() throws IOException {
        for (int i = 0; i < 6_000; i++) {
            write("f" + i, "");
        }
        DirectoryScan scan = scan(ScanSettings.of(LOGS));
        scan.scan();
        later(1);
        write("new", "");
        ScanResult soon = scan.scan();
        assertThat(soon.files()).hasSize(6_000);
        assertThat(soon.isUnseen(at("new"))).isTrue();
        assertThat(soon.isSettled(LOGS)).isFalse();
        later(0.2);

        ScanResult result = scan.scan();

        assertThat(result.files()).hasSize(6_001);
        assertThat(result.isSettled(LOGS)).isTrue();
    }

    @Test
    void anInterruptEndsAPassAndTheNextOneGoesOn() throws IOException {
        write("a", "");
        DirectoryScan scan = scan(ScanSettings.of(LOGS));
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedIOException.class).isThrownBy(scan::scan);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(scan.scan().files()).hasSize(1);
    }

    @Test
    void aFileThatIsGoneIsToldAlthoughALargeDirectoryIsPutOffInEveryPass() throws IOException {
        DirectoryScan scan = scan(ScanSettings.of(LOGS));
        for (int i = 0; i < 6_000; i++) {
            write("a/" + i, "");
        }
        ScanResult first = scan.scan();
        later(1);
        for (int i = 0; i < 6_000; i++) {
            write("b/" + i, "");
        }
        ScanResult second = scan.scan();
        memory.delete(at("a/17"));
        List<FoundFile> gone = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            later(1);
            write("a/more" + i, "");
            write("b/more" + i, "");
            ScanResult next = scan.scan();
            assertThat(next.isUnseen(at("a")) || next.isUnseen(at("b"))).isTrue();
            gone.addAll(next.gone());
        }

        assertThat(first.files()).hasSize(6_000);
        assertThat(second.files()).hasSize(12_000);
        assertThat(paths(gone)).containsExactly("a/17");
    }
}
