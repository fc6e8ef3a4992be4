package io.sluice.io.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.io.vfs.MemoryVfs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holders in three processes do what a seed says; after every step the levels and the lock file must fit together. */
class LevelLockScheduleTest {
    private static final Path FILE = Path.of("/table.lock");
    private static final List<LockLevel> ASKABLE =
            List.of(LockLevel.SHARED, LockLevel.SHARED, LockLevel.RESERVED, LockLevel.EXCLUSIVE);

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 60);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void anyScheduleKeepsTheHoldersCompatible(long seed) throws Exception {
        Schedule schedule = new Schedule(seed);
        for (int step = 0; step < 400; step++) {
            String done = schedule.step();
            schedule.check("seed " + seed + ", step " + step + ": " + done);
        }
        schedule.end();
        assertThat(schedule.granted).as("grants of seed " + seed).isPositive();
    }

    private static final class Schedule {
        final Random random;
        final MemoryVfs vfs;
        final List<LevelLocks> processes = new ArrayList<>();
        final List<LevelLock> holders = new ArrayList<>();
        final List<CompletableFuture<LevelLock>> requests = new ArrayList<>();
        final List<LockLevel> before = new ArrayList<>();
        int granted;

        Schedule(long seed) throws IOException {
            random = new Random(seed);
            vfs = MemoryVfs.builder().seed(seed).build();
            for (int i = 0; i < 3; i++) {
                processes.add(new LevelLocks(i == 0 ? vfs : vfs.process(), Runnable::run));
            }
            for (int i = 0; i < 6; i++) {
                holders.add(processes.get(i % 3).open(FILE));
                requests.add(CompletableFuture.completedFuture(null));
                before.add(LockLevel.NONE);
            }
        }

        String step() throws Exception {
            int who = random.nextInt(holders.size());
            LevelLock lock = holders.get(who);
            LockLevel level = lock.level();
            LockLevel wanted = ASKABLE.get(random.nextInt(ASKABLE.size()));
            if (!requests.get(who).isDone()) {
                if (random.nextInt(3) == 0) {
                    requests.get(who).cancel(false);
                    assertThat(lock.level()).isEqualTo(before.get(who));
                    return who + " cancels";
                }
                return tick();
            }
            switch (random.nextInt(6)) {
                case 0, 1 -> {
                    boolean expected = admittedByOthers(who, level, wanted);
                    boolean taken = lock.tryLock(wanted);
                    assertThat(taken).as(who + " tries " + wanted).isEqualTo(expected);
                    assertThat(lock.level()).isEqualTo(taken && !level.atLeast(wanted) ? wanted : level);
                    return who + " tried " + wanted + ": " + taken;
                }
                case 2 -> {
                    before.set(who, level);
                    requests.set(who, lock.lock(wanted, Duration.ofMillis(random.nextInt(200))));
                    return who + " asks for " + wanted;
                }
                case 3, 4 -> {
                    LockLevel target = random.nextBoolean() ? LockLevel.NONE : LockLevel.SHARED;
                    lock.downgrade(target);
                    assertThat(lock.level().atLeast(target)).isEqualTo(level.atLeast(target));
                    return who + " goes down to " + target;
                }
                default -> {
                    lock.close();
                    holders.set(who, processes.get(who % 3).open(FILE));
                    return who + " closes";
                }
            }
        }

        private String tick() {
            int millis = random.nextInt(100);
            vfs.advance(Duration.ofMillis(millis));
            return millis + " ms pass";
        }

        /** The model: each step up must be admitted by every other holder. */
        private boolean admittedByOthers(int who, LockLevel from, LockLevel wanted) {
            LockLevel level = from;
            while (!level.atLeast(wanted)) {
                level = level.up();
                for (int other = 0; other < holders.size(); other++) {
                    if (other != who && !holders.get(other).level().admits(level)) {
                        return false;
                    }
                }
            }
            return true;
        }

        void check(String what) throws Exception {
            long shared = 0;
            boolean reserved = false;
            boolean pending = false;
            boolean exclusive = false;
            for (int one = 0; one < holders.size(); one++) {
                LockLevel level = holders.get(one).level();
                shared += level.atLeast(LockLevel.SHARED) ? 1 : 0;
                reserved |= level.atLeast(LockLevel.RESERVED);
                pending |= level.atLeast(LockLevel.PENDING);
                exclusive |= level == LockLevel.EXCLUSIVE;
                for (int other = 0; other < one; other++) {
                    LockLevel beside = holders.get(other).level();
                    assertThat(level.admits(beside) || beside.admits(level))
                            .as(what + ": " + level + " and " + beside)
                            .isTrue();
                }
                CompletableFuture<LevelLock> request = requests.get(one);
                if (request.isDone() && !request.isCompletedExceptionally() && request.join() != null) {
                    granted++;
                }
            }
            assertThat(LevelLockTest.ranges(vfs))
                    .as(what)
                    .isEqualTo("pending " + (pending ? "exclusive" : "free")
                            + ", reserved " + (reserved ? "exclusive" : "free")
                            + ", shared " + (exclusive ? "exclusive" : shared > 0 ? "shared" : "free"));
        }

        void end() throws Exception {
            vfs.advance(Duration.ofSeconds(1));
            assertThat(requests).allMatch(CompletableFuture::isDone);
            for (LevelLock holder : holders) {
                holder.close();
            }
            assertThat(LevelLockTest.ranges(vfs)).isEqualTo("pending free, reserved free, shared free");
            assertThat(vfs.pendingTimers()).isZero();
        }
    }

    @Test
    void threadsThatTakeExclusiveInTurnNeverMeet() throws Exception {
        MemoryVfs vfs = MemoryVfs.create();
        ExecutorService io = Executors.newFixedThreadPool(2, task -> new Thread(task, "lock-test-io"));
        ExecutorService users = Executors.newFixedThreadPool(6, task -> new Thread(task, "lock-test-user"));
        try {
            LevelLocks locks = new LevelLocks(vfs, io);
            // Guarded by the lock under test and by nothing else.
            int[] counter = new int[1];
            List<CompletableFuture<Void>> done = new ArrayList<>();
            for (int user = 0; user < 6; user++) {
                int cancelled = user;
                done.add(CompletableFuture.runAsync(() -> countUp(locks, counter, cancelled == 0), users));
            }
            CompletableFuture.allOf(done.toArray(CompletableFuture[]::new))
                    .orTimeout(60, TimeUnit.SECONDS)
                    .join();

            assertThat(counter[0]).isEqualTo(5 * 200);
            assertThat(LevelLockTest.ranges(vfs)).isEqualTo("pending free, reserved free, shared free");
        } finally {
            users.shutdownNow();
            io.shutdownNow();
        }
    }

    private static void countUp(LevelLocks locks, int[] counter, boolean cancels) {
        try (LevelLock lock = locks.open(FILE)) {
            for (int i = 0; i < 200; i++) {
                CompletableFuture<LevelLock> asked = lock.lock(LockLevel.EXCLUSIVE, Duration.ofHours(1));
                if (cancels && asked.cancel(false)) {
                    continue;
                }
                asked.join();
                counter[0] += cancels ? 0 : 1;
                lock.downgrade(LockLevel.NONE);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
