package io.sluice.io.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The counts are right. */
class CountingVfsTest {

    private static final Path A = Path.of("/a");

    private final MemoryVfs memory = MemoryVfs.create();
    private final CountingVfs counting = new CountingVfs(memory);

    @Test
    void callsAndBytesAreCounted() throws IOException {
        WholeFiles.write(counting, A, "0123456789");
        try (VfsFile file = counting.open(A, OpenMode.READ);
                VfsFile copy = counting.open(Path.of("/b"), OpenMode.EDIT)) {
            file.read(ByteBuffer.allocate(4), 0);
            file.read(ByteBuffer.allocate(4), 99);
            file.transferTo(0, 3, copy, 0);
        }
        assertThat(counting.count(VfsCall.OPEN)).isEqualTo(3);
        assertThat(counting.count(VfsCall.CLOSE)).isEqualTo(3);
        assertThat(counting.count(VfsCall.READ)).isEqualTo(2);
        assertThat(counting.count(VfsCall.WRITE)).isEqualTo(1);
        assertThat(counting.count(VfsCall.TRANSFER)).isEqualTo(1);
        assertThat(counting.count()).isEqualTo(10);
        assertThat(counting.bytesRead()).isEqualTo(7);
        assertThat(counting.bytesWritten()).isEqualTo(13);
        assertThat(counting.mostBytesInFlight()).isEqualTo(10);
        assertThat(counting.mostInFlight()).isEqualTo(1);
    }

    @Test
    void openFilesAreCountedNowAndAtMost() throws IOException {
        try (VfsFile first = counting.open(A, OpenMode.EDIT)) {
            counting.open(A, OpenMode.READ).close();
            assertThat(first.size()).isZero();
            assertThat(counting.openFiles()).isEqualTo(1);
        }
        assertThat(counting.openFiles()).isZero();
        assertThat(counting.mostOpenFiles()).isEqualTo(2);
    }

    @Test
    void aLeakIsShownWithTheStackOfItsOpener() throws IOException {
        WholeFiles.write(counting, A, "content");
        VfsFile file = leakAFile();
        VfsFile.Mapping mapping = file.map(0, 7).orElseThrow();
        Vfs.Listing listing = counting.list(Path.of("/"));
        VfsLockFile lock = counting.openLockFile(Path.of("/lock"));
        assertThat(counting.stillOpen())
                .extracting(VfsOperation::call)
                .containsExactlyInAnyOrder(VfsCall.OPEN, VfsCall.MAP, VfsCall.LIST, VfsCall.OPEN_LOCK_FILE);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(counting::assertNothingIsOpen)
                .withMessageContaining("OPEN /a")
                .satisfies(error -> assertThat(error.getSuppressed())
                        .hasSize(4)
                        .anySatisfy(stack -> assertThat(stack.getStackTrace())
                                .anyMatch(frame -> frame.getMethodName().equals("leakAFile"))));
        lock.close();
        listing.close();
        mapping.close();
        file.close();
        counting.assertNothingIsOpen();
    }

    private VfsFile leakAFile() throws IOException {
        return counting.open(A, OpenMode.READ);
    }

    @Test
    void aFailedOpenIsNoLeakAndAFailedCallIsNoLongerInFlight() {
        assertThatThrownBy(() -> counting.open(A, OpenMode.READ)).isInstanceOf(IOException.class);
        assertThat(counting.count(VfsCall.OPEN)).isEqualTo(1);
        assertThat(counting.openFiles()).isZero();
        counting.assertNothingIsOpen();
    }

    @Test
    void callsUnderWayAtTheSameTimeAddUp() throws IOException {
        WholeFiles.write(memory, A, "0123456789");
        FaultyVfs hanging = new FaultyVfs(memory, FaultPlan.at(1, Fault.HANG, VfsCall.READ));
        CountingVfs counted = new CountingVfs(hanging);
        try (VfsFile file = counted.open(A, OpenMode.READ)) {
            CompletableFuture<Integer> first = CompletableFuture.supplyAsync(() -> read(file, 4));
            assertThat(hanging.hanging()).succeedsWithin(Duration.ofSeconds(60));
            file.read(ByteBuffer.allocate(5), 0);
            hanging.release();
            assertThat(first).succeedsWithin(Duration.ofSeconds(60)).isEqualTo(4);
        }
        assertThat(counted.mostInFlight()).isEqualTo(2);
        assertThat(counted.mostBytesInFlight()).isEqualTo(9);
    }

    private static int read(VfsFile file, int bytes) {
        try {
            return file.read(ByteBuffer.allocate(bytes), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
