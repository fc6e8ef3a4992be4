package io.sluice.io.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.io.temp.SpooledFile;
import io.sluice.io.temp.TempDirectory;
import io.sluice.io.temp.TempFile;
import io.sluice.io.tree.Directories;
import io.sluice.io.tree.LinkPolicy;
import io.sluice.io.tree.TreeRemoval;
import io.sluice.io.tree.TreeWalk;
import io.sluice.io.vfs.CountingVfs;
import io.sluice.io.vfs.LocalVfs;
import io.sluice.io.vfs.VfsCall;
import io.sluice.io.vfs.WholeFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same on a real disk: what the file system in memory promises, a real one must keep. */
class PublishOnDiskTest {
    @TempDir
    Path given;

    private Path directory;
    private LocalVfs local;
    private CountingVfs vfs;
    private Publisher publisher;

    @BeforeEach
    void open() throws IOException {
        directory = given.toRealPath();
        local = LocalVfs.rootedAt(directory);
        vfs = new CountingVfs(local);
        publisher = new Publisher(vfs, "sink-1");
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        assertThat(WholeFiles.names(local, directory)).noneMatch(name -> name.startsWith("."));
        vfs.assertNothingIsOpen();
        local.close();
    }

    @Test
    void aFileIsCreatedOnceAndReplacedAfterThat() throws Exception {
        Path target = directory.resolve("a/b/part");
        publisher.publish(target, PublishOptions.createOnly().withParents(), draft -> draft.write(content(1)));
        assertThatThrownBy(
                        () -> publisher.publish(target, PublishOptions.createOnly(), draft -> draft.write(content(2))))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(WholeFiles.bytes(vfs, target)).isEqualTo(content(1).array());
        assertThat(vfs.stat(target).links()).isEqualTo(1);

        publisher.publish(target, PublishOptions.replace().stagedIn(directory), draft -> draft.write(content(3)));

        assertThat(WholeFiles.bytes(vfs, target)).isEqualTo(content(3).array());
        assertThat(WholeFiles.names(vfs, target.getParent())).containsExactly("part");
    }

    @Test
    void aFileIsCopiedInsideTheKernel() throws Exception {
        byte[] content = new byte[20 << 20];
        new Random(1).nextBytes(content);
        WholeFiles.write(vfs, directory.resolve("from"), content);
        long before = vfs.count(VfsCall.READ);

        long copied = new FileCopy(vfs, publisher)
                .copy(directory.resolve("from"), directory.resolve("to"), PublishOptions.createOnly());

        assertThat(copied).isEqualTo(content.length);
        assertThat(vfs.count(VfsCall.READ)).isEqualTo(before);
        assertThat(WholeFiles.bytes(vfs, directory.resolve("to"))).isEqualTo(content);
    }

    @Test
    void anUnnamedFileHasNoNameFromTheStart() throws Exception {
        try (TempFile file = TempFile.unnamed(vfs, directory);
                SpooledFile spooled = new SpooledFile(vfs, directory, 10)) {
            WholeFiles.write(file, content(1).array(), 0);
            WholeFiles.write(spooled, content(1).array(), 0);

            assertThat(WholeFiles.names(vfs, directory)).isEmpty();
            assertThat(spooled.isInMemory()).isFalse();
            assertThat(spooled.transferTo(0, 100, file, 0)).isEqualTo(100);
        }
    }

    @Test
    void aTreeIsMadeWalkedAndRemoved() throws Exception {
        Path outside = directory.resolve("outside");
        Directories.createDurably(vfs, outside);
        WholeFiles.write(vfs, outside.resolve("kept"), "kept");
        try (TempDirectory temp = TempDirectory.create(vfs, directory, "tree-")) {
            Path deep = temp.path().resolve("a/b/c");
            Directories.createDurably(vfs, deep);
            WholeFiles.write(vfs, deep.resolve("file"), "1");
            vfs.symlink(outside, deep.resolve("link"));
            int met = 0;
            try (TreeWalk walk = TreeWalk.open(vfs, temp.path(), 10, LinkPolicy.FOLLOW)) {
                while (walk.next() != null) {
                    met++;
                }
            }
            assertThat(met).isEqualTo(6);
            assertThat(TreeRemoval.remove(vfs, temp.path().resolve("a"))).isEqualTo(5);
        }
        assertThat(WholeFiles.names(vfs, directory)).containsExactly("outside");
        assertThat(WholeFiles.names(vfs, outside)).containsExactly("kept");
    }

    private static ByteBuffer content(long seed) {
        byte[] content = new byte[100_000];
        new Random(seed).nextBytes(content);
        return ByteBuffer.wrap(content);
    }
}
