package io.sluice.io.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.io.vfs.CountingVfs;
import io.sluice.io.vfs.MemoryVfs;
import io.sluice.io.vfs.Survival;
import io.sluice.io.vfs.VfsCall;
import io.sluice.io.vfs.WholeFiles;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class DirectoriesTest {
    private final MemoryVfs vfs = MemoryVfs.create();

    @Test
    void whatIsMissingAboveIsCreatedToo() throws Exception {
        Directories.create(vfs, Path.of("/a/b/c"));

        assertThat(vfs.stat(Path.of("/a/b/c")).isDirectory()).isTrue();
    }

    @Test
    void anExistingDirectoryIsFine() throws Exception {
        Directories.create(vfs, Path.of("/a/b"));

        Directories.create(vfs, Path.of("/a/b"));

        assertThat(WholeFiles.names(vfs, Path.of("/a"))).containsExactly("b");
    }

    @Test
    void aLinkToADirectoryIsOne() throws Exception {
        vfs.createDirectory(Path.of("/a"));
        vfs.symlink(Path.of("/a"), Path.of("/link"));

        Directories.create(vfs, Path.of("/link/b"));

        assertThat(WholeFiles.names(vfs, Path.of("/a"))).containsExactly("b");
    }

    @Test
    void aFileInTheWayIsAnError() throws Exception {
        WholeFiles.write(vfs, Path.of("/a"), "file");

        assertThatThrownBy(() -> Directories.create(vfs, Path.of("/a")))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining("/a: it is in the way of a directory");
        assertThatThrownBy(() -> Directories.create(vfs, Path.of("/a/b"))).isInstanceOf(Exception.class);
    }

    @Test
    void severalOutlastTheStrictestCrashAndWhatTheyShareIsSyncedOnce() throws Exception {
        CountingVfs counting = new CountingVfs(vfs);

        Directories.createDurably(
                counting, List.of(Path.of("/a/x/1"), Path.of("/a/x/2"), Path.of("/a/y"), Path.of("/a/x")));

        MemoryVfs after = vfs.crash(Survival.syncedOnly());
        assertThat(after.stat(Path.of("/a/x/1")).isDirectory()).isTrue();
        assertThat(after.stat(Path.of("/a/x/2")).isDirectory()).isTrue();
        assertThat(after.stat(Path.of("/a/y")).isDirectory()).isTrue();
        // The root, /a and /a/x.
        assertThat(counting.count(VfsCall.SYNC_DIRECTORY)).isEqualTo(3);
    }

    @Test
    void everyLevelCreatedDurablyOutlastsTheStrictestCrash() throws Exception {
        Directories.createDurably(vfs, Path.of("/a/b/c"));

        MemoryVfs after = vfs.crash(Survival.syncedOnly());

        assertThat(after.stat(Path.of("/a/b/c")).isDirectory()).isTrue();
    }

    @Test
    void aDirectoryAnotherThreadMadeAndHasNotSyncedYetIsMadeDurableToo() throws Exception {
        Directories.createDurably(vfs, Path.of("/a"));
        vfs.createDirectory(Path.of("/a/theirs"));

        Directories.createDurably(vfs, Path.of("/a/theirs"));

        assertThat(WholeFiles.names(vfs.crash(Survival.syncedOnly()), Path.of("/a")))
                .containsExactly("theirs");
    }

    @Test
    void theRootOfAJailNeedsNothingFromOutside() throws Exception {
        MemoryVfs jailed = MemoryVfs.builder().roots(Path.of("/jail")).build();

        Directories.createDurably(jailed, Path.of("/jail/a"));

        assertThat(WholeFiles.names(jailed.crash(Survival.syncedOnly()), Path.of("/jail")))
                .containsExactly("a");
    }
}
