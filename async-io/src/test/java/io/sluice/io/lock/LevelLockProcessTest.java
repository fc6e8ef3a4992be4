package io.sluice.io.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.io.vfs.LocalVfs;
import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.VfsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Locks between two real processes on the real file system. */
class LevelLockProcessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final ExecutorService io = Executors.newFixedThreadPool(2, task -> new Thread(task, "lock-test-io"));
    private Path file;
    private LocalVfs vfs;
    private LevelLocks locks;
    private LockHolderProcess other;

    @BeforeEach
    void startTheOther() throws IOException {
        file = directory.toRealPath().resolve("table.lock");
        vfs = LocalVfs.rootedAt(file.getParent());
        locks = new LevelLocks(vfs, io);
        other = LockHolderProcess.start(file);
    }

    @AfterEach
    void end() {
        other.close();
        vfs.close();
        io.shutdownNow();
    }

    @Test
    void levelsHoldBetweenProcesses() throws Exception {
        try (LevelLock lock = locks.open(file)) {
            assertThat(lock.tryLock(LockLevel.SHARED)).isTrue();
            assertThat(other.ask("try SHARED")).isEqualTo("true");
            assertThat(other.ask("try RESERVED")).isEqualTo("true");
            assertThat(lock.tryLock(LockLevel.RESERVED)).isFalse();
            assertThat(lock.isReservedElsewhere()).isTrue();
            assertThat(other.ask("reserved")).isEqualTo("false");
            assertThat(other.ask("try EXCLUSIVE")).isEqualTo("false");

            lock.downgrade(LockLevel.NONE);

            assertThat(other.ask("try EXCLUSIVE")).isEqualTo("true");
            assertThat(lock.tryLock(LockLevel.SHARED)).isFalse();
            assertThat(other.ask("down SHARED")).isEqualTo("SHARED");
            assertThat(lock.tryLock(LockLevel.SHARED)).isTrue();
        }
    }

    @Test
    void aWriterFollowsTheLastReaderOfAnotherProcess() throws Exception {
        try (LevelLock lock = locks.open(file)) {
            assertThat(other.ask("try SHARED")).isEqualTo("true");
            CompletableFuture<LevelLock> asked = lock.lock(LockLevel.EXCLUSIVE, PATIENCE);

            assertThat(other.ask("down NONE")).isEqualTo("NONE");

            assertThat(get(asked).level()).isEqualTo(LockLevel.EXCLUSIVE);
        }
    }

    @Test
    void aKilledHoldersLockIsFreed() throws Exception {
        try (LevelLock lock = locks.open(file)) {
            assertThat(other.ask("try EXCLUSIVE")).isEqualTo("true");
            assertThat(lock.tryLock(LockLevel.SHARED)).isFalse();
            CompletableFuture<LevelLock> asked = lock.lock(LockLevel.EXCLUSIVE, PATIENCE);

            other.kill();

            assertThat(get(asked).level()).isEqualTo(LockLevel.EXCLUSIVE);
        }
    }

    @Test
    void ofTwoReadersThatWantToWriteOneIsRefused() throws Exception {
        try (LevelLock lock = locks.open(file)) {
            assertThat(lock.tryLock(LockLevel.SHARED)).isTrue();
            assertThat(other.ask("try SHARED")).isEqualTo("true");
            CompletableFuture<LevelLock> asked = lock.lock(LockLevel.EXCLUSIVE, PATIENCE);
            CompletableFuture<Void> refused = asked.handle((granted, failure) -> {
                assertThat(failure).isInstanceOf(LockRefusedException.class);
                return null;
            });

            // Whoever comes second is refused; if it is this side, it makes room, so that the other gets on.
            other.send("lock EXCLUSIVE");
            CompletableFuture<Void> room = refused.thenRun(() -> {
                try {
                    lock.downgrade(LockLevel.NONE);
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            });
            String answer = other.answer();

            if (answer.equals("LockRefusedException")) {
                assertThat(other.ask("down NONE")).isEqualTo("NONE");
                assertThat(get(asked).level()).isEqualTo(LockLevel.EXCLUSIVE);
            } else {
                assertThat(answer).isEqualTo("EXCLUSIVE");
                get(room);
            }
        }
    }

    @Test
    void noCountIsLostBetweenProcessesAndThreads() throws Exception {
        Path counter = file.resolveSibling("counter");
        try (LockHolderProcess third = LockHolderProcess.start(file);
                LevelLock lock = locks.open(file)) {
            other.send("count 40 " + counter);
            third.send("count 40 " + counter);
            for (int i = 0; i < 40; i++) {
                LevelLock held = get(lock.lock(LockLevel.EXCLUSIVE, PATIENCE));
                LockHolderProcess.countUp(vfs, counter);
                held.downgrade(LockLevel.NONE);
            }
            assertThat(other.answer()).isEqualTo("NONE");
            assertThat(third.answer()).isEqualTo("NONE");
        }

        ByteBuffer number = ByteBuffer.allocate(Long.BYTES);
        try (VfsFile file = vfs.open(counter, OpenMode.READ)) {
            assertThat(file.read(number, 0)).isEqualTo(Long.BYTES);
        }
        assertThat(number.getLong(0)).isEqualTo(120);
    }

    private static <T> T get(CompletableFuture<T> future) {
        return future.copy().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }
}
