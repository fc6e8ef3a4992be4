package io.sluice.io.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.io.vfs.LostLockException;
import io.sluice.io.vfs.MemoryVfs;
import java.io.IOException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LevelLockTest {
    private static final Path FILE = Path.of("/table.lock");
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    private final MemoryVfs vfs = MemoryVfs.create();
    private final LevelLocks here = new LevelLocks(vfs, Runnable::run);
    private final LevelLocks elsewhere = new LevelLocks(vfs.process(), Runnable::run);

    @ParameterizedTest(name = "held {0}: shared {1}, reserved {2}, pending {3}, exclusive {4}, in {5}")
    @CsvSource({
        "NONE,      yes, yes, yes, yes, one process",
        "NONE,      yes, yes, yes, yes, two processes",
        "SHARED,    yes, yes, yes, no,  one process",
        "SHARED,    yes, yes, yes, no,  two processes",
        "RESERVED,  yes, no,  no,  no,  one process",
        "RESERVED,  yes, no,  no,  no,  two processes",
        "PENDING,   no,  no,  no,  no,  one process",
        "PENDING,   no,  no,  no,  no,  two processes",
        "EXCLUSIVE, no,  no,  no,  no,  one process",
        "EXCLUSIVE, no,  no,  no,  no,  two processes",
    })
    void theLevelsAdmitEachOtherByTheTable(
            LockLevel held, String shared, String reserved, String pending, String exclusive, String where)
            throws Exception {
        hold(here.open(FILE), held);
        LevelLocks others = where.equals("one process") ? here : elsewhere;

        assertThat(canTake(others, LockLevel.SHARED))
                .as("SHARED beside " + held)
                .isEqualTo(shared);
        assertThat(canTake(others, LockLevel.RESERVED))
                .as("RESERVED beside " + held)
                .isEqualTo(reserved);
        assertThat(canBecomePending(others)).as("PENDING beside " + held).isEqualTo(pending);
        assertThat(canTake(others, LockLevel.EXCLUSIVE))
                .as("EXCLUSIVE beside " + held)
                .isEqualTo(exclusive);
        assertThat(List.of(LockLevel.SHARED, LockLevel.RESERVED, LockLevel.PENDING, LockLevel.EXCLUSIVE))
                .extracting(wanted -> yesOrNo(held.admits(wanted)))
                .containsExactly(shared, reserved, pending, exclusive);
    }

    @Test
    void goingUpTakesEveryLevelInBetween() throws Exception {
        LevelLock writer = here.open(FILE);

        assertThat(writer.tryLock(LockLevel.EXCLUSIVE)).isTrue();

        assertThat(ranges(vfs)).isEqualTo("pending exclusive, reserved exclusive, shared exclusive");
    }

    @Test
    void goingDownFreesOnlyWhatIsAbove() throws Exception {
        LevelLock writer = here.open(FILE);
        writer.tryLock(LockLevel.EXCLUSIVE);

        writer.downgrade(LockLevel.SHARED);

        assertThat(writer.level()).isEqualTo(LockLevel.SHARED);
        assertThat(ranges(vfs)).isEqualTo("pending free, reserved free, shared shared");
    }

    @Test
    void aTryThatFailsLeavesTheLevelItFound() throws Exception {
        LevelLock reader = here.open(FILE);
        reader.tryLock(LockLevel.SHARED);
        LevelLock writer = here.open(FILE);

        assertThat(writer.tryLock(LockLevel.EXCLUSIVE)).isFalse();

        assertThat(writer.level()).isEqualTo(LockLevel.NONE);
        assertThat(ranges(vfs)).isEqualTo("pending free, reserved free, shared shared");
    }

    @Test
    void whatIsHeldAlreadyNeedNotBeTaken() throws Exception {
        LevelLock writer = here.open(FILE);
        writer.tryLock(LockLevel.RESERVED);

        assertThat(writer.tryLock(LockLevel.SHARED)).isTrue();

        assertThat(writer.level()).isEqualTo(LockLevel.RESERVED);
    }

    @ParameterizedTest
    @EnumSource(
            value = LockLevel.class,
            names = {"NONE", "PENDING"})
    void noneAndPendingAreNotAskedFor(LockLevel wanted) throws Exception {
        LevelLock lock = here.open(FILE);

        assertThatThrownBy(() -> lock.tryLock(wanted))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("wanted is " + wanted);
    }

    @ParameterizedTest
    @EnumSource(
            value = LockLevel.class,
            names = {"RESERVED", "PENDING", "EXCLUSIVE"})
    void aLockGoesDownToSharedOrNoneOnly(LockLevel target) throws Exception {
        LevelLock lock = here.open(FILE);

        assertThatThrownBy(() -> lock.downgrade(target))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("target is " + target);
    }

    @Test
    void aTimeoutMustBeBounded() throws Exception {
        LevelLock lock = here.open(FILE);

        assertThatThrownBy(() -> lock.lock(LockLevel.SHARED, Duration.ofDays(2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("timeout is PT48H, but must be between PT0S and PT24H");
    }

    @Test
    void aReservedHolderIsSeenByTheOthersAndNotByItself() throws Exception {
        LevelLock writer = here.open(FILE);
        LevelLock other = elsewhere.open(FILE);
        assertThat(other.isReservedElsewhere()).isFalse();

        writer.tryLock(LockLevel.RESERVED);

        assertThat(other.isReservedElsewhere()).isTrue();
        assertThat(writer.isReservedElsewhere()).isFalse();
    }

    @Test
    void aWaitingWriterKeepsNewReadersOutAndFollowsTheLastOldOne() throws Exception {
        LevelLock reader = here.open(FILE);
        reader.tryLock(LockLevel.SHARED);
        LevelLock writer = here.open(FILE);
        CompletableFuture<LevelLock> asked = writer.lock(LockLevel.EXCLUSIVE, TEN_SECONDS);
        assertThat(writer.level()).isEqualTo(LockLevel.PENDING);
        assertThat(elsewhere.open(FILE).tryLock(LockLevel.SHARED)).isFalse();

        reader.downgrade(LockLevel.NONE);

        // Handed over at once: the clock has not moved.
        assertThat(asked).isCompletedWithValue(writer);
        assertThat(writer.level()).isEqualTo(LockLevel.EXCLUSIVE);
        assertThat(vfs.pendingTimers()).isZero();
    }

    @Test
    void aWriterSeesThatAReaderInAnotherProcessHasGoneByPolling() throws Exception {
        LevelLock reader = elsewhere.open(FILE);
        reader.tryLock(LockLevel.SHARED);
        LevelLock writer = here.open(FILE);
        CompletableFuture<LevelLock> asked = writer.lock(LockLevel.EXCLUSIVE, TEN_SECONDS);
        reader.close();
        assertThat(asked).isNotDone();

        vfs.advance(Duration.ofMillis(100));

        assertThat(asked).isCompletedWithValue(writer);
    }

    @Test
    void pollingSlowsDownToAFixedPace() throws Exception {
        elsewhere.open(FILE).tryLock(LockLevel.EXCLUSIVE);
        AtomicInteger turns = new AtomicInteger();
        LevelLocks counted = new LevelLocks(vfs, task -> {
            turns.incrementAndGet();
            task.run();
        });
        CompletableFuture<LevelLock> asked = counted.open(FILE).lock(LockLevel.SHARED, TEN_SECONDS);
        vfs.advance(Duration.ofSeconds(1));
        assertThat(asked).isNotDone();
        turns.set(0);

        vfs.advance(Duration.ofMillis(6_400));

        // Every 32 to 64 ms.
        assertThat(turns.get()).isBetween(99, 201);
        assertThat(vfs.pendingTimers()).isEqualTo(1);
    }

    @Test
    void aTimeoutSaysWhatWasInTheWayAndLeavesTheLevelItFound() throws Exception {
        LevelLock reader = elsewhere.open(FILE);
        reader.tryLock(LockLevel.SHARED);
        LevelLock writer = here.open(FILE);
        writer.tryLock(LockLevel.RESERVED);
        CompletableFuture<LevelLock> asked = writer.lock(LockLevel.EXCLUSIVE, TEN_SECONDS);
        assertThat(writer.level()).isEqualTo(LockLevel.PENDING);

        vfs.advance(TEN_SECONDS);

        LockTimeoutException timeout = failureOf(asked, LockTimeoutException.class);
        assertThat(timeout.path()).isEqualTo(FILE);
        assertThat(timeout.wanted()).isEqualTo(LockLevel.EXCLUSIVE);
        assertThat(timeout.blockedBy()).isEqualTo(LockLevel.SHARED);
        assertThat(timeout.waited()).isEqualTo(TEN_SECONDS);
        assertThat(timeout).hasMessageContaining("/table.lock: no EXCLUSIVE lock after 10000 ms");
        assertThat(writer.level()).isEqualTo(LockLevel.RESERVED);
        assertThat(ranges(vfs)).isEqualTo("pending free, reserved exclusive, shared shared");
        assertThat(vfs.pendingTimers()).isZero();
    }

    @Test
    void aTimeoutOfZeroTriesOnce() throws Exception {
        elsewhere.open(FILE).tryLock(LockLevel.EXCLUSIVE);

        CompletableFuture<LevelLock> asked = here.open(FILE).lock(LockLevel.SHARED, Duration.ZERO);

        assertThat(failureOf(asked, LockTimeoutException.class).blockedBy()).isEqualTo(LockLevel.PENDING);
    }

    @Test
    void whenAWriterGivesUpTheReadersBehindItComeIn() throws Exception {
        elsewhere.open(FILE).tryLock(LockLevel.SHARED);
        LevelLock writer = here.open(FILE);
        CompletableFuture<LevelLock> writing = writer.lock(LockLevel.EXCLUSIVE, Duration.ofSeconds(1));
        CompletableFuture<LevelLock> reading = here.open(FILE).lock(LockLevel.SHARED, TEN_SECONDS);
        assertThat(reading).isNotDone();

        vfs.advance(Duration.ofSeconds(1));

        assertThat(writing).isCompletedExceptionally();
        assertThat(reading).isCompleted();
    }

    @Test
    void cancellingGivesBackWhatWasTakenForTheRequest() throws Exception {
        elsewhere.open(FILE).tryLock(LockLevel.SHARED);
        LevelLock writer = here.open(FILE);
        CompletableFuture<LevelLock> asked = writer.lock(LockLevel.EXCLUSIVE, TEN_SECONDS);
        assertThat(ranges(vfs)).isEqualTo("pending exclusive, reserved exclusive, shared shared");

        assertThat(asked.cancel(false)).isTrue();

        assertThat(writer.level()).isEqualTo(LockLevel.NONE);
        assertThat(ranges(vfs)).isEqualTo("pending free, reserved free, shared shared");
        assertThat(vfs.pendingTimers()).isZero();
    }

    @Test
    void cancellingAGrantedRequestChangesNothing() throws Exception {
        LevelLock writer = here.open(FILE);
        CompletableFuture<LevelLock> asked = writer.lock(LockLevel.EXCLUSIVE, TEN_SECONDS);

        assertThat(asked.cancel(false)).isFalse();

        assertThat(writer.level()).isEqualTo(LockLevel.EXCLUSIVE);
    }

    @Test
    void aRequestCancelledBeforeItsTurnLeavesNothingEvenIfItsTurnComesLater() throws Exception {
        List<Runnable> tasks = new ArrayList<>();
        LevelLock writer = new LevelLocks(vfs, tasks::add).open(FILE);
        CompletableFuture<LevelLock> asked = writer.lock(LockLevel.EXCLUSIVE, TEN_SECONDS);

        asked.cancel(false);
        tasks.forEach(Runnable::run);

        assertThat(writer.level()).isEqualTo(LockLevel.NONE);
        assertThat(ranges(vfs)).isEqualTo("pending free, reserved free, shared free");
    }

    @Test
    void afterACancelTheNextRequestIsServedAsIfTheFirstHadNotBeen() throws Exception {
        elsewhere.open(FILE).tryLock(LockLevel.SHARED);
        List<Runnable> tasks = new ArrayList<>();
        LevelLock lock = new LevelLocks(vfs, tasks::add).open(FILE);
        CompletableFuture<LevelLock> first = lock.lock(LockLevel.EXCLUSIVE, TEN_SECONDS);
        runAll(tasks);
        assertThat(lock.level()).isEqualTo(LockLevel.PENDING);

        first.cancel(false);
        CompletableFuture<LevelLock> second = lock.lock(LockLevel.SHARED, TEN_SECONDS);
        runAll(tasks);

        assertThat(second).isCompletedWithValue(lock);
        assertThat(lock.level()).isEqualTo(LockLevel.SHARED);
        assertThat(ranges(vfs)).isEqualTo("pending free, reserved free, shared shared");
    }

    @Test
    void anOuterTimeLimitCountsAsACancel() throws Exception {
        elsewhere.open(FILE).tryLock(LockLevel.SHARED);
        LevelLock writer = here.open(FILE);
        CompletableFuture<LevelLock> asked = writer.lock(LockLevel.EXCLUSIVE, TEN_SECONDS);

        asked.completeExceptionally(new TimeoutException("outer"));

        assertThat(writer.level()).isEqualTo(LockLevel.NONE);
        assertThat(asked).isCompletedExceptionally();
    }

    @Test
    void requestsOfOneProcessAreServedInOrder() throws Exception {
        LevelLock first = here.open(FILE);
        first.tryLock(LockLevel.EXCLUSIVE);
        LevelLock second = here.open(FILE);
        LevelLock third = here.open(FILE);
        CompletableFuture<LevelLock> secondAsked = second.lock(LockLevel.EXCLUSIVE, TEN_SECONDS);
        CompletableFuture<LevelLock> thirdAsked = third.lock(LockLevel.EXCLUSIVE, TEN_SECONDS);

        first.close();
        assertThat(secondAsked).isCompleted();
        assertThat(thirdAsked).isNotDone();
        second.close();

        assertThat(thirdAsked).isCompleted();
    }

    @Test
    void aStreamOfReadersDoesNotStarveAWriterThatAskedBefore() throws Exception {
        LevelLock reserved = here.open(FILE);
        reserved.tryLock(LockLevel.RESERVED);
        CompletableFuture<LevelLock> writing = here.open(FILE).lock(LockLevel.EXCLUSIVE, TEN_SECONDS);

        CompletableFuture<LevelLock> reading = here.open(FILE).lock(LockLevel.SHARED, TEN_SECONDS);
        assertThat(reading).isNotDone();
        reserved.close();

        assertThat(writing).isCompleted();
        assertThat(reading).isNotDone();
    }

    @Test
    void aReaderThatWantsToWriteGoesBeforeOneThatHasYetToComeIn() throws Exception {
        LevelLock reserved = here.open(FILE);
        reserved.tryLock(LockLevel.RESERVED);
        LevelLock reader = here.open(FILE);
        reader.tryLock(LockLevel.SHARED);
        CompletableFuture<LevelLock> outside = here.open(FILE).lock(LockLevel.EXCLUSIVE, TEN_SECONDS);
        CompletableFuture<LevelLock> inside = reader.lock(LockLevel.RESERVED, TEN_SECONDS);

        reserved.close();

        // The other way round the one outside would be PENDING, waiting for a reader that waits for it.
        assertThat(inside).isCompleted();
        reader.close();
        assertThat(outside).isCompleted();
    }

    @Test
    void readersBehindAReaderComeInTogether() throws Exception {
        LevelLock writer = here.open(FILE);
        writer.tryLock(LockLevel.EXCLUSIVE);
        CompletableFuture<LevelLock> one = here.open(FILE).lock(LockLevel.SHARED, TEN_SECONDS);
        CompletableFuture<LevelLock> other = here.open(FILE).lock(LockLevel.SHARED, TEN_SECONDS);

        writer.downgrade(LockLevel.SHARED);

        assertThat(one).isCompleted();
        assertThat(other).isCompleted();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"one process", "two processes"})
    void ofTwoReadersThatBothWantToWriteOneIsRefusedAndTheOtherGoesOn(String where) throws Exception {
        LevelLock one = here.open(FILE);
        LevelLock other = (where.equals("one process") ? here : elsewhere).open(FILE);
        one.tryLock(LockLevel.SHARED);
        other.tryLock(LockLevel.SHARED);
        CompletableFuture<LevelLock> oneAsked = one.lock(LockLevel.EXCLUSIVE, TEN_SECONDS);

        CompletableFuture<LevelLock> otherAsked = other.lock(LockLevel.EXCLUSIVE, TEN_SECONDS);
        vfs.advance(Duration.ofMillis(100));

        LockRefusedException refused = failureOf(otherAsked, LockRefusedException.class);
        assertThat(refused)
                .hasMessage(
                        "/table.lock: cannot go from SHARED to EXCLUSIVE, because another holder is PENDING and waits"
                                + " for this SHARED lock to end (a deadlock). Go down to NONE, then ask for EXCLUSIVE again.");
        assertThat(other.level()).isEqualTo(LockLevel.SHARED);
        assertThat(oneAsked).isNotDone();
        other.downgrade(LockLevel.NONE);
        vfs.advance(Duration.ofMillis(100));
        assertThat(oneAsked).isCompleted();
    }

    @Test
    void ofTwoReadersThatBothWantReservedTheSecondWaitsAndTimesOut() throws Exception {
        LevelLock one = here.open(FILE);
        LevelLock other = here.open(FILE);
        one.tryLock(LockLevel.SHARED);
        other.tryLock(LockLevel.SHARED);
        one.tryLock(LockLevel.RESERVED);
        CompletableFuture<LevelLock> asked = other.lock(LockLevel.RESERVED, TEN_SECONDS);

        vfs.advance(TEN_SECONDS);

        assertThat(failureOf(asked, LockTimeoutException.class).blockedBy()).isEqualTo(LockLevel.RESERVED);
        assertThat(other.level()).isEqualTo(LockLevel.SHARED);
    }

    @Test
    void twoThatAskForExclusiveFromNoneNeverDeadlock() throws Exception {
        LevelLock one = here.open(FILE);
        LevelLock other = elsewhere.open(FILE);
        one.tryLock(LockLevel.RESERVED);
        CompletableFuture<LevelLock> otherAsked = other.lock(LockLevel.EXCLUSIVE, TEN_SECONDS);

        // While it waits for RESERVED it must not sit on SHARED, or this could never be.
        assertThat(one.tryLock(LockLevel.EXCLUSIVE)).isTrue();

        one.close();
        vfs.advance(Duration.ofSeconds(1));
        assertThat(otherAsked).isCompleted();
    }

    @Test
    void oneHandleHasOneRequestAtATime() throws Exception {
        elsewhere.open(FILE).tryLock(LockLevel.EXCLUSIVE);
        LevelLock lock = here.open(FILE);
        CompletableFuture<LevelLock> asked = lock.lock(LockLevel.SHARED, TEN_SECONDS);

        assertThatThrownBy(() -> lock.lock(LockLevel.SHARED, TEN_SECONDS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("/table.lock: a request of this lock is under way");
        assertThatThrownBy(() -> lock.tryLock(LockLevel.SHARED)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> lock.downgrade(LockLevel.NONE)).isInstanceOf(IllegalStateException.class);
        assertThat(asked).isNotDone();
    }

    @Test
    void aRequestMadeAtTheMomentInWhichTheCancelledOneIsUndoneIsNotRefused() throws Exception {
        LevelLock lock = here.open(FILE);
        Waiter cancelled = new Waiter(lock, LockLevel.SHARED, 0, TEN_SECONDS, () -> {}) {
            @Override
            boolean withdrawn() {
                boolean answer = super.withdrawn();
                // What another thread may do between this look and what follows from it.
                lock.end(this);
                return answer;
            }
        };
        lock.begin(cancelled);
        cancelled.cancel(false);
        Waiter next = new Waiter(lock, LockLevel.SHARED, 0, TEN_SECONDS, () -> {});

        lock.begin(next);

        assertThat(lock.request()).isSameAs(next);
    }

    @Test
    void aHolderThatAsksAgainInsideItsOwnCompletionIsServed() throws Exception {
        LevelLock lock = here.open(FILE);

        CompletableFuture<LevelLock> asked = lock.lock(LockLevel.SHARED, TEN_SECONDS)
                .thenCompose(shared -> shared.lock(LockLevel.EXCLUSIVE, TEN_SECONDS));

        assertThat(asked).isCompletedWithValue(lock);
        assertThat(lock.level()).isEqualTo(LockLevel.EXCLUSIVE);
    }

    @Test
    void closingFreesEverythingAndFailsTheRequestUnderWay() throws Exception {
        elsewhere.open(FILE).tryLock(LockLevel.SHARED);
        LevelLock writer = here.open(FILE);
        CompletableFuture<LevelLock> asked = writer.lock(LockLevel.EXCLUSIVE, TEN_SECONDS);

        writer.close();
        writer.close();

        assertThat(failureOf(asked, IOException.class)).hasMessageContaining("closed while it waited");
        assertThat(ranges(vfs)).isEqualTo("pending free, reserved free, shared shared");
        assertThatThrownBy(() -> writer.tryLock(LockLevel.SHARED)).hasMessageContaining("closed");
        assertThat(vfs.pendingTimers()).isZero();
    }

    @Test
    void aRequestOfAClosedLockFailsAndDisturbsNoOneElse() throws Exception {
        LevelLock closed = here.open(FILE);
        LevelLock other = here.open(FILE);
        closed.close();

        CompletableFuture<LevelLock> asked = closed.lock(LockLevel.SHARED, TEN_SECONDS);

        assertThat(asked).isCompletedExceptionally();
        assertThat(other.lock(LockLevel.EXCLUSIVE, TEN_SECONDS)).isCompleted();
    }

    @Test
    void aKilledHolderIsNoLongerInTheWay() throws Exception {
        MemoryVfs doomed = vfs.process();
        new LevelLocks(doomed, Runnable::run).open(FILE).tryLock(LockLevel.EXCLUSIVE);
        CompletableFuture<LevelLock> asked = here.open(FILE).lock(LockLevel.EXCLUSIVE, TEN_SECONDS);
        assertThat(asked).isNotDone();

        doomed.kill();
        vfs.advance(Duration.ofMillis(100));

        assertThat(asked).isCompleted();
    }

    @Test
    void aWaiterWhoseExecutorIsGoneIsToldSo() throws Exception {
        LevelLock lock = new LevelLocks(vfs, task -> {
                    throw new RejectedExecutionException("shut down");
                })
                .open(FILE);

        CompletableFuture<LevelLock> asked = lock.lock(LockLevel.SHARED, TEN_SECONDS);

        assertThat(failureOf(asked, IOException.class)).hasRootCauseInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void aWaiterWhoseProcessIsKilledFailsInsteadOfWaitingForEver() throws Exception {
        elsewhere.open(FILE).tryLock(LockLevel.EXCLUSIVE);
        CompletableFuture<LevelLock> asked = here.open(FILE).lock(LockLevel.SHARED, TEN_SECONDS);

        vfs.kill();
        vfs.advance(TEN_SECONDS);

        assertThat(asked).isCompletedExceptionally();
    }

    @Test
    void aWaiterWhoseFileSystemIsClosedFailsInsteadOfWaitingForEver() throws Exception {
        elsewhere.open(FILE).tryLock(LockLevel.EXCLUSIVE);
        LevelLock lock = here.open(FILE);
        vfs.close();

        CompletableFuture<LevelLock> asked = lock.lock(LockLevel.SHARED, TEN_SECONDS);

        assertThat(failureOf(asked, IOException.class)).hasRootCauseInstanceOf(ClosedFileSystemException.class);
    }

    @Test
    void aRelativeAndAnAbsolutePathOfOneFileQueueUpTogether() throws Exception {
        LevelLock holder = here.open(FILE);
        holder.tryLock(LockLevel.EXCLUSIVE);
        CompletableFuture<LevelLock> asked =
                here.open(Path.of("/").relativize(FILE)).lock(LockLevel.EXCLUSIVE, TEN_SECONDS);

        holder.close();

        assertThat(asked).as("handed over at once, without a poll").isCompleted();
    }

    @Test
    void aLevelThatIsHeldIsConfirmedByTheFileBeforeItIsSaidToBe() throws Exception {
        LevelLock lock = here.open(FILE);
        lock.tryLock(LockLevel.EXCLUSIVE);
        assertThat(lock.tryLock(LockLevel.SHARED)).isTrue();
        assertThat(ranges(vfs)).isEqualTo("pending exclusive, reserved exclusive, shared exclusive");
        vfs.delete(FILE);

        assertThat(catchThrowableOfType(LostLockException.class, () -> lock.tryLock(LockLevel.EXCLUSIVE)))
                .hasMessageContaining("removed or replaced");

        assertThat(lock.level()).isEqualTo(LockLevel.NONE);
        assertThat(catchThrowableOfType(IOException.class, () -> lock.tryLock(LockLevel.SHARED)))
                .hasMessageContaining("this lock was lost");
    }

    @Test
    void aStepOnALockFileThatWasReplacedLosesTheLock() throws Exception {
        LevelLock lock = here.open(FILE);
        lock.tryLock(LockLevel.SHARED);
        vfs.delete(FILE);
        LevelLock anew = here.open(FILE);

        assertThat(failureOf(lock.lock(LockLevel.RESERVED, TEN_SECONDS), LostLockException.class))
                .hasMessageContaining("close it and open it again");

        assertThat(lock.level()).isEqualTo(LockLevel.NONE);
        assertThat(anew.tryLock(LockLevel.EXCLUSIVE)).isTrue();
    }

    @Test
    void askingAboutOthersOnALockFileThatWasReplacedLosesTheLock() throws Exception {
        LevelLock lock = here.open(FILE);
        lock.tryLock(LockLevel.SHARED);
        vfs.delete(FILE);

        assertThat(catchThrowableOfType(LostLockException.class, lock::isReservedElsewhere))
                .isNotNull();

        assertThat(lock.level()).isEqualTo(LockLevel.NONE);
    }

    @Test
    void differentFilesHaveNothingToDoWithEachOther() throws Exception {
        here.open(FILE).tryLock(LockLevel.EXCLUSIVE);

        assertThat(here.open(Path.of("/other.lock")).tryLock(LockLevel.EXCLUSIVE))
                .isTrue();
    }

    /** Brings a lock to a level; PENDING needs a reader that it waits for. */
    private void hold(LevelLock lock, LockLevel level) throws IOException {
        switch (level) {
            case NONE -> {}
            case PENDING -> {
                here.open(FILE).tryLock(LockLevel.SHARED);
                CompletableFuture<LevelLock> waiting = lock.lock(LockLevel.EXCLUSIVE, TEN_SECONDS);
                assertThat(waiting).isNotDone();
            }
            default -> assertThat(lock.tryLock(level)).isTrue();
        }
        assertThat(lock.level()).isEqualTo(level);
    }

    private static String canTake(LevelLocks locks, LockLevel wanted) throws IOException {
        try (LevelLock lock = locks.open(FILE)) {
            return yesOrNo(lock.tryLock(wanted));
        }
    }

    private static String canBecomePending(LevelLocks locks) throws IOException {
        try (LevelLock lock = locks.open(FILE)) {
            CompletableFuture<LevelLock> asked = lock.lock(LockLevel.EXCLUSIVE, TEN_SECONDS);
            boolean pending = lock.level().atLeast(LockLevel.PENDING);
            asked.cancel(false);
            return yesOrNo(pending);
        }
    }

    private static String yesOrNo(boolean value) {
        return value ? "yes" : "no";
    }

    private static void runAll(List<Runnable> tasks) {
        List<Runnable> due = List.copyOf(tasks);
        tasks.clear();
        due.forEach(Runnable::run);
    }

    static <T extends Throwable> T failureOf(CompletableFuture<?> future, Class<T> type) {
        ExecutionException failure =
                catchThrowableOfType(ExecutionException.class, () -> future.get(10, TimeUnit.SECONDS));
        assertThat(failure).isNotNull();
        assertThat(failure.getCause()).isInstanceOf(type);
        return type.cast(failure.getCause());
    }

    /** What the lock file itself says, seen by a stranger. */
    static String ranges(MemoryVfs vfs) throws IOException {
        List<String> seen = new ArrayList<>();
        try (var file = vfs.process().openLockFile(FILE)) {
            for (RangeUnderTest range : RangeUnderTest.values()) {
                String state = "free";
                if (file.lockedElsewhere(range.position, range.length)) {
                    state = file.tryLock(range.position, range.length, true) ? "shared" : "exclusive";
                }
                seen.add(range.name().toLowerCase(Locale.ROOT) + " " + state);
            }
        }
        return String.join(", ", seen);
    }

    private enum RangeUnderTest {
        PENDING(HeldRanges.PENDING_BYTE, 1),
        RESERVED(HeldRanges.RESERVED_BYTE, 1),
        SHARED(HeldRanges.SHARED_FIRST, HeldRanges.SHARED_BYTES);

        final long position;
        final long length;

        RangeUnderTest(long position, long length) {
            this.position = position;
            this.length = length;
        }
    }
}
