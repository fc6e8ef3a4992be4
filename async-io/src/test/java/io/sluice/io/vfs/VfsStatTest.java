package io.sluice.io.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is said of files, directories and links, on every {@link Vfs}. */
@ParameterizedClass
@EnumSource(VfsContract.Subject.class)
class VfsStatTest extends VfsContract {

    VfsStatTest(Subject subject) {
        super(subject);
    }

    @Test
    void aFileIsDescribed() throws IOException {
        write("a", "content");
        FileStat stat = vfs.stat(at("a"));
        assertThat(stat.kind()).isEqualTo(FileKind.FILE);
        assertThat(stat.bytes()).isEqualTo(7);
        assertThat(stat.links()).isEqualTo(1);
        assertThat(stat.inode()).isNotZero();
        assertThat(Duration.between(stat.modified(), vfs.now()).abs()).isLessThan(Duration.ofHours(1));
    }

    @Test
    void theRootItselfIsDescribedAndListed() throws IOException {
        write("a", "content");
        assertThat(vfs.stat(root).isDirectory()).isTrue();
        assertThat(vfs.stat(Path.of("")).isDirectory()).isTrue();
        assertThat(WholeFiles.names(vfs, root)).containsExactly("a");
        assertThat(WholeFiles.names(vfs, Path.of(""))).containsExactly("a");
    }

    @Test
    void aLinkIsDescribedAsItselfOrAsItsTarget() throws IOException {
        write("a", "content");
        vfs.symlink(Path.of("a"), at("l"));
        assertThat(vfs.stat(at("l")).isFile()).isTrue();
        assertThat(vfs.statLink(at("l")).isLink()).isTrue();
        assertThat(vfs.stat(at("l")).sameFile(vfs.stat(at("a")))).isTrue();
        assertThat(vfs.statLink(at("l")).sameFile(vfs.stat(at("a")))).isFalse();
    }

    @Test
    void nothingIsNotDescribed() throws IOException {
        symlinkUnchecked(Path.of("nowhere"), at("dangling"));
        assertThatThrownBy(() -> vfs.stat(at("a"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> vfs.stat(at("a/b"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> vfs.stat(at("dangling"))).isInstanceOf(NoSuchFileException.class);
        assertThat(vfs.statLink(at("dangling")).isLink()).isTrue();
    }

    @Test
    void aFileIsNoDirectoryOnTheWay() throws IOException {
        write("a", "content");
        assertThatExceptionOfType(FileSystemException.class)
                .isThrownBy(() -> vfs.stat(at("a/b")))
                .withMessageContaining("Not a directory");
        assertThatExceptionOfType(FileSystemException.class)
                .isThrownBy(() -> vfs.stat(at("a/../a")))
                .withMessageContaining("Not a directory");
    }

    @Test
    void renamingKeepsTheInodeAndReplacingAFileChangesIt() throws IOException {
        write("a", "1");
        write("b", "2");
        FileStat before = vfs.stat(at("a"));
        vfs.rename(at("a"), at("c"));
        vfs.replace(at("b"), at("c"));
        write("a", "3");
        assertThat(vfs.stat(at("c")).sameFile(before)).isFalse();
    }

    @Test
    void aListingGivesPathsUnderThePathThatWasListed() throws IOException {
        vfs.createDirectory(at("d"));
        write("d/x", "");
        try (Vfs.Listing listing = vfs.list(Path.of("d"))) {
            assertThat(listing.next()).isEqualTo(Path.of("d/x"));
            assertThat(listing.next()).isNull();
            assertThat(listing.next()).isNull();
        }
        try (Vfs.Listing listing = vfs.list(at("d"))) {
            assertThat(listing.next()).isEqualTo(at("d/x"));
        }
    }

    @Test
    void aListingHasFilesDirectoriesAndLinks() throws IOException {
        write("a", "");
        vfs.createDirectory(at("d"));
        vfs.symlink(Path.of("a"), at("l"));
        assertThat(WholeFiles.names(vfs, root)).containsExactly("a", "d", "l");
    }

    @Test
    void onlyADirectoryIsListedAndSynced() throws IOException {
        write("a", "");
        assertThatThrownBy(() -> vfs.list(at("a"))).isInstanceOf(NotDirectoryException.class);
        assertThatThrownBy(() -> vfs.list(at("b"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> vfs.syncDirectory(at("a"))).isInstanceOf(NotDirectoryException.class);
        assertThatThrownBy(() -> vfs.syncDirectory(at("b"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aClosedListingGivesNothingMore() throws IOException {
        write("a", "");
        Vfs.Listing listing = vfs.list(root);
        listing.close();
        listing.close();
        assertThatThrownBy(listing::next).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void theCanonicalPathHasNoLinksAndNoDots() throws IOException {
        vfs.createDirectory(at("d"));
        write("d/x", "");
        vfs.symlink(Path.of("d"), at("l"));
        assertThat(vfs.canonical(Path.of("./l/../l/x"))).isEqualTo(vfs.canonical(at("d/x")));
        assertThat(vfs.canonical(at("d/x"))).isAbsolute();
        assertThatThrownBy(() -> vfs.canonical(at("y"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void accessIsTold() throws IOException {
        write("a", "");
        assertThat(vfs.isReadable(at("a"))).isTrue();
        assertThat(vfs.isWritable(at("a"))).isTrue();
        assertThat(vfs.isExecutable(root)).isTrue();
        assertThat(vfs.isReadable(at("b"))).isFalse();
    }

    @Test
    void theRoomOnTheDiskIsTold() throws IOException {
        DiskUsage usage = vfs.diskUsage(root);
        assertThat(usage.totalBytes()).isPositive();
        assertThat(usage.usableBytes()).isBetween(0L, usage.totalBytes());
        assertThat(usage.fileSystemType()).isNotBlank();
        assertThat(usage.network()).isFalse();
    }
}
