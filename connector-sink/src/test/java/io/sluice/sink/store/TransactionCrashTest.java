package io.sluice.sink.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sluice.io.vfs.Fault;
import io.sluice.io.vfs.FaultPlan;
import io.sluice.io.vfs.FaultyVfs;
import io.sluice.io.vfs.MemoryVfs;
import io.sluice.io.vfs.Survival;
import io.sluice.io.vfs.Vfs;
import io.sluice.sink.store.operations.Repair;
import io.sluice.sink.store.operations.Verification;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Three transactions over three keys, while each call to the file system fails in turn, in each way. */
class TransactionCrashTest {
    private static final Key A = Key.of("equities/daily/A");
    private static final Key B = Key.of("equities/daily/B");
    private static final Key C = Key.of("rates/C");

    /** The rows after none, one, two and all of the transactions. */
    private static final List<List<String>> STATES =
            List.of(List.of(), List.of("a1", "b1"), List.of("a1", "a2"), List.of("a3", "c1"));

    /** Returns how many transactions are certain to be committed. */
    private static int run(Vfs vfs, int[] certain) throws IOException {
        try (DataSet dataSet = Disk.dataSet(vfs)) {
            commit(certain, dataSet, work -> {
                work.write(A, Description.NONE, Disk.lines("a1"));
                work.write(B, Description.NONE, Disk.lines("b1"));
            });
            commit(certain, dataSet, work -> {
                work.append(A, Description.NONE, Disk.lines("a2"));
                work.delete(B);
            });
            commit(certain, dataSet, work -> {
                work.write(A, Description.NONE, Disk.lines("a3"));
                work.append(C, Description.NONE, Disk.lines("c1"));
            });
        }
        return certain[0];
    }

    private static void commit(int[] certain, DataSet dataSet, AsyncDataSet.Changes changes) throws IOException {
        try (Transaction work = dataSet.begin()) {
            changes.make(work);
            try {
                work.commit();
                certain[0]++;
            } catch (UnpublishedException committed) {
                certain[0]++;
                throw committed;
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"EIO", "ENOSPC", "SHORT", "REPLY_LOST", "CRASH", "CRASH_AFTER"})
    void whicheverCallFailsEachTransactionIsThereWholeOrNotAtAll(Fault fault) throws Exception {
        List<Survival> survivals = List.of(Survival.syncedOnly(), Survival.everything(), Survival.seeded(1));
        long calls = attempt(FaultPlan.none(), survivals);
        assertThat(calls).isGreaterThan(100);
        // All crash points, and of the other faults each third call, which depends on the fault; the soak takes all.
        boolean all = fault == Fault.CRASH_AFTER;
        for (long n = all ? 1 : 1 + fault.name().length() % 3L; n <= calls; n += all ? 1 : 3) {
            attempt(FaultPlan.at(n, fault), List.of(survivals.get((int) (n / 3 % survivals.size()))));
        }
    }

    @Tag("soak")
    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"EIO", "ENOSPC", "SHORT", "REPLY_LOST", "CRASH", "CRASH_AFTER"})
    void whicheverCallFailsEachTransactionIsThereWholeOrNotAtAllOnManyDisks(Fault fault) throws Exception {
        List<Survival> survivals = new ArrayList<>(List.of(Survival.syncedOnly(), Survival.everything()));
        for (long seed = 0; seed < 12; seed++) {
            survivals.add(Survival.seeded(seed));
        }
        long calls = attempt(FaultPlan.none(), survivals);
        for (long n = 1; n <= calls; n++) {
            attempt(FaultPlan.at(n, fault), survivals);
        }
    }

    private static long attempt(FaultPlan plan, List<Survival> survivals) throws IOException {
        MemoryVfs disk = Disk.empty();
        FaultyVfs faulty = new FaultyVfs(disk, plan);
        int[] certain = new int[1];

        Throwable thrown = catchThrowable(() -> run(faulty, certain));

        String what = plan + ", " + faulty.injected() + ", thrown: " + thrown;
        if (thrown != null) {
            assertThat(thrown).as(what).isInstanceOf(IOException.class);
        }
        // What is certain may not be lost; one more may have been committed and the reply lost.
        for (Survival survival : survivals) {
            check(disk.afterCrash(survival), certain[0], what + ", " + survival);
        }
        disk.kill();
        return faulty.count();
    }

    private static void check(MemoryVfs machine, int certain, String what) {
        machine.advanceByItself(true);
        Vfs after = new Disk.NewRandom(machine, 2);
        try {
            // A reader finishes the publication of what it cannot find.
            List<String> before = Disk.rowsByLog(after);
            assertThat(before).as(what + ", before repair").isIn(STATES.subList(certain, Math.min(certain + 2, 4)));
            Repair repair = new Repair(Disk.target(after));
            repair.publish();
            repair.collect();
            List<String> rows = Disk.rowsByLog(after);
            assertThat(rows).as(what).isEqualTo(before);
            assertThat(Disk.rowsByGlob(after)).as(what + ", by glob").isEqualTo(rows);
            assertThat(Disk.staged(after)).as(what + ", staged").isEmpty();
            assertThat(new Verification(Disk.target(after), Disk::lineCount)
                            .run()
                            .problems())
                    .as(what)
                    .isEmpty();
        } catch (IOException failure) {
            throw new AssertionError(what, failure);
        }
    }
}
