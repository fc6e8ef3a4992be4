package io.sluice.io.vfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.io.lock.LevelLock;
import io.sluice.io.lock.LevelLocks;
import io.sluice.io.lock.LockLevel;
import io.sluice.io.publish.FileCopy;
import io.sluice.io.publish.PublishOptions;
import io.sluice.io.publish.Publisher;
import io.sluice.io.temp.SpooledFile;
import io.sluice.io.temp.TempDirectory;
import io.sluice.io.temp.TempFile;
import io.sluice.io.tree.Directories;
import io.sluice.io.tree.LinkPolicy;
import io.sluice.io.tree.TreeRemoval;
import io.sluice.io.tree.TreeWalk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A relative path starts at the first root in every call, and in all that is built on top, on every {@link Vfs}. */
@ParameterizedClass
@EnumSource(VfsContract.Subject.class)
class VfsRelativePathTest extends VfsContract {

    VfsRelativePathTest(Subject subject) {
        super(subject);
    }

    @Test
    void theFirstRootIsWhereARelativePathStarts() throws IOException {
        assertThat(vfs.roots()).containsExactly(vfs.canonical(root), vfs.canonical(secondRoot));
        assertThat(vfs.absolute(Path.of("a/b"))).isEqualTo(vfs.canonical(root).resolve("a/b"));
        assertThat(vfs.absolute(secondRoot)).isEqualTo(secondRoot);
    }

    @Test
    void everyCallTakesARelativePath() throws IOException {
        vfs.createDirectory(Path.of("d"));
        WholeFiles.write(vfs, Path.of("d/a"), "content");
        vfs.rename(Path.of("d/a"), Path.of("d/b"));
        vfs.replace(Path.of("d/b"), Path.of("d/c"));
        vfs.link(Path.of("d/c"), Path.of("e"));
        vfs.symlink(Path.of("c"), Path.of("d/l"));
        vfs.openLockFile(Path.of("lock")).close();
        vfs.syncDirectory(Path.of("d"));
        vfs.syncDirectory(Path.of(""));

        assertThat(WholeFiles.names(vfs, root)).containsExactly("d", "e", "lock");
        assertThat(WholeFiles.names(vfs, at("d"))).containsExactly("c", "l");
        assertThat(text("d/l")).isEqualTo("content");
        assertThat(vfs.canonical(Path.of("d/l"))).isEqualTo(vfs.canonical(at("d/c")));
        assertThat(vfs.readLink(Path.of("d/l"))).isEqualTo(Path.of("c"));
        assertThat(vfs.stat(Path.of("e")).sameFile(vfs.stat(at("d/c")))).isTrue();
        assertThat(vfs.statLink(Path.of("d/l")).isLink()).isTrue();
        assertThat(vfs.isReadable(Path.of("e"))).isTrue();
        assertThat(vfs.diskUsage(Path.of("e")).totalBytes()).isPositive();
        try (FileOpener opener = vfs.opener();
                VfsFile file = opener.open(Path.of("d/c"))) {
            assertThat(file.size()).isEqualTo(7);
        }
        vfs.delete(Path.of("d/l"));
        assertThat(WholeFiles.names(vfs, at("d"))).containsExactly("c");
    }

    @Test
    void aFileIsPublishedAtARelativePath() throws IOException {
        Publisher publisher = new Publisher(vfs, "owner");
        PublishOptions options = PublishOptions.createOnly().withParents();
        publisher.publish(Path.of("a/b/c"), options, draft -> draft.write(ByteBuffer.wrap("1".getBytes(UTF_8))));
        publisher.publish(
                Path.of("top"),
                options.stagedIn(Path.of("staging")),
                draft -> draft.write(ByteBuffer.wrap("2".getBytes(UTF_8))));
        new FileCopy(vfs, publisher).copy(Path.of("top"), Path.of("copy"), PublishOptions.replace());

        assertThat(text("a/b/c")).isEqualTo("1");
        assertThat(text("copy")).isEqualTo("2");
        assertThat(WholeFiles.names(vfs, root)).containsExactly("a", "copy", "staging", "top");
        assertThat(publisher.sweep(Path.of("a/b"))).isZero();
    }

    @Test
    void treesAndScratchFilesAreMadeWalkedAndRemovedAtARelativePath() throws IOException {
        Directories.create(vfs, Path.of("a/b"));
        Directories.createDurably(vfs, Path.of("a/c"));
        assertThat(WholeFiles.names(vfs, at("a"))).containsExactly("b", "c");
        try (TreeWalk walk = TreeWalk.open(vfs, Path.of(""), 1, LinkPolicy.REPORT)) {
            assertThat(walk.next().path()).isEqualTo(Path.of("a"));
        }
        try (TempDirectory directory = TempDirectory.create(vfs, Path.of("a"), "temp");
                TempFile file = TempFile.named(vfs, directory.path(), "x", "y");
                SpooledFile spooled = new SpooledFile(vfs, Path.of("a"), 0)) {
            spooled.write(ByteBuffer.allocate(1), 0);
            assertThat(WholeFiles.names(vfs, at("a"))).hasSizeGreaterThanOrEqualTo(3);
            assertThat(vfs.stat(root.resolve(file.path())).isFile()).isTrue();
        }
        TreeRemoval.remove(vfs, Path.of("a"));
        assertThat(WholeFiles.names(vfs, root)).isEmpty();
    }

    @Test
    void twoSpellingsOfALockFileAreOneLock() throws IOException {
        LevelLocks locks = new LevelLocks(vfs, Runnable::run);
        try (LevelLock relative = locks.open(Path.of("lock"));
                LevelLock absolute = locks.open(at("lock"))) {
            assertThat(relative.tryLock(LockLevel.EXCLUSIVE)).isTrue();
            assertThat(absolute.tryLock(LockLevel.SHARED)).isFalse();
        }
    }
}
