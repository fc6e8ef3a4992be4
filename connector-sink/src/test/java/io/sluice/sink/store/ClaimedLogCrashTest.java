package io.sluice.sink.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sluice.io.vfs.Fault;
import io.sluice.io.vfs.FaultPlan;
import io.sluice.io.vfs.FaultyVfs;
import io.sluice.io.vfs.ForwardingVfs;
import io.sluice.io.vfs.MemoryVfs;
import io.sluice.io.vfs.Survival;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsOperation;
import io.sluice.sink.store.log.Sweep;
import io.sluice.sink.store.operations.Verification;
import io.sluice.sink.store.operations.VerificationReport;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A source is written in three commits, while each call to the file system fails in turn, in each way. */
class ClaimedLogCrashTest {
    private static final int SEEDS = 12;

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"EIO", "ENOSPC", "SHORT", "REPLY_LOST", "CRASH", "CRASH_AFTER"})
    void whicheverCallFailsEveryRowIsThereOnce(Fault fault) throws Exception {
        failEachCall(fault, List.of(Survival.syncedOnly(), Survival.everything(), Survival.seeded(1)), 1);
    }

    @Tag("soak")
    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"EIO", "ENOSPC", "SHORT", "REPLY_LOST", "CRASH", "CRASH_AFTER"})
    void whicheverCallFailsEveryRowIsThereOnceOnManyDisks(Fault fault) throws Exception {
        List<Survival> all = new ArrayList<>(List.of(Survival.syncedOnly(), Survival.everything()));
        for (long seed = 0; seed < SEEDS; seed++) {
            all.add(Survival.seeded(seed));
        }
        failEachCall(fault, all, all.size());
    }

    /** @param atOnce how many of the survivals are tried for one call; the next call goes on with the others */
    private static void failEachCall(Fault fault, List<Survival> survivals, int atOnce) throws IOException {
        long calls = attempt(FaultPlan.none(), survivals);
        assertThat(calls).isGreaterThan(100);
        // All crash points, and of the other faults each third call, which depends on the fault; the soak takes all.
        boolean all = atOnce == survivals.size() || fault == Fault.CRASH_AFTER;
        for (long n = all ? 1 : 1 + fault.name().length() % 3L; n <= calls; n += all ? 1 : 3) {
            List<Survival> some = new ArrayList<>();
            for (int i = 0; i < atOnce; i++) {
                some.add(survivals.get((int) ((n / 3 + i) % survivals.size())));
            }
            attempt(FaultPlan.at(n, fault), some);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"EIO", "ENOSPC", "REPLY_LOST"})
    void whateverFailsFromACallOnEveryRowIsThereOnce(Fault fault) throws Exception {
        List<Survival> everything = List.of(Survival.everything());
        long calls = attempt(FaultPlan.none(), everything);
        for (long n = 1 + fault.name().length() % 3L; n <= calls; n += 3) {
            attempt(FaultPlan.from(n, fault), everything);
        }
    }

    private static long attempt(FaultPlan plan, List<Survival> survivals) throws IOException {
        MemoryVfs disk = Disk.empty();
        FaultyVfs faulty = new FaultyVfs(disk, plan);

        Throwable thrown = catchThrowable(() -> SourceWriter.run(faulty));

        String what = plan + ", " + faulty.injected() + ", thrown: " + thrown;
        if (thrown != null) {
            assertThat(thrown).as(what).isInstanceOf(IOException.class);
        }
        for (Survival survival : survivals) {
            finish(disk.afterCrash(survival), what + ", " + survival);
        }
        // The process is killed, or goes on to a new claim; what it wrote is all there.
        disk.kill();
        return faulty.count();
    }

    /** Whoever comes next finishes it, and then nothing is missing, twice or left over. */
    private static void finish(MemoryVfs machine, String what) throws IOException {
        machine.advanceByItself(true);
        Vfs after = new Disk.NewRandom(machine, 2);
        try {
            SourceWriter.run(after);
            assertThat(Disk.rowsByGlob(after)).as(what + ", by glob").isEqualTo(SourceWriter.allRows());
            assertThat(Disk.rowsByLog(after)).as(what + ", by log").isEqualTo(SourceWriter.allRows());
            Sweep.Report swept = Sweep.ofAll(Disk.target(after), Instant.MIN);
            assertThat(swept.kept()).as(what + ", kept by the sweep").isEmpty();
            assertThat(Disk.staged(after)).as(what + ", staged").isEmpty();
            assertThat(Disk.rowsByGlob(after)).as(what + ", after the sweep").isEqualTo(SourceWriter.allRows());
            VerificationReport report = new Verification(Disk.target(after), Disk::lineCount).run();
            assertThat(report.problems()).as(what + ", verified").isEmpty();
            assertThat(report.gaps()).as(what + ", gaps").isEmpty();
        } catch (IOException | RuntimeException failure) {
            throw new AssertionError(what, failure);
        }
    }

    /** Before one call, somebody else does everything; then the call, and the rest, goes on: a process that was stopped. */
    private static final class StoppedVfs extends ForwardingVfs {
        private final long at;
        private final Vfs other;
        private long calls;
        private Throwable othersFailure;

        StoppedVfs(Vfs below, long at, Vfs other) {
            super(below);
            this.at = at;
            this.other = other;
        }

        @Override
        protected <T> T around(VfsOperation operation, Call<T> call) throws IOException {
            if (++calls == at) {
                othersFailure = catchThrowable(() -> SourceWriter.run(other));
            }
            return call.make(Long.MAX_VALUE);
        }
    }

    @Test
    void aWriterThatStoodStillWhileAnotherTookOverDoesNoHarm() throws Exception {
        long n = 1;
        long fenced = 0;
        boolean reached = true;
        while (reached) {
            MemoryVfs disk = Disk.empty();
            StoppedVfs stopped = new StoppedVfs(disk, n, disk.process());

            Throwable thrown = catchThrowable(() -> SourceWriter.run(stopped));

            String what = "stopped before call " + n + ", thrown: " + thrown;
            reached = stopped.calls >= n;
            if (reached) {
                // The one who took over could fail only because it met the other half way; then it would come again.
                assertThat(stopped.othersFailure).as(what).isNull();
                assertThat(Disk.rowsByGlob(disk)).as(what).isEqualTo(SourceWriter.allRows());
                fenced += thrown instanceof FencedException ? 1 : 0;
                if (thrown != null) {
                    assertThat(thrown).as(what).isInstanceOf(IOException.class);
                }
                finish(disk.afterCrash(n % 2 == 0 ? Survival.syncedOnly() : Survival.seeded(n)), what);
            }
            n++;
        }
        assertThat(fenced).isGreaterThan(20);
    }
}
