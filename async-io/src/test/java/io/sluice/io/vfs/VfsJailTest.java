package io.sluice.io.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** No call leads out of the roots, on every {@link Vfs}. */
@ParameterizedClass
@EnumSource(VfsContract.Subject.class)
class VfsJailTest extends VfsContract {

    VfsJailTest(Subject subject) {
        super(subject);
    }

    /** Spells a path that leads outside in every way there is. */
    private Path[] escapes() throws IOException {
        vfs.createDirectory(at("d"));
        symlinkUnchecked(outside, at("absolute"));
        symlinkUnchecked(Path.of("..").resolve(outside.getFileName()), at("relative"));
        symlinkUnchecked(Path.of("../absolute"), at("d/chain"));
        symlinkUnchecked(outside.resolve("secret"), at("leaf"));
        symlinkUnchecked(outside.resolve("planted"), at("dangling"));
        symlinkUnchecked(Path.of(".."), at("up"));
        String name = outside.getFileName().toString();
        return new Path[] {
            outside.resolve("secret"),
            outside.resolve("planted"),
            at("../" + name + "/secret"),
            at("../" + name + "/planted"),
            Path.of("../" + name + "/planted"),
            at("d/../../" + name + "/planted"),
            at("absolute/secret"),
            at("absolute/planted"),
            at("absolute/planted/deep"),
            at("relative/planted"),
            at("d/chain/planted"),
            at("d/chain/secret"),
            at("up/" + name + "/planted"),
            at("absolute/../" + name + "/planted"),
            Path.of("/planted-at-the-top"),
            root.resolveSibling(root.getFileName() + "-sibling").resolve("planted"),
        };
    }

    /** Paths whose last name is a link that leads outside. */
    private Path[] escapingLeaves() {
        return new Path[] {at("leaf"), at("dangling"), at("absolute")};
    }

    private void assertDenied(Path path, ThrowingCallable call) {
        assertThatExceptionOfType(AccessDeniedException.class)
                .as("%s", path)
                .isThrownBy(call)
                .withMessageContaining("lies outside the roots");
    }

    @Test
    void noCallFollowsAPathOutside() throws IOException {
        Path[] escapes = escapes();
        String before = stateOutside();
        for (Path path : escapes) {
            assertEveryCallIsDenied(path);
            assertDenied(path, () -> vfs.statLink(path));
            assertDenied(path, () -> vfs.delete(path));
            assertDenied(path, () -> vfs.createDirectory(path));
            assertDenied(path, () -> vfs.readLink(path));
            assertDenied(path, () -> vfs.rename(path, at("new")));
            assertDenied(path, () -> vfs.replace(path, at("new")));
            assertDenied(path, () -> vfs.symlink(Path.of("d"), path));
        }
        assertThat(stateOutside()).isEqualTo(before);
    }

    @Test
    void noCallFollowsALinkAtTheEndOutside() throws IOException {
        escapes();
        String before = stateOutside();
        for (Path path : escapingLeaves()) {
            assertEveryCallIsDenied(path);
        }
        assertThat(stateOutside()).isEqualTo(before);
    }

    private void assertEveryCallIsDenied(Path path) throws IOException {
        for (OpenMode mode : OpenMode.values()) {
            if (mode != OpenMode.CREATE_NEW || !Arrays.asList(escapingLeaves()).contains(path)) {
                assertDenied(path, () -> vfs.open(path, mode).close());
            }
        }
        assertDenied(path, () -> vfs.stat(path));
        assertDenied(path, () -> vfs.list(path).close());
        assertDenied(path, () -> vfs.canonical(path));
        assertDenied(path, () -> vfs.isReadable(path));
        assertDenied(path, () -> vfs.isWritable(path));
        assertDenied(path, () -> vfs.isExecutable(path));
        assertDenied(path, () -> vfs.syncDirectory(path));
        assertDenied(path, () -> vfs.diskUsage(path));
        assertDenied(path, () -> vfs.openLockFile(path).close());
        assertDenied(path, () -> vfs.link(path, at("new")));
        assertDenied(path, () -> vfs.symlink(path, at("new")));
        write("f", "content");
        if (!Arrays.asList(escapingLeaves()).contains(path)) {
            assertDenied(path, () -> vfs.link(at("f"), path));
            assertDenied(path, () -> vfs.rename(at("f"), path));
            assertDenied(path, () -> vfs.replace(at("f"), path));
        }
        assertThat(text("f")).isEqualTo("content");
        vfs.delete(at("f"));
    }

    @Test
    void theEntryOfARootIsNotChanged() throws IOException {
        write("f", "content");
        vfs.createDirectory(at("d"));
        assertThatThrownBy(() -> vfs.delete(secondRoot)).isInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(() -> vfs.rename(secondRoot, at("x"))).isInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(() -> vfs.replace(secondRoot, at("x"))).isInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(() -> vfs.replace(at("d"), secondRoot)).isInstanceOf(AccessDeniedException.class);
        assertThat(vfs.stat(secondRoot).isDirectory()).isTrue();
    }

    @Test
    void aRootReachedThroughAnotherIsThatDirectoryAndNoFileInIt() throws IOException {
        Path itself = at("../" + secondRoot.getFileName());
        WholeFiles.write(vfs, secondRoot.resolve(secondRoot.getFileName()), "a file of the same name");
        assertThatThrownBy(() -> vfs.open(itself, OpenMode.READ).close()).hasMessageContaining("Is a directory");
        assertThatThrownBy(() -> vfs.open(itself, OpenMode.CREATE_NEW).close())
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> vfs.delete(itself)).isInstanceOf(AccessDeniedException.class);
        assertThat(vfs.stat(itself).isDirectory()).isTrue();
        assertThat(WholeFiles.names(vfs, itself)).hasSize(1);
    }

    @Test
    void aLinkToTheOutsideMayBeSeenMovedAndRemovedAsALink() throws IOException {
        escapes();
        String before = stateOutside();
        assertThat(vfs.statLink(at("leaf")).isLink()).isTrue();
        assertThat(vfs.readLink(at("leaf"))).isEqualTo(outside.resolve("secret"));
        vfs.rename(at("leaf"), at("moved"));
        vfs.delete(at("moved"));
        vfs.delete(at("dangling"));
        assertThat(stateOutside()).isEqualTo(before);
    }

    @Test
    void anotherRootIsInside() throws IOException {
        WholeFiles.write(vfs, secondRoot.resolve("x"), "second");
        vfs.symlink(Path.of("..").resolve(secondRoot.getFileName()).resolve("x"), at("relative"));
        vfs.symlink(secondRoot.resolve("x"), at("absolute"));
        assertThat(text("relative")).isEqualTo("second");
        assertThat(text("absolute")).isEqualTo("second");
        assertThat(text("../" + secondRoot.getFileName() + "/x")).isEqualTo("second");
    }

    @Test
    void aLinkIsNotCreatedIfItWouldLeadOutsideWithoutExisting() throws IOException {
        vfs.createDirectory(at("d"));
        String name = outside.getFileName().toString();
        assertDenied(outside, () -> vfs.symlink(Path.of("../../" + name), at("d/l")));
        assertDenied(outside, () -> vfs.symlink(Path.of("../missing/../../" + name), at("d/l")));
        vfs.symlink(Path.of("../missing/deep"), at("d/l"));
        assertThat(vfs.readLink(at("d/l"))).isEqualTo(Path.of("../missing/deep"));
    }

    @Test
    void aDirectoryThatWasInsideAndIsNowALinkToTheOutsideIsDeniedAtOnce() throws IOException {
        vfs.createDirectory(at("d"));
        write("d/secret", "mine");
        assertThat(text("d/secret")).isEqualTo("mine");
        vfs.rename(at("d"), at("moved"));
        symlinkUnchecked(outside, at("d"));
        String before = stateOutside();
        assertDenied(at("d"), () -> text("d/secret"));
        assertDenied(at("d"), () -> write("d/secret", "overwritten"));
        assertDenied(at("d"), () -> vfs.delete(at("d/secret")));
        assertDenied(at("d"), () -> WholeFiles.names(vfs, at("d")));
        assertThat(stateOutside()).isEqualTo(before);
    }
}
