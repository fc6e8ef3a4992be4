package io.sluice.io.vfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.io.AsyncFile;
import io.sluice.io.AsyncFile.SyncScope;
import io.sluice.io.AsyncFileSystem;
import io.sluice.io.FileSystemSettings;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the asynchronous layer is asked to make durable is so in the file system below, after the strictest crash. */
class DurabilityTest {

    private final MemoryVfs memory = MemoryVfs.create();

    private static <T> T get(CompletableFuture<T> future) {
        return future.orTimeout(60, TimeUnit.SECONDS).join();
    }

    @Test
    void whatWasRemovedStaysAway() throws IOException {
        Path file = Path.of("/d/file");
        Path directory = Path.of("/d/directory");
        memory.createDirectory(Path.of("/d"));
        memory.createDirectory(directory);
        WholeFiles.write(memory, file, "content");
        memory.syncEverything();
        try (AsyncFileSystem files = AsyncFileSystem.over(memory, FileSystemSettings.defaults())) {
            get(files.delete(file));
            assertThat(namesAfterACrash()).containsExactly("directory");

            get(files.removeDirectory(directory));
            assertThat(namesAfterACrash()).isEmpty();
        }
    }

    @Test
    void aTreeThatWasRemovedStaysAway() throws IOException {
        Path tree = Path.of("/d/tree");
        memory.createDirectory(Path.of("/d"));
        memory.createDirectory(tree);
        memory.createDirectory(tree.resolve("inner"));
        WholeFiles.write(memory, tree.resolve("inner/file"), "content");
        memory.syncEverything();
        try (AsyncFileSystem files = AsyncFileSystem.over(memory, FileSystemSettings.defaults())) {
            get(files.removeTree(tree));

            assertThat(namesAfterACrash()).isEmpty();
        }
    }

    private List<String> namesAfterACrash() throws IOException {
        return WholeFiles.names(memory.afterCrash(Survival.syncedOnly()), Path.of("/d"));
    }

    @Test
    void aSyncOfTheDataOrOfAllIsOneBelowToo() {
        List<Boolean> forced = Collections.synchronizedList(new ArrayList<>());
        Vfs listening = new ForwardingVfs(memory) {
            @Override
            public VfsFile open(Path path, OpenMode mode) throws IOException {
                VfsFile file = super.open(path, mode);
                return (VfsFile) Proxy.newProxyInstance(
                        VfsFile.class.getClassLoader(), new Class<?>[] {VfsFile.class}, (self, method, arguments) -> {
                            if (method.getName().equals("force")) {
                                forced.add((Boolean) arguments[0]);
                            }
                            return method.invoke(file, arguments);
                        });
            }
        };
        try (AsyncFileSystem files = AsyncFileSystem.over(listening, FileSystemSettings.defaults())) {
            AsyncFile file = get(files.open(Path.of("/f"), OpenMode.EDIT));
            get(file.sync(SyncScope.DATA));
            get(file.sync(SyncScope.DATA_AND_METADATA));
            get(file.close());
        }

        assertThat(forced).containsExactly(false, true);
    }
}
