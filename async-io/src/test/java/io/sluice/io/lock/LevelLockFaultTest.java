package io.sluice.io.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sluice.io.vfs.CountingVfs;
import io.sluice.io.vfs.Fault;
import io.sluice.io.vfs.FaultPlan;
import io.sluice.io.vfs.FaultyVfs;
import io.sluice.io.vfs.ForwardingVfs;
import io.sluice.io.vfs.MemoryVfs;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsCall;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One holder goes up and down while each call on its lock file fails in turn. After every step a stranger in another
 * process looks at the file: it must hold exactly what the holder's level says.
 */
class LevelLockFaultTest {
    private static final Path FILE = Path.of("/table.lock");

    static Stream<Arguments> faults() {
        List<Arguments> faults = new ArrayList<>();
        for (Fault fault : List.of(Fault.EIO, Fault.REPLY_LOST, Fault.CRASH, Fault.CRASH_AFTER)) {
            LongFunction<FaultPlan> once = n -> FaultPlan.at(n, fault);
            faults.add(Arguments.of(fault + " once", once));
        }
        LongFunction<FaultPlan> forGood = n -> FaultPlan.from(n, Fault.EIO);
        LongFunction<FaultPlan> lostForGood = n -> FaultPlan.from(n, Fault.REPLY_LOST);
        LongFunction<FaultPlan> twice = n -> FaultPlan.between(n, n + 1, Fault.EIO);
        faults.add(Arguments.of("EIO from then on", forGood));
        faults.add(Arguments.of("REPLY_LOST from then on", lostForGood));
        faults.add(Arguments.of("EIO twice", twice));
        return faults.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void whicheverCallFailsTheFileHoldsWhatTheLevelSays(String name, LongFunction<FaultPlan> plans) throws Exception {
        long calls = new Story(FaultPlan.none()).play();
        assertThat(calls).isGreaterThan(40);

        for (long n = 1; n <= calls; n++) {
            new Story(plans.apply(n)).play();
        }
    }

    /** A holder in a process with faults, and a stranger in one without. */
    private static final class Story {
        final MemoryVfs machine = MemoryVfs.create();
        final MemoryVfs process = machine.process();
        final FaultyVfs faulty;
        final CountingVfs counting;
        final LevelLocks locks;
        final LevelLocks strangers = new LevelLocks(machine, Runnable::run);
        final List<CompletableFuture<LevelLock>> asked = new ArrayList<>();
        LevelLock lock;

        Story(FaultPlan plan) {
            faulty = new FaultyVfs(process, plan);
            counting = new CountingVfs(faulty);
            locks = new LevelLocks(counting, Runnable::run);
        }

        interface Step {
            void take() throws IOException;
        }

        long play() throws IOException {
            step(this::open);
            for (Step step : List.<Step>of(
                    () -> lock.tryLock(LockLevel.SHARED),
                    () -> lock.tryLock(LockLevel.RESERVED),
                    () -> lock.tryLock(LockLevel.EXCLUSIVE),
                    () -> lock.downgrade(LockLevel.SHARED),
                    () -> lock.downgrade(LockLevel.NONE),
                    () -> lock.tryLock(LockLevel.EXCLUSIVE),
                    () -> lock.downgrade(LockLevel.NONE),
                    this::waitForAReader,
                    () -> lock.downgrade(LockLevel.NONE),
                    this::waitInVain,
                    this::cancel,
                    this::beRefused,
                    () -> lock.downgrade(LockLevel.NONE),
                    () -> lock.isReservedElsewhere(),
                    () -> lock.tryLock(LockLevel.EXCLUSIVE))) {
                step(step);
            }
            step(this::close);
            if (!faulty.crashed()) {
                counting.assertNothingIsOpen();
            }
            assertThat(asked).as(faulty.plan().toString()).allMatch(CompletableFuture::isDone);
            assertThat(machine.pendingTimers()).as(faulty.plan().toString()).isZero();
            return faulty.count();
        }

        void open() throws IOException {
            lock = locks.open(FILE);
        }

        void close() throws IOException {
            if (lock != null) {
                lock.close();
            }
        }

        void waitForAReader() throws IOException {
            try (LevelLock reader = strangers.open(FILE)) {
                reader.tryLock(LockLevel.SHARED);
                asked.add(ask());
            }
            machine.advance(Duration.ofSeconds(1));
        }

        void waitInVain() throws IOException {
            try (LevelLock reader = strangers.open(FILE)) {
                reader.tryLock(LockLevel.SHARED);
                asked.add(ask());
                machine.advance(Duration.ofSeconds(10));
            }
        }

        void cancel() throws IOException {
            try (LevelLock reader = strangers.open(FILE)) {
                reader.tryLock(LockLevel.SHARED);
                CompletableFuture<LevelLock> cancelled = ask();
                asked.add(cancelled);
                cancelled.cancel(false);
            }
        }

        void beRefused() throws IOException {
            try (LevelLock reader = strangers.open(FILE);
                    LevelLock writer = strangers.open(FILE)) {
                reader.tryLock(LockLevel.SHARED);
                lock.tryLock(LockLevel.SHARED);
                CompletableFuture<LevelLock> pending = writer.lock(LockLevel.EXCLUSIVE, Duration.ofSeconds(10));
                asked.add(ask());
                machine.advance(Duration.ofSeconds(1));
                pending.cancel(false);
            }
        }

        private CompletableFuture<LevelLock> ask() {
            return lock.lock(LockLevel.EXCLUSIVE, Duration.ofSeconds(5));
        }

        /** Takes a step that may fail, looks at what became of it, and opens a new lock if the old one is no use. */
        private void step(Step step) throws IOException {
            if (lock == null && faulty.count() > 0) {
                return;
            }
            try {
                step.take();
            } catch (IOException failed) {
                assertThat(faulty.injected()).as(failed.toString()).isNotEmpty();
            }
            if (faulty.crashed()) {
                process.kill();
                lock = null;
            }
            LockLevel level = lock == null ? LockLevel.NONE : lock.level();
            assertThat(LevelLockTest.ranges(machine))
                    .as("%s at %s, after %s", faulty.plan(), level, faulty.injected())
                    .isEqualTo(rangesOf(level));
            try (LevelLock stranger = strangers.open(FILE)) {
                assertThat(stranger.tryLock(LockLevel.EXCLUSIVE)).isEqualTo(level == LockLevel.NONE);
            }
        }

        private static String rangesOf(LockLevel level) {
            return switch (level) {
                case NONE -> "pending free, reserved free, shared free";
                case SHARED -> "pending free, reserved free, shared shared";
                case RESERVED -> "pending free, reserved exclusive, shared shared";
                case PENDING -> "pending exclusive, reserved exclusive, shared shared";
                case EXCLUSIVE -> "pending exclusive, reserved exclusive, shared exclusive";
            };
        }
    }

    @Test
    void whoWaitsIsToldWhenTheTimersAreClosed() throws Exception {
        MemoryVfs machine = MemoryVfs.create();
        List<CompletableFuture<Void>> timers = new ArrayList<>();
        Vfs closing = new ForwardingVfs(machine.process()) {
            @Override
            public CompletableFuture<Void> after(Duration delay) {
                CompletableFuture<Void> timer = super.after(delay);
                timers.add(timer);
                return timer;
            }

            @Override
            public void close() {
                timers.forEach(timer -> timer.cancel(false));
                super.close();
            }
        };
        LevelLocks locks = new LevelLocks(closing, Runnable::run);
        try (LevelLock reader = new LevelLocks(machine, Runnable::run).open(FILE);
                LevelLock first = locks.open(FILE);
                LevelLock second = locks.open(FILE)) {
            reader.tryLock(LockLevel.SHARED);
            CompletableFuture<LevelLock> one = first.lock(LockLevel.EXCLUSIVE, Duration.ofHours(1));
            // Its asking ends the pause of the first and begins another, which is no reason to give up.
            CompletableFuture<LevelLock> two = second.lock(LockLevel.EXCLUSIVE, Duration.ofHours(1));
            assertThat(timers).hasSizeGreaterThan(1);
            assertThat(List.of(one, two)).noneMatch(CompletableFuture::isDone);

            closing.close();

            assertThat(List.of(one, two)).allMatch(CompletableFuture::isCompletedExceptionally);
            assertThat(catchThrowable(one::join))
                    .hasRootCauseInstanceOf(CancellationException.class)
                    .hasMessageContaining("/table.lock: cannot go on waiting for the lock");
        }
    }

    @Test
    void aFailedStepUpIsUndoneAndCanBeTriedAgain() throws Exception {
        FaultyVfs faulty = new FaultyVfs(MemoryVfs.create(), FaultPlan.at(3, Fault.REPLY_LOST, VfsCall.TRY_LOCK));
        LevelLock lock = new LevelLocks(faulty, Runnable::run).open(FILE);
        lock.tryLock(LockLevel.SHARED);
        Throwable failure = catchThrowable(() -> lock.tryLock(LockLevel.RESERVED));
        assertThat(failure).isInstanceOf(IOException.class);
        assertThat(lock.level()).isEqualTo(LockLevel.SHARED);

        assertThat(lock.tryLock(LockLevel.RESERVED)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"EIO", "REPLY_LOST"})
    void aLockThatCannotBeGivenBackInPartIsLostAsAWholeAndSaysSo(Fault fault) throws Exception {
        MemoryVfs machine = MemoryVfs.create();
        FaultyVfs faulty = new FaultyVfs(machine.process(), FaultPlan.at(2, fault, VfsCall.UNLOCK));
        LevelLock lock = new LevelLocks(faulty, Runnable::run).open(FILE);
        lock.tryLock(LockLevel.EXCLUSIVE);

        Throwable failure = catchThrowable(() -> lock.downgrade(LockLevel.SHARED));

        assertThat(failure).isInstanceOf(IOException.class);
        assertThat(lock.level()).isEqualTo(LockLevel.NONE);
        assertThat(LevelLockTest.ranges(machine)).isEqualTo("pending free, reserved free, shared free");
        assertThat(catchThrowable(() -> lock.tryLock(LockLevel.SHARED)))
                .hasMessageContaining("/table.lock: this lock was lost when the lock file failed");
    }
}
