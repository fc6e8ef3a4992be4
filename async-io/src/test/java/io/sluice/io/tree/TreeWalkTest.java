package io.sluice.io.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.io.vfs.MemoryVfs;
import io.sluice.io.vfs.WholeFiles;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeWalkTest {
    private static final Path ROOT = Path.of("/root");

    private final MemoryVfs vfs = MemoryVfs.create();

    @BeforeEach
    void makeATree() throws IOException {
        Directories.create(vfs, ROOT.resolve("a/b/c"));
        Directories.create(vfs, ROOT.resolve("d"));
        WholeFiles.write(vfs, ROOT.resolve("top"), "1");
        WholeFiles.write(vfs, ROOT.resolve("a/one"), "22");
        WholeFiles.write(vfs, ROOT.resolve("a/b/c/deep"), "333");
    }

    @Test
    void everythingBelowTheRootIsMetOnceAndADirectoryBeforeItsContent() throws Exception {
        List<TreeEntry> met = walk(100, LinkPolicy.REPORT);

        assertThat(names(met)).containsExactlyInAnyOrder("a", "a/b", "a/b/c", "a/b/c/deep", "a/one", "d", "top");
        for (TreeEntry entry : met) {
            assertThat(entry.depth()).isEqualTo(ROOT.relativize(entry.path()).getNameCount());
            Path parent = entry.path().getParent();
            if (!parent.equals(ROOT)) {
                assertThat(met.subList(0, met.indexOf(entry)))
                        .extracting(TreeEntry::path)
                        .contains(parent);
            }
        }
    }

    @Test
    void itGoesNoDeeperThanAsked() throws Exception {
        List<TreeEntry> met = walk(2, LinkPolicy.REPORT);

        assertThat(names(met)).containsExactlyInAnyOrder("a", "a/b", "a/one", "d", "top");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 257})
    void theDepthIsBounded(int maxDepth) {
        assertThatThrownBy(() -> TreeWalk.open(vfs, ROOT, maxDepth, LinkPolicy.REPORT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxDepth is " + maxDepth + ", but must be between 1 and 256");
    }

    @Test
    void aLinkIsReportedAsALink() throws Exception {
        vfs.symlink(Path.of("/root/a"), ROOT.resolve("link"));

        List<TreeEntry> met = walk(100, LinkPolicy.REPORT);

        assertThat(names(met)).contains("link").doesNotContain("link/one");
        assertThat(entry(met, "link").stat().orElseThrow().isLink()).isTrue();
    }

    @Test
    void aFollowedLinkIsWalkedInto() throws Exception {
        vfs.symlink(Path.of("/root/a"), ROOT.resolve("link"));
        vfs.symlink(Path.of("/root/top"), ROOT.resolve("link-to-file"));

        List<TreeEntry> met = walk(100, LinkPolicy.FOLLOW);

        assertThat(names(met)).contains("link", "link/one", "link/b/c/deep");
        assertThat(entry(met, "link").stat().orElseThrow().isDirectory()).isTrue();
        assertThat(entry(met, "link-to-file").stat().orElseThrow().bytes()).isEqualTo(1);
    }

    @Test
    void aLinkThatLeadsBackIsAFailureOfThatEntryAlone() throws Exception {
        vfs.symlink(Path.of("/root"), ROOT.resolve("a/b/c/back"));
        vfs.symlink(Path.of("/root/a/b"), ROOT.resolve("a/b/c/middle"));

        List<TreeEntry> met = walk(256, LinkPolicy.FOLLOW);

        assertThat(entry(met, "a/b/c/back").failure()).containsInstanceOf(FileSystemLoopException.class);
        assertThat(entry(met, "a/b/c/middle").failure()).containsInstanceOf(FileSystemLoopException.class);
        assertThat(met).hasSize(9);
    }

    @Test
    void aLinkThatLeadsNowhereIsMetAsALink() throws Exception {
        vfs.symlink(Path.of("/root/missing"), ROOT.resolve("dangling"));

        List<TreeEntry> met = walk(100, LinkPolicy.FOLLOW);

        assertThat(entry(met, "dangling").stat().orElseThrow().isLink()).isTrue();
        assertThat(entry(met, "dangling").failure()).isEmpty();
    }

    @Test
    void aDirectoryThatCannotBeReadDoesNotKeepTheOthersFromBeingMet() throws Exception {
        vfs.setAccess(ROOT.resolve("a/b"), false, true, true);

        List<TreeEntry> met = walk(100, LinkPolicy.REPORT);

        assertThat(names(met)).containsExactlyInAnyOrder("a", "a/b", "a/one", "d", "top");
        assertThat(entry(met, "a/b").failure()).containsInstanceOf(AccessDeniedException.class);
        assertThat(met).filteredOn(entry -> entry.failure().isPresent()).hasSize(1);
    }

    @Test
    void whatVanishesMeanwhileIsPassedOver() throws Exception {
        List<String> met = new ArrayList<>();
        try (TreeWalk walk = TreeWalk.open(vfs, ROOT, 100, LinkPolicy.REPORT)) {
            TreeEntry first = walk.next();
            met.add(first.path().toString());
            TreeRemoval.remove(vfs, ROOT.resolve("a/b"));
            vfs.delete(ROOT.resolve("top"));
            for (TreeEntry next = walk.next(); next != null; next = walk.next()) {
                assertThat(next.failure()).isEmpty();
                met.add(next.path().toString());
            }
        }

        assertThat(met).doesNotContain("/root/a/b/c/deep").contains("/root/a", "/root/a/one", "/root/d");
    }

    @Test
    void theRootMustBeADirectory() {
        assertThatThrownBy(() -> TreeWalk.open(vfs, ROOT.resolve("top"), 1, LinkPolicy.REPORT))
                .isInstanceOf(NotDirectoryException.class);
        assertThatThrownBy(() -> TreeWalk.open(vfs, ROOT.resolve("missing"), 1, LinkPolicy.REPORT))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aClosedWalkHasNoNextEntry() throws Exception {
        TreeWalk walk = TreeWalk.open(vfs, ROOT, 100, LinkPolicy.REPORT);
        assertThat(walk.next()).isNotNull();

        walk.close();

        assertThat(walk.next()).isNull();
    }

    private List<TreeEntry> walk(int maxDepth, LinkPolicy links) throws IOException {
        List<TreeEntry> met = new ArrayList<>();
        try (TreeWalk walk = TreeWalk.open(vfs, ROOT, maxDepth, links)) {
            for (TreeEntry next = walk.next(); next != null; next = walk.next()) {
                met.add(next);
            }
        }
        return met;
    }

    private static List<String> names(List<TreeEntry> met) {
        return met.stream()
                .map(entry -> ROOT.relativize(entry.path()).toString())
                .toList();
    }

    private static TreeEntry entry(List<TreeEntry> met, String name) {
        return met.stream()
                .filter(entry -> entry.path().equals(ROOT.resolve(name)))
                .findFirst()
                .orElseThrow();
    }
}
