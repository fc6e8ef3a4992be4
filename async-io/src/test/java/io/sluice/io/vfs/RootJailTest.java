package io.sluice.io.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The jail on a system that has no keys for directories: the path stands for what is there. */
class RootJailTest {

    private static final Path ROOT = Path.of("/base/root");

    private final Map<Path, FileKind> tree = new HashMap<>(Map.of(ROOT, FileKind.DIRECTORY));

    private RootJail jail() throws IOException {
        return new RootJail(List.of(ROOT), List.of(ROOT), new RootJail.Tree() {
            @Override
            public FileKind kindOf(Path real) {
                return tree.get(real);
            }

            @Override
            public Object keyOf(Path realRoot) {
                return tree.get(realRoot) == FileKind.DIRECTORY ? LocalTree.keyOf(null, realRoot) : null;
            }

            @Override
            public Path targetOf(Path realLink) {
                return Path.of("/outside");
            }
        });
    }

    @Test
    void withoutKeysALinkInThePlaceOfARootIsRefused() throws IOException {
        RootJail jail = jail();
        tree.put(ROOT.resolve("f"), FileKind.FILE);
        assertThat(jail.resolve(ROOT.resolve("f"), RootJail.Leaf.FOLLOWED).kind())
                .isEqualTo(FileKind.FILE);
        tree.put(ROOT, FileKind.LINK);

        assertThatThrownBy(() -> jail.resolve(ROOT.resolve("f"), RootJail.Leaf.FOLLOWED))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("was removed or replaced");
    }
}
