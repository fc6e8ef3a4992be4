package io.sluice.io.vfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The ground that the tests of what every {@link Vfs} promises stand on: the real one and the fake take the same. */
abstract class VfsContract {

    /** What is tested. */
    enum Subject {
        LOCAL,
        MEMORY
    }

    private final Subject subject;
    private MemoryVfs memory;
    private MemoryVfs everywhere;

    @TempDir
    Path directory;

    Vfs vfs;
    Path root;
    Path secondRoot;
    /** A directory next to the roots with a file {@code secret} in it. */
    Path outside;

    VfsContract(Subject subject) {
        this.subject = subject;
    }

    @BeforeEach
    void start() throws IOException {
        Path base = subject == Subject.LOCAL ? directory : Path.of("/data");
        root = base.resolve("root");
        secondRoot = base.resolve("second");
        outside = base.resolve("outside");
        if (subject == Subject.LOCAL) {
            for (Path each : List.of(root, secondRoot, outside)) {
                Files.createDirectory(each);
            }
            Files.writeString(outside.resolve("secret"), "the secret");
            vfs = LocalVfs.rootedAt(root, secondRoot);
        } else {
            memory = MemoryVfs.builder().roots(root, secondRoot).build();
            everywhere = memory.process(Path.of("/"));
            everywhere.createDirectory(outside);
            WholeFiles.write(everywhere, outside.resolve("secret"), "the secret");
            vfs = memory;
        }
    }

    @AfterEach
    void closeIt() {
        vfs.close();
    }

    /** What is outside now: the names there, and the text of the secret. */
    String stateOutside() throws IOException {
        if (subject == Subject.MEMORY) {
            return WholeFiles.names(everywhere, outside)
                    + WholeFiles.text(everywhere, outside.resolve("secret"))
                    + WholeFiles.names(everywhere, Path.of("/"))
                    + WholeFiles.names(everywhere, Path.of("/data"));
        }
        try (Stream<Path> around = Files.list(directory);
                Stream<Path> names = Files.list(outside)) {
            return around.sorted().toList()
                    + Files.readString(outside.resolve("secret"))
                    + names.sorted().toList();
        }
    }

    /** Creates a link without asking the jail. */
    void symlinkUnchecked(Path target, Path name) throws IOException {
        if (subject == Subject.LOCAL) {
            Files.createSymbolicLink(name, target);
        } else {
            everywhere.symlink(target, name);
        }
    }

    /** Moves something without asking the jail, as others may who have rights of their own. */
    void moveUnchecked(Path from, Path to) throws IOException {
        if (subject == Subject.LOCAL) {
            Files.move(from, to);
        } else {
            everywhere.rename(from, to);
        }
    }

    void createDirectoryUnchecked(Path path) throws IOException {
        if (subject == Subject.LOCAL) {
            Files.createDirectory(path);
        } else {
            everywhere.createDirectory(path);
        }
    }

    /** Another file system over the same disk. */
    Vfs rootedAt(Path... roots) throws IOException {
        return subject == Subject.LOCAL ? LocalVfs.rootedAt(roots) : memory.process(roots);
    }

    /** Moves the time on, where it does not go by itself. */
    void let(Duration pass) {
        if (subject == Subject.MEMORY) {
            memory.advance(pass);
        }
    }

    Path at(String name) {
        return root.resolve(name);
    }

    void write(String name, String text) throws IOException {
        WholeFiles.write(vfs, at(name), text);
    }

    String text(String name) throws IOException {
        return WholeFiles.text(vfs, at(name));
    }
}
