package io.sluice.io.vfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** The real file system keeps the contract. */
class LocalVfsContractTest extends VfsContract {

    @TempDir
    Path directory;

    @Override
    void start() throws IOException {
        root = Files.createDirectory(directory.resolve("root"));
        secondRoot = Files.createDirectory(directory.resolve("second"));
        outside = Files.createDirectory(directory.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "the secret");
        vfs = LocalVfs.rootedAt(root, secondRoot);
    }

    @Override
    String stateOutside() throws IOException {
        try (Stream<Path> around = Files.list(directory);
                Stream<Path> names = Files.list(outside)) {
            return around.sorted().toList()
                    + Files.readString(outside.resolve("secret"))
                    + names.sorted().toList();
        }
    }

    @Override
    void symlinkUnchecked(Path target, Path name) throws IOException {
        Files.createSymbolicLink(name, target);
    }

    @Override
    void let(Duration pass) {
        // The real clock goes by itself; what waits for a timer waits on its future.
    }
}
