package io.sluice.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sluice.io.flow.RetrySettings;
import io.sluice.io.vfs.Fault;
import io.sluice.io.vfs.FaultPlan;
import io.sluice.io.vfs.FaultyVfs;
import io.sluice.io.vfs.ForwardingVfs;
import io.sluice.io.vfs.MemoryVfs;
import io.sluice.io.vfs.Survival;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsOperation;
import io.sluice.sink.parquet.RowFile;
import io.sluice.sink.store.log.Sweep;
import io.sluice.sink.store.operations.Verification;
import io.sluice.sink.store.operations.VerificationReport;
import io.sluice.sink.store.targets.LocalTarget;
import io.sluice.sink.store.targets.Target;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A task writes nine records in three commits of three files each, while each call to the file system fails in turn, in each
 * way, and while another task takes over before each call. Then a task finishes it, and every record is there once.
 */
class SinkCrashTest {
    private static final long RECORDS = 9;
    private static final int BATCH = 3;
    private static final Duration AGE = Duration.ofMinutes(1);
    private static final int MOST_ROUNDS = 60;

    private static final Map<String, String> CONFIG =
            Map.of("partition.fields", "symbol", "rotate.age.ms", Long.toString(AGE.toMillis()));

    /** A machine in memory starts its randomness anew after a crash; real ones give no name twice. */
    private static final class NewRandom extends ForwardingVfs {
        private final Random random;

        NewRandom(Vfs below, long seed) {
            super(below);
            random = new Random(seed);
        }

        @Override
        public RandomGenerator random() {
            return random;
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"EIO", "ENOSPC", "SHORT", "REPLY_LOST", "CRASH", "CRASH_AFTER"})
    void whicheverCallFailsEveryRecordIsThereOnce(Fault fault) throws IOException {
        // Of the calls that the fault can befall each seventh, other ones in each mode and for each fault; the soak
        // takes all.
        failCalls(fault, false, fault.name().length() % 7, 7);
        failCalls(fault, true, (fault.name().length() + 3) % 7, 7);
    }

    @Tag("soak")
    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"EIO", "ENOSPC", "SHORT", "REPLY_LOST", "CRASH", "CRASH_AFTER"})
    void whicheverCallFailsEveryRecordIsThereOnceForAllCalls(Fault fault) throws IOException {
        failCalls(fault, false, 0, 1);
        failCalls(fault, true, 0, 1);
    }

    private static void failCalls(Fault fault, boolean late, int first, int step) throws IOException {
        List<VfsOperation> calls =
                attempt(FaultPlan.none(), Survival.everything(), late).operations();
        assertThat(calls).hasSizeGreaterThan(150);
        List<Survival> survivals = List.of(Survival.syncedOnly(), Survival.everything(), Survival.seeded(1));
        List<Integer> numbers = IntStream.rangeClosed(1, calls.size())
                .filter(number -> fault.appliesTo(calls.get(number - 1)))
                .boxed()
                .toList();
        for (int i = first; i < numbers.size(); i += step) {
            Survival survival = survivals.get(i / step % survivals.size());
            FaultyVfs faulty = attempt(FaultPlan.at(numbers.get(i), fault), survival, late);
            // All is on one thread, so it is the same call again.
            assertThat(faulty.injected())
                    .singleElement()
                    .asString()
                    .endsWith(calls.get(numbers.get(i) - 1).toString());
        }
    }

    @Test
    void whateverFailsAtRandomEveryRecordIsThereOnce() throws IOException {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int schedule = 0; schedule < 60; schedule++) {
            long faults = random.nextLong();
            attempt(
                    FaultPlan.seeded(
                            faults, 0.02, List.of(Fault.EIO, Fault.SHORT, Fault.REPLY_LOST, Fault.CRASH_AFTER)),
                    Survival.seeded(faults),
                    schedule % 2 == 0);
        }
    }

    /**
     * Returns what was called.
     *
     * @param late whether files are finished while the records that follow are taken
     */
    private static FaultyVfs attempt(FaultPlan plan, Survival survival, boolean late) throws IOException {
        MemoryVfs disk = SinkRig.emptyDisk();
        FaultyVfs faulty = new FaultyVfs(disk, plan);
        FakeSinkWorker.Broker broker = Trades.broker(0, RECORDS);
        SinkRig rig = new SinkRig(faulty, broker, CONFIG);
        if (late) {
            rig.withLateFiles();
        }

        Throwable thrown = catchThrowable(() -> run(rig, disk));

        String what = (late ? "late files, " : "") + plan + ", " + faulty.injected() + ", " + survival + ", thrown: "
                + thrown;
        if (thrown != null) {
            assertThat(thrown).as(what).isInstanceOf(ConnectException.class);
        }
        if (!faulty.crashed()) {
            // The worker lives, and closes a task that failed.
            assertThat(catchThrowable(rig::close)).as(what).isNull();
        }
        finish(disk.afterCrash(survival), broker, what);
        disk.kill();
        return faulty;
    }

    private static void run(SinkRig rig, MemoryVfs disk) {
        rig.start(SinkRig.TRADES);
        for (int round = 0; round < MOST_ROUNDS && !isAllCommitted(rig); round++) {
            int unused = rig.worker.poll(BATCH);
            rig.finishFiles();
            disk.advance(AGE);
            rig.ring();
        }
        assertThat(isAllCommitted(rig)).as("committed after many rounds").isTrue();
    }

    private static boolean isAllCommitted(SinkRig rig) {
        return rig.worker.commit().values().stream().anyMatch(offset -> offset.offset() == RECORDS);
    }

    /** Whoever comes next finishes it, and then nothing is missing, twice or left over. */
    private static void finish(MemoryVfs machine, FakeSinkWorker.Broker broker, String what) throws IOException {
        machine.advanceByItself(true);
        Vfs after = new NewRandom(machine, 2);
        try {
            SinkRig rig = new SinkRig(after, broker, CONFIG);
            run(rig, machine);
            rig.close();
            assertThat(Trades.numbers(after)).as(what).isEqualTo(Trades.upTo(RECORDS));
            Target target = target(after);
            Sweep.Report swept = Sweep.ofAll(target, Instant.MIN);
            assertThat(swept.kept()).as(what + ", kept by the sweep").isEmpty();
            VerificationReport report = new Verification(target, RowFile::rowCount).run();
            assertThat(report.problems()).as(what + ", verified").isEmpty();
            assertThat(report.gaps()).as(what + ", gaps").isEmpty();
            assertThat(Trades.numbers(after)).as(what + ", after the sweep").isEqualTo(Trades.upTo(RECORDS));
        } catch (IOException | RuntimeException failure) {
            throw new AssertionError(what, failure);
        }
    }

    private static Target target(Vfs vfs) throws IOException {
        return new LocalTarget(vfs, SinkRig.ROOT.resolve("trades"), Runnable::run, RetrySettings.NONE);
    }

    /** Before one call, another task does everything; then the call, and the rest, goes on: a process that was stopped. */
    private static final class StoppedVfs extends ForwardingVfs {
        private final long at;
        private final Runnable other;
        private long calls;
        private Throwable othersFailure;

        StoppedVfs(Vfs below, long at, Runnable other) {
            super(below);
            this.at = at;
            this.other = other;
        }

        @Override
        protected <T> T around(VfsOperation operation, Call<T> call) throws IOException {
            if (++calls == at) {
                othersFailure = catchThrowable(other::run);
            }
            return call.make(Long.MAX_VALUE);
        }
    }

    @Test
    void aTaskThatStoodStillWhileAnotherTookOverDoesNoHarm() throws IOException {
        stopBeforeCalls(2, 3);
    }

    @Tag("soak")
    @Test
    void aTaskThatStoodStillBeforeAnyCallDoesNoHarm() throws IOException {
        stopBeforeCalls(1, 1);
    }

    private static void stopBeforeCalls(long first, int step) throws IOException {
        boolean reached = true;
        int fenced = 0;
        for (long n = first; reached; n += step) {
            MemoryVfs disk = SinkRig.emptyDisk();
            FakeSinkWorker.Broker broker = Trades.broker(0, RECORDS);
            Vfs twin = new NewRandom(disk.process(), 3);
            StoppedVfs stopped = new StoppedVfs(disk, n, () -> {
                SinkRig other = new SinkRig(twin, copy(broker), CONFIG);
                run(other, disk);
                other.close();
            });
            SinkRig zombie = new SinkRig(stopped, broker, CONFIG);

            Throwable thrown = catchThrowable(() -> run(zombie, disk));
            Throwable closing = catchThrowable(zombie::close);

            String what = "stopped before call " + n + ", thrown: " + thrown;
            reached = stopped.calls >= n;
            if (reached) {
                assertThat(stopped.othersFailure).as(what).isNull();
                assertThat(closing).as(what).isNull();
                assertThat(Trades.numbers(disk)).as(what).isEqualTo(Trades.upTo(RECORDS));
                fenced += thrown != null && thrown.getMessage().contains("another writer") ? 1 : 0;
                finish(disk.afterCrash(n % 2 == 0 ? Survival.syncedOnly() : Survival.seeded(n)), broker, what);
            }
            disk.kill();
        }
        assertThat(fenced).isGreaterThan(10);
    }

    private static FakeSinkWorker.Broker copy(FakeSinkWorker.Broker broker) {
        FakeSinkWorker.Broker copy = new FakeSinkWorker.Broker();
        copy.topics.putAll(broker.topics);
        return copy;
    }
}
