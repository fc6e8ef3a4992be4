package io.sluice.io.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sluice.io.vfs.CountingVfs;
import io.sluice.io.vfs.Fault;
import io.sluice.io.vfs.FaultPlan;
import io.sluice.io.vfs.FaultyVfs;
import io.sluice.io.vfs.MemoryVfs;
import io.sluice.io.vfs.VfsOperation;
import io.sluice.io.vfs.WholeFiles;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Walking and removing a tree while each call fails in turn. */
class TreeFaultTest {
    private static final Path ROOT = Path.of("/root");
    private static final List<String> FILES = List.of("a/1", "a/2", "a/b/3", "a/b/c/4", "d/5", "d/6", "7");

    private final MemoryVfs memory = MemoryVfs.create();

    @BeforeEach
    void makeATree() throws IOException {
        for (String file : FILES) {
            Directories.create(memory, ROOT.resolve(file).getParent());
            WholeFiles.write(memory, ROOT.resolve(file), file);
        }
    }

    @Test
    void aWalkHasOneListingOpenForEachLevelItIsInside() throws Exception {
        CountingVfs counting = new CountingVfs(memory);

        try (TreeWalk walk = TreeWalk.open(counting, ROOT, 100, LinkPolicy.REPORT)) {
            for (TreeEntry entry = walk.next(); entry != null; entry = walk.next()) {
                assertThat(counting.stillOpen())
                        .extracting(VfsOperation::path)
                        .doesNotHaveDuplicates()
                        .allMatch(entry.path()::startsWith);
            }
            counting.assertNothingIsOpen();
        }
    }

    @Test
    void aWalkClosedHalfwayLeavesNothingOpen() throws Exception {
        CountingVfs counting = new CountingVfs(memory);
        TreeWalk walk = TreeWalk.open(counting, ROOT, 100, LinkPolicy.REPORT);
        for (int i = 0; i < 5; i++) {
            assertThat(walk.next()).isNotNull();
        }

        walk.close();

        counting.assertNothingIsOpen();
    }

    @Test
    void whicheverCallOfAWalkFailsTheRestIsMetAndTheFailureReported() throws Exception {
        long calls = walk(FaultPlan.none(), 0);

        for (long n = 3; n <= calls; n++) {
            walk(FaultPlan.at(n, Fault.EIO), 1);
        }
    }

    /** The first two calls open the root, without which there is no walk. */
    private long walk(FaultPlan plan, int failures) throws IOException {
        FaultyVfs faulty = new FaultyVfs(memory, plan);
        CountingVfs counting = new CountingVfs(faulty);
        Set<String> met = new HashSet<>();
        List<Path> failed = new ArrayList<>();
        try (TreeWalk walk = TreeWalk.open(counting, ROOT, 100, LinkPolicy.REPORT)) {
            for (TreeEntry entry = walk.next(); entry != null; entry = walk.next()) {
                met.add(ROOT.relativize(entry.path()).toString());
                if (entry.failure().isPresent()) {
                    failed.add(entry.path());
                }
            }
        }
        assertThat(failed).as(faulty.injected().toString()).hasSize(failures);
        for (String file : FILES) {
            if (failed.stream().noneMatch(ROOT.resolve(file)::startsWith)) {
                assertThat(met).as(faulty.injected().toString()).contains(file);
            }
        }
        counting.assertNothingIsOpen();
        return faulty.count();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"EIO", "REPLY_LOST"})
    void whicheverCallOfARemovalFailsItSaysSoAndASecondOneEndsTheWork(Fault fault) throws Exception {
        CountingVfs counted = new CountingVfs(memory);
        TreeRemoval.remove(counted, ROOT);
        assertThat(counted.count()).isGreaterThan(30);

        for (long n = 1; n <= counted.count(); n++) {
            makeATree();
            FaultyVfs faulty = new FaultyVfs(memory, FaultPlan.at(n, fault));
            CountingVfs counting = new CountingVfs(faulty);

            assertThat(catchThrowable(() -> TreeRemoval.remove(counting, ROOT)))
                    .as(faulty.injected().toString())
                    .isInstanceOf(IOException.class);
            assertThat(catchThrowable(() -> TreeRemoval.remove(counting, ROOT)))
                    .satisfiesAnyOf(
                            failure -> assertThat(failure).isNull(),
                            failure -> assertThat(failure).isInstanceOf(NoSuchFileException.class));

            assertThat(WholeFiles.names(memory, Path.of("/"))).isEmpty();
            counting.assertNothingIsOpen();
        }
    }
}
