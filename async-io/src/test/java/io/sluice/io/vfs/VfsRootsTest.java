package io.sluice.io.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A root is the directory that it was at the start, also inside another root, on every {@link Vfs}. */
@ParameterizedClass
@EnumSource(VfsContract.Subject.class)
class VfsRootsTest extends VfsContract {

    private Path inner;

    VfsRootsTest(Subject subject) {
        super(subject);
    }

    @BeforeEach
    void makeAnInnerRoot() throws IOException {
        inner = at("d/inner");
        vfs.createDirectory(at("d"));
        vfs.createDirectory(inner);
        write("f", "in root");
        write("d/inner/f", "in inner");
        WholeFiles.write(vfs, secondRoot.resolve("f"), "in second");
    }

    private void assertRefused(Path gone, ThrowingCallable call) {
        assertThatExceptionOfType(AccessDeniedException.class)
                .isThrownBy(call)
                .withMessageContaining("the root " + gone + " was removed or replaced after it was opened")
                .withMessageContaining("restart");
    }

    private void assertNothingGoesThrough(Vfs jailed, Path gone) throws IOException {
        String before = stateOutside();
        for (Path file : List.of(gone.resolve("f"), gone.resolve("secret"))) {
            assertRefused(gone, () -> WholeFiles.text(jailed, file));
            assertRefused(gone, () -> WholeFiles.write(jailed, file, "overwritten"));
            assertRefused(gone, () -> jailed.delete(file));
            assertRefused(gone, () -> jailed.stat(file));
            assertRefused(gone, () -> jailed.isReadable(file));
            assertRefused(gone, () -> jailed.canonical(file));
            assertRefused(gone, () -> jailed.createDirectory(file.resolveSibling("new")));
            assertRefused(gone, () -> jailed.openLockFile(file).close());
        }
        assertRefused(gone, () -> jailed.stat(gone));
        assertRefused(gone, () -> jailed.statLink(gone));
        assertRefused(gone, () -> jailed.list(gone).close());
        assertRefused(gone, () -> jailed.syncDirectory(gone));
        assertThat(stateOutside()).isEqualTo(before);
    }

    @Test
    void aRootThatAnotherDirectoryReplacedIsRefusedUntilItIsBack() throws IOException {
        assertThat(text("f")).isEqualTo("in root");
        moveUnchecked(root, outside.resolve("away"));
        createDirectoryUnchecked(root);

        assertNothingGoesThrough(vfs, root);
        assertRefused(root, () -> WholeFiles.text(vfs, Path.of("f")));
        assertThat(WholeFiles.text(vfs, secondRoot.resolve("f"))).isEqualTo("in second");

        moveUnchecked(root, outside.resolve("planted"));
        moveUnchecked(outside.resolve("away"), root);
        assertThat(text("f")).isEqualTo("in root");
    }

    @Test
    void aRootThatALinkReplacedIsRefused() throws IOException {
        moveUnchecked(root, outside.resolve("away"));
        symlinkUnchecked(outside, root);

        assertNothingGoesThrough(vfs, root);
    }

    @Test
    void aRootThatALinkToItselfReplacedIsRefused() throws IOException {
        Path away = root.resolveSibling("away");
        moveUnchecked(root, away);
        symlinkUnchecked(away, root);

        assertRefused(root, () -> vfs.canonical(at("f")));
        assertRefused(root, () -> vfs.stat(root));
    }

    @Test
    void aRootThatIsGoneIsRefused() throws IOException {
        moveUnchecked(root, outside.resolve("away"));

        assertNothingGoesThrough(vfs, root);
    }

    @Test
    void aLinkIntoARootThatWasReplacedIsRefused() throws IOException {
        vfs.symlink(secondRoot, at("absolute"));
        vfs.symlink(Path.of("..").resolve(secondRoot.getFileName()), at("relative"));
        moveUnchecked(secondRoot, outside.resolve("away"));
        createDirectoryUnchecked(secondRoot);

        assertRefused(secondRoot, () -> text("absolute/f"));
        assertRefused(secondRoot, () -> text("relative/f"));
        assertRefused(secondRoot, () -> text("../" + secondRoot.getFileName() + "/f"));
        assertThat(text("f")).isEqualTo("in root");
    }

    @Test
    void aLinkInThePlaceOfAnInnerRootIsNotFollowedInWhicheverOrderTheRootsAre() throws IOException {
        try (Vfs outerFirst = rootedAt(root, inner);
                Vfs innerFirst = rootedAt(inner, root)) {
            assertThat(WholeFiles.text(outerFirst, inner.resolve("f"))).isEqualTo("in inner");
            assertThat(WholeFiles.text(innerFirst, inner.resolve("f"))).isEqualTo("in inner");
            moveUnchecked(inner, outside.resolve("away"));
            symlinkUnchecked(outside, inner);

            for (Vfs each : List.of(outerFirst, innerFirst)) {
                assertNothingGoesThrough(each, inner);
                assertThat(WholeFiles.text(each, at("f"))).isEqualTo("in root");
            }
        }
    }

    @Test
    void aLinkOnTheWayFromTheOuterToTheInnerRootIsNotFollowedOutside() throws IOException {
        try (Vfs outerFirst = rootedAt(root, inner);
                Vfs innerFirst = rootedAt(inner, root)) {
            moveUnchecked(at("d"), outside.resolve("away"));
            symlinkUnchecked(outside.resolve("away"), at("d"));

            for (Vfs each : List.of(outerFirst, innerFirst)) {
                assertThatThrownBy(() -> WholeFiles.text(each, inner.resolve("f")))
                        .isInstanceOf(AccessDeniedException.class);
                assertThatThrownBy(() -> each.canonical(inner.resolve("../inner")))
                        .isInstanceOf(AccessDeniedException.class);
                assertThatThrownBy(() -> each.list(inner).close()).isInstanceOf(AccessDeniedException.class);
            }
        }
    }

    @Test
    void aRootInsideAnotherAndWhatHoldsItIsNotMovedOrRemoved() throws IOException {
        vfs.symlink(Path.of("d"), at("alias"));
        vfs.createDirectory(at("empty"));
        try (Vfs nested = rootedAt(root, inner)) {
            for (Path held : List.of(inner, at("d"), at("alias/inner"), at("alias/../d"))) {
                assertThatThrownBy(() -> nested.rename(held, at("x"))).isInstanceOf(AccessDeniedException.class);
                assertThatThrownBy(() -> nested.replace(held, at("x"))).isInstanceOf(AccessDeniedException.class);
                assertThatThrownBy(() -> nested.replace(at("empty"), held)).isInstanceOf(AccessDeniedException.class);
                assertThatThrownBy(() -> nested.replace(at("f"), held)).isInstanceOf(AccessDeniedException.class);
                assertThatThrownBy(() -> nested.rename(at("f"), held)).isInstanceOf(FileAlreadyExistsException.class);
                assertThatThrownBy(() -> nested.createDirectory(held)).isInstanceOf(FileAlreadyExistsException.class);
            }
            nested.delete(inner.resolve("f"));
            assertThatThrownBy(() -> nested.delete(inner))
                    .isInstanceOf(AccessDeniedException.class)
                    .hasMessageContaining("is a root or holds one");
            assertThat(nested.stat(inner).isDirectory()).isTrue();
            nested.rename(at("alias"), at("another"));
        }
    }

    @Test
    void whatLiesBesideAnInnerRootIsMovedAndRemoved() throws IOException {
        vfs.createDirectory(at("d/inner-sibling"));
        try (Vfs nested = rootedAt(root, inner)) {
            nested.rename(at("d/inner-sibling"), at("d/moved"));
            nested.delete(at("d/moved"));
            assertThatThrownBy(() -> nested.delete(at("d")))
                    .isInstanceOfAny(AccessDeniedException.class, DirectoryNotEmptyException.class);
        }
    }
}
