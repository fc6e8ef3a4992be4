package io.sluice.source.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.io.vfs.Fault;
import io.sluice.io.vfs.FaultPlan;
import io.sluice.io.vfs.FaultyVfs;
import io.sluice.io.vfs.FileStat;
import io.sluice.io.vfs.MemoryVfs;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsCall;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random trees that change between passes, against a plain walk. A failure names its seed. */
class DirectoryScanModelTest {

    private static final int SEEDS = Integer.getInteger("scan.seeds", 40);

    private static final WatchedFiles HALF =
            (root, path) -> path.getFileName().toString().charAt(0) % 2 == 0;

    private static final VfsCall[] LOOKS = {
        VfsCall.STAT, VfsCall.STAT_LINK, VfsCall.LIST, VfsCall.LIST_NEXT, VfsCall.LIST_CLOSE
    };

    private MemoryVfs memory;
    private TreeModel tree;
    private DirectoryScan scan;
    private final Set<Long> known = new HashSet<>();

    private void start(long seed, boolean follow, WatchedFiles watched, FaultPlan plan) throws IOException {
        memory = MemoryVfs.builder().seed(seed).build();
        tree = new TreeModel(memory, new Random(seed), follow);
        Vfs vfs = plan == null ? memory : new FaultyVfs(memory, plan);
        ScanSettings settings = ScanSettings.of(TreeModel.ROOT).withDepth(6);
        scan = new DirectoryScan(vfs, follow ? settings.followingLinks() : settings, watched, ChangeHints.none());
        known.clear();
    }

    private static Map<Path, FileStat> byPath(ScanResult result) {
        Map<Path, FileStat> files = new HashMap<>();
        result.files().forEach(file -> files.put(file.path(), file.stat()));
        return files;
    }

    private static Map<Path, Long> inodes(Map<Path, FileStat> files) {
        Map<Path, Long> inodes = new HashMap<>();
        files.forEach((path, stat) -> inodes.put(path, stat.inode()));
        return inodes;
    }

    /** Makes a pass, and checks that what it says changed adds up to what it says is there. */
    private ScanResult pass(Map<Path, FileStat> view) throws IOException {
        ScanResult result = scan.scan();
        result.gone()
                .forEach(file -> assertThat(known.remove(file.stat().inode())).isTrue());
        result.movedAway()
                .forEach(file -> assertThat(known.remove(file.stat().inode())).isTrue());
        result.changed().forEach(file -> {
            known.add(file.stat().inode());
            view.put(file.path(), file.stat());
        });
        Map<Path, FileStat> files = byPath(result);
        view.keySet().retainAll(files.keySet());
        assertThat(view).as("every change is told").isEqualTo(files);
        assertThat(result.files().stream().map(FoundFile::path)).isSorted().doesNotHaveDuplicates();
        return result;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyPassFindsTheNamesThatAreThereAndSoonWhatIsInThem(boolean half) throws IOException {
        WatchedFiles watched = half ? HALF : WatchedFiles.ALL;
        for (long seed = 0; seed < SEEDS; seed++) {
            start(seed, false, watched, null);
            Random random = new Random(~seed);
            Map<Path, FileStat> view = new HashMap<>();
            for (int round = 0; round < 30; round++) {
                for (int i = random.nextInt(8); i > 0; i--) {
                    tree.change();
                }
                memory.advance(Duration.ofMillis(random.nextInt(3) * random.nextLong(5_000)));

                ScanResult result = pass(view);

                assertThat(inodes(byPath(result)))
                        .as("seed %d, round %d", seed, round)
                        .isEqualTo(inodes(tree.expected(false, watched)));
                assertThat(result.problems()).allMatch(problem -> problem.kind() == ScanProblem.Kind.TOO_DEEP);
                Set<Long> there = tree.inodes();
                assertThat(result.gone())
                        .as("seed %d, round %d", seed, round)
                        .noneMatch(file -> there.contains(file.stat().inode()));
            }
            memory.advance(Duration.ofSeconds(5));
            ScanResult last = pass(view);
            assertThat(byPath(last)).as("seed %d", seed).isEqualTo(tree.expected(false, watched));
            pass(view);
            Set<Long> left = new HashSet<>(inodes(byPath(last)).values());
            assertThat(known)
                    .as("seed %d: what is not there is gone or away", seed)
                    .isEqualTo(left);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatLinksLeadToIsFoundOnceAndSoon(boolean half) throws IOException {
        WatchedFiles watched = half ? HALF : WatchedFiles.ALL;
        for (long seed = 0; seed < SEEDS / 2; seed++) {
            start(seed, true, watched, null);
            Random random = new Random(~seed);
            Map<Path, FileStat> view = new HashMap<>();
            for (int round = 0; round < 10; round++) {
                for (int i = random.nextInt(8); i > 0; i--) {
                    tree.change();
                }
                memory.advance(Duration.ofMillis(random.nextInt(3) * random.nextLong(5_000)));
                pass(view);
                memory.advance(Duration.ofSeconds(5));
                pass(view);
                memory.advance(Duration.ofSeconds(1));

                ScanResult result = pass(view);

                assertThat(byPath(result)).as("seed %d, round %d", seed, round).isEqualTo(tree.expected(true, watched));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 7, 31, 150})
    void whenEveryNthLookFailsNothingThatIsThereIsCalledGone(int every) throws IOException {
        for (long seed = 0; seed < SEEDS / 4; seed++) {
            start(seed, false, WatchedFiles.ALL, failing(every, seed));
            Random random = new Random(~seed);
            Map<Path, FileStat> view = new HashMap<>();
            Map<Path, FileStat> last = new HashMap<>();
            for (int round = 0; round < 12; round++) {
                for (int i = random.nextInt(6); i > 0; i--) {
                    tree.change();
                }
                memory.advance(Duration.ofMillis(random.nextInt(2_000)));

                ScanResult result = pass(view);

                Set<Long> there = tree.inodes();
                assertThat(result.gone())
                        .as("seed %d, round %d", seed, round)
                        .noneMatch(file -> there.contains(file.stat().inode()));
                Map<Path, FileStat> expected = tree.expected(false, WatchedFiles.ALL);
                Map<Path, FileStat> found = byPath(result);
                last.keySet().retainAll(expected.keySet());
                last.entrySet()
                        .removeIf(file -> expected.get(file.getKey()).inode()
                                != file.getValue().inode());
                assertThat(found.keySet())
                        .as("seed %d, round %d: what was found and is there stays", seed, round)
                        .containsAll(last.keySet());
                assertThat(expected.keySet())
                        .as("seed %d, round %d: found, or said to be unseen", seed, round)
                        .allMatch(path -> found.containsKey(path)
                                || result.isUnseen(path)
                                || isUnderAnotherName(found, expected.get(path), result));
                last.clear();
                last.putAll(found);
            }
        }
    }

    private static boolean isUnderAnotherName(Map<Path, FileStat> found, FileStat stat, ScanResult result) {
        return !result.unseen().isEmpty() && found.values().stream().anyMatch(other -> other.inode() == stat.inode());
    }

    private static FaultPlan failing(int every, long seed) {
        FaultPlan plan = FaultPlan.none();
        for (int n = 1; n <= 2_000 / every; n++) {
            plan = plan.and(FaultPlan.at(n * (long) every + seed % every, Fault.EIO, LOOKS));
        }
        return plan;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void afterAnySingleFailureTheNextPassesMakeUpForIt(long seed) throws IOException {
        long calls = callsOf(seed, FaultPlan.none());
        assertThat(calls).isGreaterThan(50);
        for (long n = 1; n <= calls; n++) {
            callsOf(seed, FaultPlan.at(n, Fault.EIO, LOOKS));
            Map<Path, FileStat> view = byPath(scan.scan());
            memory.advance(Duration.ofSeconds(6));

            ScanResult healed = scan.scan();

            assertThat(byPath(healed))
                    .as("seed %d, call %d", seed, n)
                    .isEqualTo(tree.expected(false, WatchedFiles.ALL));
            assertThat(view.keySet()).isEqualTo(byPath(healed).keySet());
            assertThat(healed.unseen()).isEmpty();
            assertThat(healed.counts().problems()).isZero();
        }
    }

    private long callsOf(long seed, FaultPlan plan) throws IOException {
        start(seed, false, WatchedFiles.ALL, null);
        FaultyVfs vfs = new FaultyVfs(memory, plan);
        scan = new DirectoryScan(
                vfs, ScanSettings.of(TreeModel.ROOT).withDepth(6), WatchedFiles.ALL, ChangeHints.none());
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 12; i++) {
                tree.change();
            }
            memory.advance(Duration.ofSeconds(1));
            ScanResult unused = scan.scan();
        }
        return vfs.count();
    }
}
