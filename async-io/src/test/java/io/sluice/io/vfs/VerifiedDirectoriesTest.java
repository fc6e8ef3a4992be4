package io.sluice.io.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A root that is swapped while a directory in it is being proven, at the very moment between the walk and the proof. */
class VerifiedDirectoriesTest {

    @TempDir
    Path directory;

    private Path outer;
    private Path inner;

    @BeforeEach
    void makeRoots() throws IOException {
        Path base = directory.toRealPath();
        outer = base.resolve("outer");
        inner = base.resolve("outer/between/inner");
        Files.createDirectories(inner.resolve("d"));
        Files.createDirectories(base.resolve("other/inner/d"));
    }

    /** Does something as soon as the walk has looked at the directory whose proof follows. */
    private VerifiedDirectories interrupted(Path last, Swap swap) throws IOException {
        LocalTree local = new LocalTree();
        return new VerifiedDirectories(new RootJail(List.of(inner, outer), List.of(inner, outer), new RootJail.Tree() {
            @Override
            public FileKind kindOf(Path real) throws IOException {
                FileKind kind = local.kindOf(real);
                if (real.equals(last)) {
                    swap.make();
                }
                return kind;
            }

            @Override
            public Object keyOf(Path realRoot) throws IOException {
                return local.keyOf(realRoot);
            }

            @Override
            public Path targetOf(Path realLink) throws IOException {
                return local.targetOf(realLink);
            }
        }));
    }

    private interface Swap {
        void make() throws IOException;
    }

    @Test
    void theSameDirectoriesAreProven() throws IOException {
        VerifiedDirectories directories = interrupted(inner.resolve("d"), () -> {});

        assertThat(directories.at(inner.resolve("d"), inner.resolve("d/f")).real())
                .isEqualTo(inner.resolve("d"));
    }

    @Test
    void anInnerRootSwappedAfterTheWalkIsNotProven() throws IOException {
        VerifiedDirectories directories = interrupted(inner.resolve("d"), () -> {
            Files.move(inner, directory.resolve("away"));
            Files.move(directory.resolve("other/inner"), inner);
        });

        assertThatThrownBy(() -> directories.at(inner.resolve("d"), inner.resolve("d/f")))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("the root " + inner + " was removed or replaced");
    }

    @Test
    void anOuterRootSwappedAfterTheWalkIsNotProven() throws IOException {
        Files.createDirectories(outer.resolve("d"));
        Files.createDirectories(directory.resolve("other/d"));
        VerifiedDirectories directories = interrupted(outer.resolve("d"), () -> {
            Files.move(outer, directory.resolve("away"));
            Files.createSymbolicLink(outer, directory.resolve("other"));
        });

        assertThatThrownBy(() -> directories.at(outer.resolve("d"), outer.resolve("d/f")))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("the root " + outer + " was removed or replaced");
    }

    @Test
    void aLinkSwappedInBetweenTheRootsAfterTheWalkIsNotFollowed() throws IOException {
        VerifiedDirectories directories = interrupted(inner.resolve("d"), () -> {
            Files.move(inner.getParent(), directory.resolve("away"));
            Files.createSymbolicLink(inner.getParent(), directory.resolve("away"));
        });

        assertThatThrownBy(() -> directories.at(inner.resolve("d"), inner.resolve("d/f")))
                .isInstanceOf(IOException.class);
    }
}
