package io.sluice.io.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Creating, moving, linking and removing names, on every {@link Vfs}. */
@ParameterizedClass
@EnumSource(VfsContract.Subject.class)
class VfsNamesTest extends VfsContract {

    VfsNamesTest(Subject subject) {
        super(subject);
    }

    @Test
    void deleteRemovesFilesLinksAndEmptyDirectories() throws IOException {
        write("a", "content");
        vfs.symlink(Path.of("a"), at("l"));
        vfs.createDirectory(at("d"));
        vfs.delete(at("l"));
        assertThat(text("a")).isEqualTo("content");
        vfs.delete(at("a"));
        vfs.delete(at("d"));
        assertThat(WholeFiles.names(vfs, root)).isEmpty();
    }

    @Test
    void deleteFailsWhereNothingIsAndOnAFullDirectory() throws IOException {
        vfs.createDirectory(at("d"));
        write("d/x", "");
        assertThatThrownBy(() -> vfs.delete(at("a"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> vfs.delete(at("d"))).isInstanceOf(DirectoryNotEmptyException.class);
    }

    @Test
    void aDirectoryIsCreatedOnceAndOnlyUnderOneThatExists() throws IOException {
        vfs.createDirectory(at("d"));
        assertThatThrownBy(() -> vfs.createDirectory(at("d"))).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> vfs.createDirectory(root)).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> vfs.createDirectory(at("x/y"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void renameMovesAFileADirectoryAndALink() throws IOException {
        vfs.createDirectory(at("d"));
        write("a", "content");
        write("d/x", "in d");
        vfs.symlink(Path.of("nowhere"), at("l"));
        vfs.rename(at("a"), at("d/a"));
        vfs.rename(at("d"), at("e"));
        vfs.rename(at("l"), at("m"));
        assertThat(text("e/a")).isEqualTo("content");
        assertThat(text("e/x")).isEqualTo("in d");
        assertThat(vfs.readLink(at("m"))).isEqualTo(Path.of("nowhere"));
        assertThat(WholeFiles.names(vfs, root)).containsExactly("e", "m");
        assertThat(vfs.stat(at("e/a")).links()).isEqualTo(1);
    }

    @Test
    void renameNeverReplaces() throws IOException {
        write("a", "1");
        write("b", "2");
        vfs.createDirectory(at("d"));
        vfs.createDirectory(at("e"));
        vfs.symlink(Path.of("nowhere"), at("l"));
        for (String[] pair : new String[][] {{"a", "b"}, {"a", "d"}, {"d", "e"}, {"d", "b"}, {"a", "l"}, {"l", "a"}}) {
            assertThatThrownBy(() -> vfs.rename(at(pair[0]), at(pair[1])))
                    .isInstanceOf(FileAlreadyExistsException.class);
        }
        assertThat(text("a")).isEqualTo("1");
        assertThat(text("b")).isEqualTo("2");
        assertThat(WholeFiles.names(vfs, root)).containsExactly("a", "b", "d", "e", "l");
    }

    @Test
    void renameAndReplaceFailWhereNothingIs() {
        assertThatThrownBy(() -> vfs.rename(at("a"), at("b"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> vfs.replace(at("a"), at("b"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aDirectoryIsNotMovedIntoItself() throws IOException {
        vfs.createDirectory(at("d"));
        vfs.createDirectory(at("d/e"));
        assertThatThrownBy(() -> vfs.rename(at("d"), at("d/e/f"))).isInstanceOf(FileSystemException.class);
        assertThatThrownBy(() -> vfs.replace(at("d"), at("d/e/f"))).isInstanceOf(FileSystemException.class);
        assertThat(WholeFiles.names(vfs, at("d"))).containsExactly("e");
    }

    @Test
    void replacePutsAFileInThePlaceOfAnother() throws IOException {
        write("a", "1");
        write("b", "2");
        vfs.replace(at("a"), at("b"));
        assertThat(text("b")).isEqualTo("1");
        assertThat(WholeFiles.names(vfs, root)).containsExactly("b");
        vfs.replace(at("b"), at("c"));
        assertThat(text("c")).isEqualTo("1");
    }

    @Test
    void replaceReplacesALinkAndNotItsTarget() throws IOException {
        write("a", "1");
        write("b", "2");
        vfs.symlink(Path.of("b"), at("l"));
        vfs.replace(at("a"), at("l"));
        assertThat(vfs.statLink(at("l")).isFile()).isTrue();
        assertThat(text("b")).isEqualTo("2");
    }

    @Test
    void replaceDoesNotMixFilesAndDirectories() throws IOException {
        write("a", "1");
        vfs.createDirectory(at("d"));
        vfs.createDirectory(at("e"));
        write("e/x", "");
        assertThatThrownBy(() -> vfs.replace(at("a"), at("d"))).isInstanceOf(FileSystemException.class);
        assertThatThrownBy(() -> vfs.replace(at("d"), at("a"))).isInstanceOf(FileSystemException.class);
        assertThatThrownBy(() -> vfs.replace(at("d"), at("e"))).isInstanceOf(FileSystemException.class);
        assertThat(WholeFiles.names(vfs, root)).containsExactly("a", "d", "e");
    }

    @Test
    void replacingAFileByAnotherOfItsNamesDoesNothing() throws IOException {
        write("a", "1");
        vfs.link(at("a"), at("b"));
        vfs.replace(at("a"), at("b"));
        assertThat(WholeFiles.names(vfs, root)).containsExactly("a", "b");
    }

    @Test
    void aLinkIsASecondNameOfTheSameFile() throws IOException {
        write("a", "1");
        vfs.link(at("a"), at("b"));
        write("b", "changed");
        assertThat(text("a")).isEqualTo("changed");
        assertThat(vfs.stat(at("a")).sameFile(vfs.stat(at("b")))).isTrue();
        assertThat(vfs.stat(at("a")).links()).isEqualTo(2);
        vfs.delete(at("a"));
        assertThat(text("b")).isEqualTo("changed");
        assertThat(vfs.stat(at("b")).links()).isEqualTo(1);
    }

    @Test
    void aLinkNeverReplacesAndNeedsAFile() throws IOException {
        write("a", "1");
        write("b", "2");
        vfs.createDirectory(at("d"));
        assertThatThrownBy(() -> vfs.link(at("a"), at("b"))).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> vfs.link(at("x"), at("y"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> vfs.link(at("d"), at("y"))).isInstanceOf(FileSystemException.class);
        assertThat(text("b")).isEqualTo("2");
    }

    @Test
    void aSymbolicLinkSaysWhatItWasToldAndLeadsThere() throws IOException {
        vfs.createDirectory(at("d"));
        write("d/x", "content");
        vfs.symlink(Path.of("../d/x"), at("d/relative"));
        vfs.symlink(at("d"), at("absolute"));
        assertThat(vfs.readLink(at("d/relative"))).isEqualTo(Path.of("../d/x"));
        assertThat(vfs.readLink(at("absolute"))).isEqualTo(at("d"));
        assertThat(text("d/relative")).isEqualTo("content");
        assertThat(text("absolute/relative")).isEqualTo("content");
        assertThat(WholeFiles.names(vfs, at("absolute"))).containsExactly("relative", "x");
    }

    @Test
    void aSymbolicLinkNeverReplacesAndMayDangle() throws IOException {
        write("a", "1");
        vfs.symlink(Path.of("not/yet/there"), at("l"));
        assertThatThrownBy(() -> vfs.symlink(Path.of("x"), at("a"))).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> vfs.symlink(Path.of("x"), at("l"))).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> vfs.readLink(at("a"))).isInstanceOf(NotLinkException.class);
        assertThatThrownBy(() -> vfs.readLink(at("b"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aFileIsCreatedThroughALinkThatDanglesInside() throws IOException {
        vfs.createDirectory(at("d"));
        vfs.symlink(Path.of("d/x"), at("l"));
        write("l", "content");
        assertThat(text("d/x")).isEqualTo("content");
        assertThat(vfs.statLink(at("l")).isLink()).isTrue();
    }

    @Test
    void linksInACircleEnd() throws IOException {
        vfs.symlink(Path.of("b"), at("a"));
        vfs.symlink(Path.of("a"), at("b"));
        assertThatExceptionOfType(FileSystemException.class)
                .isThrownBy(() -> vfs.stat(at("a")))
                .withMessageContaining("Too many levels of symbolic links");
        assertThatThrownBy(() -> vfs.open(at("a/x"), OpenMode.READ).close()).isInstanceOf(FileSystemException.class);
    }

    @Test
    void aLinkMayLeadIntoACircle() throws IOException {
        vfs.symlink(Path.of("a"), at("a"));
        vfs.symlink(Path.of("a/x"), at("b"));
        assertThat(vfs.readLink(at("b"))).isEqualTo(Path.of("a/x"));
    }

    @Test
    void dotsAfterALinkMeanTheParentOfItsTarget() throws IOException {
        vfs.createDirectory(at("d"));
        vfs.createDirectory(at("d/e"));
        write("d/x", "beside the target");
        write("x", "beside the link");
        vfs.symlink(Path.of("d/e"), at("l"));
        assertThat(text("l/../x")).isEqualTo("beside the target");
        assertThat(vfs.canonical(at("l/.."))).isEqualTo(vfs.canonical(at("d")));
    }
}
