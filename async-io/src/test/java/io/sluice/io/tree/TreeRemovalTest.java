package io.sluice.io.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.io.vfs.ForwardingVfs;
import io.sluice.io.vfs.MemoryVfs;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsCall;
import io.sluice.io.vfs.VfsOperation;
import io.sluice.io.vfs.WholeFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
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
    void aRootOfTheFileSystemIsRefusedBeforeAnythingIsRemoved() throws Exception {
        vfs.symlink(Path.of("/data"), Path.of("/alias"));
        Vfs jailed = vfs.process(Path.of("/data"), ROOT.resolve("a/b"));

        for (Path held : List.of(Path.of("/data"), Path.of(""), ROOT, ROOT.resolve("a"), ROOT.resolve("a/b/c/.."))) {
            assertThatThrownBy(() -> TreeRemoval.remove(jailed, held))
                    .isInstanceOf(AccessDeniedException.class)
                    .hasMessageContaining("nothing was removed");
        }
        assertThatThrownBy(() -> TreeRemoval.remove(vfs, Path.of("/"))).isInstanceOf(AccessDeniedException.class);

        assertThat(WholeFiles.names(vfs, ROOT)).containsExactly("a", "top");
        assertThat(WholeFiles.names(vfs, ROOT.resolve("a/b/c"))).containsExactly("deep");
        assertThat(WholeFiles.names(vfs, OUTSIDE)).containsExactly("kept");
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
    void aDirectoryThatIsSwappedForALinkMeanwhileIsNotEnteredThroughIt() {
        Path swapped = ROOT.resolve("a");
        Vfs hostile = new ForwardingVfs(vfs) {
            private boolean done;

            @Override
            protected <T> T around(VfsOperation operation, Call<T> call) throws IOException {
                T result = call.make(Long.MAX_VALUE);
                if (operation.call() == VfsCall.STAT_LINK && operation.path().equals(swapped) && !done) {
                    done = true;
                    vfs.rename(swapped, Path.of("/data/moved"));
                    vfs.symlink(OUTSIDE, swapped);
                }
                return result;
            }
        };

        assertThatThrownBy(() -> TreeRemoval.remove(hostile, ROOT))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("/data/root/a: it was replaced while /data/root was being removed");

        assertThat(names(OUTSIDE)).containsExactly("kept");
    }

    @Test
    void aDirectoryUnderASwappedParentIsNotEnteredEither() {
        Path swapped = ROOT.resolve("a");
        Vfs hostile = new ForwardingVfs(vfs) {
            private boolean done;

            @Override
            protected <T> T around(VfsOperation operation, Call<T> call) throws IOException {
                T result = call.make(Long.MAX_VALUE);
                if (operation.call() == VfsCall.STAT_LINK && operation.path().equals(swapped.resolve("b")) && !done) {
                    done = true;
                    Directories.create(vfs, OUTSIDE.resolve("b"));
                    WholeFiles.write(vfs, OUTSIDE.resolve("b/kept"), "4");
                    vfs.rename(swapped, Path.of("/data/moved"));
                    vfs.symlink(OUTSIDE, swapped);
                }
                return result;
            }
        };

        assertThatThrownBy(() -> TreeRemoval.remove(hostile, ROOT)).isInstanceOf(FileSystemException.class);

        assertThat(names(OUTSIDE.resolve("b"))).containsExactly("kept");
    }

    private List<String> names(Path directory) {
        try {
            return WholeFiles.names(vfs, directory);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void howeverDeepTheTreeOneListingIsOpenAtATime() throws Exception {
        Path directory = ROOT;
        for (int depth = 0; depth < 100; depth++) {
            directory = directory.resolve("d");
            vfs.createDirectory(directory);
        }
        AtomicInteger open = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Vfs watched = new ForwardingVfs(vfs) {
            @Override
            protected <T> T around(VfsOperation operation, Call<T> call) throws IOException {
                if (operation.call() == VfsCall.LIST) {
                    most.accumulateAndGet(open.incrementAndGet(), Math::max);
                } else if (operation.call() == VfsCall.LIST_CLOSE) {
                    open.decrementAndGet();
                }
                return call.make(Long.MAX_VALUE);
            }
        };

        long removed = TreeRemoval.remove(watched, ROOT);

        assertThat(removed).isEqualTo(106);
        assertThat(most).hasValue(1);
    }
}
