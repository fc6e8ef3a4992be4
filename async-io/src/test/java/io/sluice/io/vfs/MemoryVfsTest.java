package io.sluice.io.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a test can do with the fake that the real file system has no call for. */
class MemoryVfsTest {

    private static final Path A = Path.of("/a");
    private static final Path B = Path.of("/b");

    private final MemoryVfs memory = MemoryVfs.create();

    // ---- room

    @Test
    void aFullDiskTakesWhatFitsAndThenFails() throws IOException {
        MemoryVfs small = MemoryVfs.builder().capacity(8192).build();
        try (VfsFile file = small.open(A, OpenMode.EDIT)) {
            assertThat(file.write(ByteBuffer.allocate(10_000), 0)).isEqualTo(8192);
            assertThatExceptionOfType(FileSystemException.class)
                    .isThrownBy(() -> file.write(ByteBuffer.allocate(100), 8192))
                    .withMessageContaining("/a")
                    .withMessageContaining("No space left on device")
                    .withMessageContaining("100 bytes at position 8192");
            assertThat(file.size()).isEqualTo(8192);
            assertThat(file.write(ByteBuffer.allocate(100), 0))
                    .as("no new room")
                    .isEqualTo(100);
        }
        assertThat(small.diskUsage(A).usableBytes()).isZero();
    }

    @Test
    void roomComesBackWithTheLastNameAndTheLastHandle() throws IOException {
        MemoryVfs small = MemoryVfs.builder().capacity(4096).build();
        WholeFiles.write(small, A, new byte[4096]);
        small.link(A, B);
        VfsFile file = small.open(A, OpenMode.READ);
        small.delete(A);
        assertThat(small.diskUsage(Path.of("/")).usableBytes()).isZero();
        small.delete(B);
        assertThat(small.diskUsage(Path.of("/")).usableBytes()).isZero();
        file.close();
        assertThat(small.diskUsage(Path.of("/")).usableBytes()).isEqualTo(4096);
    }

    @Test
    void cuttingReplacingAndResizingGiveRoom() throws IOException {
        MemoryVfs small = MemoryVfs.builder().capacity(8192).build();
        WholeFiles.write(small, A, new byte[4096]);
        WholeFiles.write(small, B, new byte[4096]);
        small.replace(A, B);
        assertThat(small.diskUsage(B).usableBytes()).isEqualTo(4096);
        small.open(B, OpenMode.TRUNCATE).close();
        assertThat(small.diskUsage(B).usableBytes()).isEqualTo(8192);
        small.resizeDisk(0);
        assertThatThrownBy(() -> WholeFiles.write(small, B, "x")).hasMessageContaining("No space left");
        small.resizeDisk(4096);
        WholeFiles.write(small, B, "x");
        assertThat(small.crash(Survival.everything()).diskUsage(B).usableBytes())
                .isZero();
    }

    @Test
    void aHoleCostsNothing() throws IOException {
        MemoryVfs small = MemoryVfs.builder().capacity(4096).build();
        try (VfsFile file = small.open(A, OpenMode.EDIT)) {
            file.truncate(16L << 30);
            WholeFiles.write(file, new byte[] {1}, (16L << 30) - 1);
            assertThat(file.size()).isEqualTo(16L << 30);
        }
    }

    // ---- time

    @Test
    void timeStandsStillUntilItIsMoved() throws IOException {
        Instant start = memory.now();
        WholeFiles.write(memory, A, "x");
        memory.advance(Duration.ofMinutes(3));
        WholeFiles.write(memory, B, "x");
        assertThat(memory.now()).isEqualTo(start.plusSeconds(180));
        assertThat(memory.nanoTime()).isEqualTo(180_000_000_000L);
        assertThat(memory.stat(A).modified()).isEqualTo(start);
        assertThat(memory.stat(B).modified()).isEqualTo(start.plusSeconds(180));
    }

    @Test
    void timersFireInTheirOrderAtTheirTimes() {
        List<String> fired = new ArrayList<>();
        Instant start = memory.now();
        for (int seconds : new int[] {3, 1, 2}) {
            CompletableFuture<Void> unused = memory.after(Duration.ofSeconds(seconds))
                    .thenRun(() -> fired.add(seconds + " at "
                            + Duration.between(start, memory.now()).toSeconds()));
        }
        memory.advance(Duration.ofMillis(2_500));
        assertThat(fired).containsExactly("1 at 1", "2 at 2");
        assertThat(memory.pendingTimers()).isEqualTo(1);
        memory.advance(Duration.ofMillis(500));
        assertThat(fired).containsExactly("1 at 1", "2 at 2", "3 at 3");
    }

    @Test
    void aTimerStartedByATimerFiresInTheSameMove() {
        CompletableFuture<Void> chain =
                memory.after(Duration.ofSeconds(1)).thenCompose(done -> memory.after(Duration.ofSeconds(1)));
        memory.advance(Duration.ofSeconds(2));
        assertThat(chain).isCompleted();
    }

    @Test
    void aCancelledTimerIsFreed() {
        memory.after(Duration.ofSeconds(1)).cancel(false);
        assertThat(memory.pendingTimers()).isZero();
    }

    @Test
    void timeMovesByItselfIfAsked() {
        memory.advanceByItself(true);
        assertThat(memory.after(Duration.ofDays(1))).isCompleted();
        assertThat(memory.nanoTime()).isEqualTo(Duration.ofDays(1).toNanos());
    }

    // ---- the rest

    @Test
    void randomnessIsTheSeeds() {
        MemoryVfs first = MemoryVfs.builder().seed(5).build();
        MemoryVfs second = MemoryVfs.builder().seed(5).build();
        MemoryVfs third = MemoryVfs.builder().seed(6).build();
        long value = first.random().nextLong();
        assertThat(second.random().nextLong()).isEqualTo(value);
        assertThat(third.random().nextLong()).isNotEqualTo(value);
    }

    @Test
    void listingsHaveNoOrder() throws IOException {
        for (int i = 0; i < 20; i++) {
            WholeFiles.write(memory, Path.of("/f" + (char) ('a' + i)), "");
        }
        List<Path> paths = new ArrayList<>();
        try (Vfs.Listing listing = memory.list(Path.of("/"))) {
            for (Path next = listing.next(); next != null; next = listing.next()) {
                paths.add(next);
            }
        }
        assertThat(paths).hasSize(20).isNotEqualTo(paths.stream().sorted().toList());
    }

    @Test
    void nothingIsMappedOnANetworkDisk() throws IOException {
        MemoryVfs network = MemoryVfs.builder().onNetwork().build();
        WholeFiles.write(network, A, "content");
        try (VfsFile file = network.open(A, OpenMode.READ)) {
            assertThat(file.map(0, 7)).isEmpty();
        }
        assertThat(network.diskUsage(A).network()).isTrue();
    }

    @Test
    void accessThatWasTakenAwayIsDenied() throws IOException {
        WholeFiles.write(memory, A, "content");
        memory.setAccess(A, true, false, false);
        assertThat(WholeFiles.text(memory, A)).isEqualTo("content");
        assertThatThrownBy(() -> memory.open(A, OpenMode.UPDATE)).isInstanceOf(AccessDeniedException.class);
        assertThat(memory.isWritable(A)).isFalse();
        memory.setAccess(A, false, true, true);
        assertThatThrownBy(() -> memory.open(A, OpenMode.READ)).isInstanceOf(AccessDeniedException.class);
        assertThat(memory.isReadable(A)).isFalse();
        memory.setAccess(Path.of("/"), true, false, true);
        assertThatThrownBy(() -> memory.delete(A)).isInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(() -> memory.createDirectory(B)).isInstanceOf(AccessDeniedException.class);
    }

    @Test
    void aModificationTimeIsSet() throws IOException {
        WholeFiles.write(memory, A, "content");
        memory.setModified(A, Instant.EPOCH);
        assertThat(memory.stat(A).modified()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void rootsAreAbsolute() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MemoryVfs.builder().roots(Path.of("relative")))
                .withMessageContaining("relative");
    }
}
