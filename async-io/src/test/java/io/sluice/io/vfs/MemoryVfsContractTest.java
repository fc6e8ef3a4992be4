package io.sluice.io.vfs;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** The fake keeps the contract. */
class MemoryVfsContractTest extends VfsContract {

    private MemoryVfs memory;
    private MemoryVfs everywhere;

    @Override
    void start() throws IOException {
        root = Path.of("/data/root");
        secondRoot = Path.of("/data/second");
        outside = Path.of("/data/outside");
        memory = MemoryVfs.builder().roots(root, secondRoot).build();
        vfs = memory;
        everywhere = memory.process(Path.of("/"));
        everywhere.createDirectory(outside);
        WholeFiles.write(everywhere, outside.resolve("secret"), "the secret");
    }

    @Override
    String stateOutside() throws IOException {
        return WholeFiles.names(everywhere, outside)
                + WholeFiles.text(everywhere, outside.resolve("secret"))
                + WholeFiles.names(everywhere, Path.of("/"))
                + WholeFiles.names(everywhere, Path.of("/data"));
    }

    @Override
    void symlinkUnchecked(Path target, Path name) throws IOException {
        everywhere.symlink(target, name);
    }

    @Override
    void let(Duration pass) {
        memory.advance(pass);
    }
}
