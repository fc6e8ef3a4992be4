package io.sluice.io.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.io.vfs.MemoryVfs;
import io.sluice.io.vfs.WholeFiles;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TreeRemovalTest {
    private static final Path ROOT = Path.of("/data/root");
    private static final Path OUTSIDE = Path.of("/data/outside");

    private final MemoryVfs vfs = MemoryVfs.create();

    @BeforeEach
    void makeATree() throws IOException {
        Directories.create(vfs, ROOT.resolve("a/b/c"));
        Directories.create(vfs, OUTSIDE);
        WholeFiles.write(vfs, ROOT.resolve("top"), "1");
        WholeFiles.write(vfs, ROOT.resolve("a/b/c/deep"), "2");
        WholeFiles.write(vfs, OUTSIDE.resolve("kept"), "3");
    }

    @Test
    void everythingBelowAndTheRootItselfIsRemoved() throws Exception {
        long removed = TreeRemoval.remove(vfs, ROOT);

        assertThat(removed).isEqualTo(6);
        assertThat(WholeFiles.names(vfs, Path.of("/data"))).containsExactly("outside");
    }

    @Test
    void linksAreRemovedAndNeverFollowed() throws Exception {
        vfs.symlink(OUTSIDE, ROOT.resolve("a/to-directory"));
        vfs.symlink(OUTSIDE.resolve("kept"), ROOT.resolve("a/to-file"));
        vfs.symlink(Path.of("/data/missing"), ROOT.resolve("a/to-nothing"));
        vfs.symlink(ROOT, ROOT.resolve("a/to-root"));

        TreeRemoval.remove(vfs, ROOT);

        assertThat(WholeFiles.names(vfs, Path.of("/data"))).containsExactly("outside");
        assertThat(WholeFiles.names(vfs, OUTSIDE)).containsExactly("kept");
    }

    @Test
    void aRootThatIsALinkIsRemovedItself() throws Exception {
        Path link = Path.of("/data/link");
        vfs.symlink(OUTSIDE, link);

        TreeRemoval.remove(vfs, link);

        assertThat(WholeFiles.names(vfs, Path.of("/data"))).containsExactly("outside", "root");
        assertThat(WholeFiles.names(vfs, OUTSIDE)).containsExactly("kept");
    }

    @Test
    void aRootReachedThroughALinkIsRemovedAllTheSame() throws Exception {
        vfs.symlink(Path.of("/data"), Path.of("/alias"));

        TreeRemoval.remove(vfs, Path.of("/alias/root"));

        assertThat(WholeFiles.names(vfs, Path.of("/data"))).containsExactly("outside");
    }

    @Test
    void aFileIsRemovedToo() throws Exception {
        assertThat(TreeRemoval.remove(vfs, ROOT.resolve("top"))).isEqualTo(1);

        assertThat(WholeFiles.names(vfs, ROOT)).containsExactly("a");
    }

    @Test
    void aMissingRootIsAnError() {
        assertThatThrownBy(() -> TreeRemoval.remove(vfs, ROOT.resolve("missing")))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aFailureStopsTheRemovalAndCallingAgainGoesOn() throws Exception {
        vfs.setAccess(ROOT.resolve("a/b/c"), true, false, true);
        assertThatThrownBy(() -> TreeRemoval.remove(vfs, ROOT)).isInstanceOf(AccessDeniedException.class);
        vfs.setAccess(ROOT.resolve("a/b/c"), true, true, true);

        TreeRemoval.remove(vfs, ROOT);

        assertThat(WholeFiles.names(vfs, Path.of("/data"))).containsExactly("outside");
    }

    @Test
    void aTreeDeeperThanAnyHandleLimitIsRemovedWithOneListingOpen() throws Exception {
        Path directory = ROOT;
        for (int depth = 0; depth < 1500; depth++) {
            directory = directory.resolve("d");
            vfs.createDirectory(directory);
        }

        long removed = TreeRemoval.remove(vfs, ROOT);

        assertThat(removed).isEqualTo(1506);
    }
}
