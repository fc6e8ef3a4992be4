package io.sluice.io.vfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An attacker who may write in the root swaps a directory for a link to the outside and back, without a pause, while
 * calls that read, create, cut, remove and replace go through that path. They go through handles, so none may ever act
 * outside.
 */
class LocalVfsSwapTest {

    private static final int CALLS = 2_000;

    @TempDir
    Path directory;

    @Test
    void callsThroughHandlesNeverActOutsideHoweverTheDirectoryIsSwapped()
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Path root = Files.createDirectory(directory.resolve("root"));
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.writeString(outside.resolve("victim"), "precious");
        Files.createDirectory(root.resolve("d"));
        Files.createSymbolicLink(root.resolve("link"), outside);
        AtomicBoolean stop = new AtomicBoolean();
        CompletableFuture<Long> swaps = CompletableFuture.supplyAsync(() -> swapUntil(stop, root), task -> {
            Thread attacker = new Thread(task, "attacker");
            attacker.setDaemon(true);
            attacker.start();
        });

        long done = 0;
        try (LocalVfs vfs = LocalVfs.rootedAt(root)) {
            for (int i = 0; i < CALLS; i++) {
                try {
                    change(vfs, root, i);
                    done++;
                } catch (AccessDeniedException e) {
                    // The link was there at this moment.
                } catch (FileSystemException e) {
                    // The directory was away at this moment.
                }
            }
        } finally {
            stop.set(true);
        }
        assertThat(swaps.get(30, TimeUnit.SECONDS)).isPositive();
        assertThat(done).isPositive();
        assertThat(outside.resolve("victim")).hasContent("precious");
        try (Stream<Path> names = Files.list(outside)) {
            assertThat(names).containsExactly(outside.resolve("victim"));
        }
    }

    private static void change(LocalVfs vfs, Path root, int i) throws IOException {
        Path inD = root.resolve("d");
        switch (i % 6) {
            case 0 -> vfs.open(inD.resolve("new" + i), OpenMode.CREATE_NEW).close();
            case 1 -> vfs.open(inD.resolve("victim"), OpenMode.CREATE_NEW).close();
            case 2 -> assertThat(WholeFiles.text(vfs, inD.resolve("victim"))).isEmpty();
            case 3 -> vfs.open(inD.resolve("victim"), OpenMode.TRUNCATE).close();
            case 4 -> vfs.delete(inD.resolve("victim"));
            default -> {
                vfs.open(root.resolve("source" + i), OpenMode.CREATE_NEW).close();
                vfs.replace(root.resolve("source" + i), inD.resolve("victim"));
            }
        }
    }

    private static long swapUntil(AtomicBoolean stop, Path root) {
        long swaps = 0;
        Path d = root.resolve("d");
        Path link = root.resolve("link");
        Path aside = root.resolve("aside");
        try {
            while (!stop.get()) {
                Files.move(d, aside, StandardCopyOption.ATOMIC_MOVE);
                Files.move(link, d, StandardCopyOption.ATOMIC_MOVE);
                Files.move(d, link, StandardCopyOption.ATOMIC_MOVE);
                Files.move(aside, d, StandardCopyOption.ATOMIC_MOVE);
                swaps++;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return swaps;
    }
}
