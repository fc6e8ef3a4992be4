package io.sluice.io.vfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.SyncFailedException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every fault does what it says, where the plan says, and again the same the next time. */
class FaultyVfsTest {

    private static final Path A = Path.of("/a");
    private static final Path B = Path.of("/b");

    private final MemoryVfs memory = MemoryVfs.create();

    private FaultyVfs with(FaultPlan plan) {
        return new FaultyVfs(memory, plan);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"EIO", "ENOSPC", "REPLY_LOST"})
    void aFailedSyncHasTheTypeThatTheRealOneHas(Fault fault) throws IOException {
        FaultyVfs faulty = with(FaultPlan.from(1, fault, VfsCall.FORCE, VfsCall.SYNC_DIRECTORY));
        try (VfsFile file = faulty.open(A, OpenMode.CREATE_NEW)) {
            assertThatExceptionOfType(SyncFailedException.class)
                    .isThrownBy(() -> file.force(true))
                    .withMessageContaining("/a")
                    .withCauseInstanceOf(FileSystemException.class);
        }

        assertThatExceptionOfType(SyncFailedException.class)
                .isThrownBy(() -> faulty.syncDirectory(Path.of("/")))
                .withCauseInstanceOf(FileSystemException.class);
    }

    @Test
    void withoutAPlanNothingFailsAndEveryCallIsListed() throws IOException {
        FaultyVfs faulty = with(FaultPlan.none());
        WholeFiles.write(faulty, A, "content");
        faulty.replace(A, B);
        assertThat(faulty.operations())
                .extracting(VfsOperation::toString)
                .containsExactly("OPEN /a", "WRITE /a 7 bytes at 0", "CLOSE /a", "REPLACE /a -> /b");
        assertThat(faulty.count()).isEqualTo(4);
        assertThat(faulty.injected()).isEmpty();
    }

    @Test
    void everyKindOfCallPassesTheHook() throws IOException {
        FaultyVfs faulty = with(FaultPlan.none());
        WholeFiles.write(faulty, A, "content");
        try (VfsFile file = faulty.open(A, OpenMode.UPDATE)) {
            file.read(ByteBuffer.allocate(1), 0);
            file.transferTo(0, 1, file, 1);
            file.size();
            file.truncate(3);
            file.force(true);
            file.map(0, 3).orElseThrow().close();
        }
        faulty.stat(A);
        faulty.statLink(A);
        try (Vfs.Listing listing = faulty.list(Path.of("/"))) {
            listing.next();
        }
        faulty.createDirectory(Path.of("/d"));
        faulty.rename(A, B);
        faulty.replace(B, A);
        faulty.link(A, B);
        faulty.delete(B);
        faulty.symlink(A, B);
        faulty.readLink(B);
        faulty.canonical(B);
        faulty.isReadable(A);
        faulty.isWritable(A);
        faulty.isExecutable(A);
        faulty.syncDirectory(Path.of("/"));
        faulty.diskUsage(A);
        try (VfsLockFile lock = faulty.openLockFile(A)) {
            lock.tryLock(0, 1, true);
            lock.lockedElsewhere(0, 1);
            lock.unlock(0, 1);
        }
        Set<VfsCall> seen = EnumSet.noneOf(VfsCall.class);
        faulty.operations().forEach(operation -> seen.add(operation.call()));
        assertThat(seen).isEqualTo(EnumSet.allOf(VfsCall.class));
    }

    @Test
    void theNthCallFailsAndTheOthersDoNot() throws IOException {
        FaultyVfs faulty = with(FaultPlan.at(2, Fault.EIO));
        try (VfsFile file = faulty.open(A, OpenMode.EDIT)) {
            assertThatExceptionOfType(FileSystemException.class)
                    .isThrownBy(() -> file.write(ByteBuffer.allocate(3), 0))
                    .withMessageContaining("/a")
                    .withMessageContaining("Input/output error")
                    .withMessageContaining("FaultPlan.at(2, Fault.EIO)");
            assertThat(file.size()).as("nothing happened").isZero();
            assertThat(file.write(ByteBuffer.allocate(3), 0)).isEqualTo(3);
        }
        assertThat(faulty.injected()).containsExactly("#2 EIO: WRITE /a 3 bytes at 0");
    }

    @Test
    void theNthCallOfAKindFails() throws IOException {
        FaultyVfs faulty = with(FaultPlan.at(2, Fault.ENOSPC, VfsCall.WRITE));
        try (VfsFile file = faulty.open(A, OpenMode.EDIT)) {
            file.write(ByteBuffer.allocate(3), 0);
            file.size();
            assertThatThrownBy(() -> file.write(ByteBuffer.allocate(3), 3))
                    .hasMessageContaining("No space left on device");
            file.write(ByteBuffer.allocate(3), 3);
        }
    }

    @Test
    void aDiskStaysFullAndAFaultPasses() throws IOException {
        FaultyVfs full = with(FaultPlan.from(2, Fault.ENOSPC, VfsCall.CREATE_DIRECTORY));
        full.createDirectory(Path.of("/1"));
        for (int i = 2; i < 5; i++) {
            Path path = Path.of("/" + i);
            assertThatThrownBy(() -> full.createDirectory(path)).hasMessageContaining("No space");
        }
        FaultyVfs passing = with(FaultPlan.between(1, 2, Fault.EIO, VfsCall.STAT));
        assertThatThrownBy(() -> passing.stat(Path.of("/1"))).hasMessageContaining("Input/output");
        assertThatThrownBy(() -> passing.stat(Path.of("/1"))).hasMessageContaining("Input/output");
        assertThat(passing.stat(Path.of("/1")).isDirectory()).isTrue();
    }

    @Test
    void aFaultThatCannotBefallACallDoesNot() throws IOException {
        FaultyVfs faulty = with(FaultPlan.from(1, Fault.ENOSPC).and(FaultPlan.from(1, Fault.SHORT)));
        memory.createDirectory(Path.of("/d"));
        assertThat(faulty.stat(Path.of("/d")).isDirectory()).isTrue();
        assertThat(faulty.injected()).isEmpty();
    }

    @Test
    void shortTransfersMoveSomethingAndNotAll() throws IOException {
        FaultyVfs faulty = with(FaultPlan.from(1, Fault.SHORT));
        WholeFiles.write(memory, A, "0123456789");
        for (int asked = 2; asked <= 10; asked++) {
            try (VfsFile file = faulty.open(A, OpenMode.UPDATE);
                    VfsFile copy = faulty.open(B, OpenMode.EDIT)) {
                ByteBuffer target = ByteBuffer.allocate(asked);
                assertThat(file.read(target, 0)).isBetween(1, asked - 1).isEqualTo(target.position());
                assertThat(target.limit()).isEqualTo(asked);
                assertThat(file.write(ByteBuffer.allocate(asked), 20)).isBetween(1, asked - 1);
                assertThat(file.transferTo(0, asked, copy, 0)).isBetween(1L, asked - 1L);
            }
        }
        WholeFiles.write(faulty, B, "loops get there in the end");
        assertThat(WholeFiles.text(faulty, B)).isEqualTo("loops get there in the end");
    }

    @Test
    void aLostReplyMeansThatItHappened() throws IOException {
        FaultyVfs faulty = with(FaultPlan.at(1, Fault.REPLY_LOST));
        WholeFiles.write(memory, A, "content");
        assertThatThrownBy(() -> faulty.link(A, B)).hasMessageContaining("REPLY_LOST");
        assertThat(memory.stat(B).links()).isEqualTo(2);
    }

    @Test
    void anOpenWhoseReplyIsLostLeaksNothing() {
        CountingVfs counting = new CountingVfs(memory);
        FaultyVfs faulty = new FaultyVfs(counting, FaultPlan.from(1, Fault.REPLY_LOST));
        assertThatThrownBy(() -> faulty.open(A, OpenMode.EDIT)).hasMessageContaining("REPLY_LOST");
        assertThatThrownBy(() -> faulty.list(Path.of("/"))).hasMessageContaining("REPLY_LOST");
        assertThatThrownBy(() -> faulty.openLockFile(A)).hasMessageContaining("REPLY_LOST");
        counting.assertNothingIsOpen();
        assertThat(counting.count(VfsCall.OPEN)).isEqualTo(1);
    }

    @Test
    void aCloseThatFailsHasClosed() throws IOException {
        CountingVfs counting = new CountingVfs(memory);
        FaultyVfs faulty = new FaultyVfs(counting, FaultPlan.at(1, Fault.EIO, VfsCall.CLOSE));
        VfsFile file = faulty.open(A, OpenMode.EDIT);
        assertThatThrownBy(file::close).hasMessageContaining("Input/output error");
        counting.assertNothingIsOpen();
    }

    @Test
    void aSyncThatFailsForgetsTheDataAlsoThroughACountingVfs() throws IOException {
        FaultyVfs faulty = new FaultyVfs(new CountingVfs(memory), FaultPlan.at(1, Fault.EIO, VfsCall.FORCE));
        try (VfsFile file = faulty.open(A, OpenMode.EDIT)) {
            WholeFiles.write(file, "content".getBytes(UTF_8), 0);
            assertThatThrownBy(() -> file.force(false)).hasMessageContaining("Input/output error");
            file.force(false);
        }
        memory.syncDirectory(Path.of("/"));
        MemoryVfs after = memory.crash(Survival.syncedOnly());
        assertThat(WholeFiles.text(after, A)).isEqualTo("\0".repeat(7));
    }

    @Test
    void aCrashComesBeforeTheCallAndIsForGood() throws IOException {
        FaultyVfs faulty = with(FaultPlan.at(2, Fault.CRASH));
        VfsFile file = faulty.open(A, OpenMode.EDIT);
        assertThatExceptionOfType(CrashedException.class)
                .isThrownBy(() -> file.write(ByteBuffer.allocate(3), 0))
                .withMessageContaining("before WRITE /a 3 bytes at 0");
        assertThatThrownBy(() -> file.size()).isInstanceOf(CrashedException.class);
        assertThatThrownBy(() -> faulty.stat(A)).isInstanceOf(CrashedException.class);
        assertThat(faulty.crashed()).isTrue();
        assertThat(faulty.count()).isEqualTo(2);
        assertThat(memory.stat(A).bytes()).isZero();
    }

    @Test
    void aCrashAfterTheCallLeavesWhatItDid() throws IOException {
        FaultyVfs faulty = with(FaultPlan.at(1, Fault.CRASH_AFTER));
        assertThatThrownBy(() -> faulty.createDirectory(A)).isInstanceOf(CrashedException.class);
        assertThat(memory.stat(A).isDirectory()).isTrue();
    }

    @Test
    void aDelayIsOneOnTheClockOfTheFileSystem() {
        FaultyVfs faulty = with(FaultPlan.at(1, Fault.DELAY).delaying(Duration.ofSeconds(5)));
        memory.advanceByItself(true);
        assertThatThrownBy(() -> faulty.stat(A)).isInstanceOf(NoSuchFileException.class);
        assertThat(memory.nanoTime()).isEqualTo(5_000_000_000L);
    }

    @Test
    void aCallHangsUntilItIsReleased() {
        FaultyVfs faulty = with(FaultPlan.at(1, Fault.HANG));
        CompletableFuture<Void> call = CompletableFuture.runAsync(() -> {
            try {
                faulty.createDirectory(A);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertThat(faulty.hanging())
                .succeedsWithin(Duration.ofSeconds(60))
                .extracting(VfsOperation::call)
                .isEqualTo(VfsCall.CREATE_DIRECTORY);
        assertThat(call).isNotDone();
        assertThatThrownBy(() -> memory.stat(A)).isInstanceOf(IOException.class);
        faulty.release();
        assertThat(call).succeedsWithin(Duration.ofSeconds(60));
    }

    @Test
    void aSeedGivesTheSameFaultsEachTime() {
        FaultPlan plan = FaultPlan.seeded(42, 0.3, List.of(Fault.EIO, Fault.SHORT, Fault.REPLY_LOST));
        assertThat(run(plan)).isEqualTo(run(plan)).isNotEmpty();
        assertThat(run(FaultPlan.seeded(43, 0.3, List.of(Fault.EIO, Fault.SHORT, Fault.REPLY_LOST))))
                .isNotEqualTo(run(plan));
        assertThat(run(FaultPlan.seeded(42, 0, List.of(Fault.EIO)))).isEmpty();
    }

    private static List<String> run(FaultPlan plan) {
        FaultyVfs faulty = new FaultyVfs(MemoryVfs.create(), plan);
        for (int i = 0; i < 30; i++) {
            try {
                WholeFiles.write(faulty, Path.of("/f" + i), "content");
            } catch (IOException e) {
                assertThat(e).isInstanceOf(FileSystemException.class);
            }
        }
        return faulty.injected();
    }

    @Test
    void theTextOfAPlanBuildsIt() {
        assertThat(FaultPlan.none()).hasToString("FaultPlan.none()");
        assertThat(FaultPlan.at(3, Fault.EIO, VfsCall.READ, VfsCall.WRITE))
                .hasToString("FaultPlan.at(3, Fault.EIO, VfsCall.READ, VfsCall.WRITE)")
                .isEqualTo(FaultPlan.at(3, Fault.EIO, VfsCall.READ, VfsCall.WRITE));
        assertThat(FaultPlan.from(3, Fault.ENOSPC)
                        .and(FaultPlan.between(1, 2, Fault.DELAY))
                        .delaying(Duration.ofSeconds(9)))
                .hasToString("FaultPlan.from(3, Fault.ENOSPC).and(FaultPlan.between(1, 2, Fault.DELAY))"
                        + ".delaying(Duration.parse(\"PT9S\"))");
        assertThat(FaultPlan.seeded(7, 0.25, List.of(Fault.EIO, Fault.CRASH), VfsCall.FORCE))
                .hasToString("FaultPlan.seeded(7L, 0.25, List.of(Fault.EIO, Fault.CRASH), VfsCall.FORCE)");
    }

    @Test
    void callsAreNumberedFromOne() {
        assertThatIllegalArgumentException().isThrownBy(() -> FaultPlan.at(0, Fault.EIO));
        assertThatIllegalArgumentException().isThrownBy(() -> FaultPlan.between(3, 2, Fault.EIO));
    }

    /** The pattern that the fakes are made for: every crash point of a durable publish, each with many fates. */
    @Test
    void everyCrashPointOfADurablePublishLeavesNothingOrEverything() throws IOException {
        FaultyVfs counted = with(FaultPlan.none());
        publish(counted);
        List<String> wrong = new ArrayList<>();
        for (long n = 1; n <= counted.count(); n++) {
            for (Fault fault : List.of(Fault.CRASH, Fault.CRASH_AFTER)) {
                MemoryVfs machine = MemoryVfs.create();
                FaultyVfs faulty = new FaultyVfs(machine, FaultPlan.at(n, fault));
                assertThatThrownBy(() -> publish(faulty)).isInstanceOf(CrashedException.class);
                for (long seed = 0; seed < 50; seed++) {
                    MemoryVfs after = machine.afterCrash(Survival.seeded(seed));
                    boolean there = WholeFiles.names(after, Path.of("/")).contains("a");
                    if (there && !WholeFiles.text(after, A).equals("content")) {
                        wrong.add(faulty.plan() + " " + Survival.seeded(seed));
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static void publish(Vfs vfs) throws IOException {
        try (VfsFile file = vfs.open(Path.of("/temporary"), OpenMode.CREATE_NEW)) {
            WholeFiles.write(file, "content".getBytes(UTF_8), 0);
            file.force(false);
        }
        vfs.replace(Path.of("/temporary"), A);
        vfs.syncDirectory(Path.of("/"));
    }
}
