package io.sluice.sink.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.io.vfs.Fault;
import io.sluice.io.vfs.FaultPlan;
import io.sluice.io.vfs.FaultyVfs;
import io.sluice.io.vfs.MemoryVfs;
import io.sluice.io.vfs.Survival;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsCall;
import io.sluice.sink.store.log.Entry;
import io.sluice.sink.store.operations.Repair;
import io.sluice.sink.store.operations.Verification;
import io.sluice.sink.store.operations.VerificationReport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * One story of a data set, made up from a seed: some rounds, in each of which writers of two sources (several of one source
 * too, and such as stood still since an earlier round), a writer by key and an operator take turns call by call, while calls
 * fail, processes end and the power goes. Then somebody finishes it, and all must be as if nothing had happened.
 *
 * <p>One thread of an {@link Interleaving} at a time.
 */
final class RandomSchedule {
    private static final List<String> SOURCES = List.of("orders-1", "orders-11");
    private static final List<Fault> FAULTS =
            List.of(Fault.EIO, Fault.ENOSPC, Fault.SHORT, Fault.REPLY_LOST, Fault.CRASH, Fault.CRASH_AFTER);

    /** What the protocol's steps end with. */
    private static final List<VfsCall> STEPS =
            List.of(VfsCall.LINK, VfsCall.REPLACE, VfsCall.SYNC_DIRECTORY, VfsCall.FORCE, VfsCall.DELETE);

    /** So many entries that some schedules come to the first checkpoint, at 64. */
    private static final int ENTRIES_BEFORE = 60;

    private static final int MOST_ROUNDS = 3;

    /** Whoever waits keeps the turn, so that waiting for a lock is in vain. */
    private static final DataSetSettings HASTY =
            new DataSetSettings("test", Duration.ofMillis(20), 100, Duration.ofMillis(1));

    private final SplittableRandom random;
    private final Interleaving interleaving;
    private final List<String> story = new ArrayList<>();
    private final Map<String, Long> begins = new HashMap<>();
    private final Map<String, Long> ends = new HashMap<>();

    /** What somebody was told is committed: no claim may go back behind it. */
    private final Map<String, Long> certain = new HashMap<>();

    private final List<Standing> standing = new ArrayList<>();
    private final List<String> keyRows = new ArrayList<>();
    private final List<String> perhapsKeyRows = new ArrayList<>();

    private MemoryVfs machine;
    private int transactions;
    private long fenced;

    /** A writer that stands still between two rounds. */
    private record Standing(String source, ClaimedLog log, MemoryVfs process) {}

    /** What a story came to, to see that the stories are not all the same. */
    record Outcome(long faults, long fenced, long rounds) {
        Outcome plus(Outcome other) {
            return new Outcome(faults + other.faults, fenced + other.fenced, rounds + other.rounds);
        }
    }

    RandomSchedule(long seed, Interleaving interleaving) {
        this.random = new SplittableRandom(seed);
        this.interleaving = interleaving;
    }

    /** A machine whose first source has made so many commits of nothing that its first checkpoint is near. */
    static MemoryVfs nearACheckpoint() throws IOException {
        MemoryVfs machine = Disk.empty();
        try (DataSet dataSet = Disk.dataSet(machine);
                ClaimedLog log = dataSet.claim(SOURCES.get(0))) {
            while (log.next() < ENTRIES_BEFORE) {
                log.commit(new Entry.Range(log.next(), log.next() + 1, Map.of()), List.of(), Map.of());
            }
        }
        machine.syncEverything();
        return machine;
    }

    List<String> story() {
        return story;
    }

    Outcome run(MemoryVfs nearACheckpoint)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        boolean old = random.nextInt(8) == 0;
        machine = old ? nearACheckpoint.afterCrash(Survival.everything()) : Disk.empty();
        machine.advanceByItself(true);
        for (String source : SOURCES) {
            begins.put(source, old && source.equals(SOURCES.get(0)) ? ENTRIES_BEFORE : 0L);
            ends.put(source, begins.get(source) + 3 + random.nextLong(5));
            certain.put(source, begins.get(source));
        }
        int rounds = 1 + random.nextInt(MOST_ROUNDS);
        long faults = 0;
        for (int round = 0; round < rounds; round++) {
            faults += round(round);
        }
        finish();
        return new Outcome(faults, fenced, rounds);
    }

    private long round(int number) throws InterruptedException, ExecutionException, TimeoutException {
        Interleaving.Round round = interleaving.round(random.split());
        List<FaultyVfs> disks = new ArrayList<>();
        List<MemoryVfs> processes = new ArrayList<>();
        for (Standing zombie : List.copyOf(standing)) {
            tell(number + ": a writer of " + zombie.source() + " goes on");
            round.add(() -> goOn(zombie));
        }
        int programs = 1 + random.nextInt(4);
        for (int i = 0; i < programs; i++) {
            MemoryVfs process = machine.process();
            FaultyVfs faulty = new FaultyVfs(process, plan());
            Vfs disk = interleaving.switching(new Disk.NewRandom(faulty, random.nextLong()));
            processes.add(process);
            disks.add(faulty);
            round.add(program(number, process, disk, faulty));
        }
        List<MemoryVfs> after = new ArrayList<>();
        if (random.nextInt(3) == 0) {
            Survival survival = survival();
            long call = 1 + random.nextLong(300);
            tell(number + ": the power goes before call " + call + ", " + survival);
            round.before(call, () -> after.add(machine.crash(survival)));
        }

        round.run();

        if (!after.isEmpty()) {
            machine = after.get(0);
            machine.advanceByItself(true);
            standing.clear();
        } else {
            standing.forEach(zombie -> processes.remove(zombie.process()));
            processes.forEach(MemoryVfs::kill);
        }
        disks.forEach(disk -> disk.injected().forEach(this::tell));
        return disks.stream().mapToLong(disk -> disk.injected().size()).sum();
    }

    private FaultPlan plan() {
        Fault fault = FAULTS.get(random.nextInt(FAULTS.size()));
        return switch (random.nextInt(6)) {
            case 0, 1 -> FaultPlan.none();
            case 5 -> FaultPlan.at(1 + random.nextLong(5), fault, STEPS.get(random.nextInt(STEPS.size())));
            case 2 -> FaultPlan.at(1 + random.nextLong(250), fault);
            case 3 -> FaultPlan.seeded(random.nextLong(), 0.002 + random.nextDouble() * 0.02, FAULTS);
            default -> FaultPlan.between(1 + random.nextLong(200), 200 + random.nextLong(30), fault);
        };
    }

    private Survival survival() {
        return switch (random.nextInt(4)) {
            case 0 -> Survival.syncedOnly();
            case 1 -> Survival.everything();
            default -> Survival.seeded(random.nextLong());
        };
    }

    private Interleaving.Program program(int round, MemoryVfs process, Vfs disk, FaultyVfs faulty) {
        int what = random.nextInt(8);
        SplittableRandom own = random.split();
        String source = SOURCES.get(what % 2);
        tell(round + ": " + (what < 5 ? source : what < 7 ? "keys" : "operator") + ", " + faulty.plan());
        return switch (what) {
            case 0, 1, 2, 3, 4 -> () -> writeSource(own, process, disk, source);
            case 5, 6 -> () -> writeKeys(own, disk);
            default -> () -> operate(own, disk);
        };
    }

    private void writeSource(SplittableRandom own, MemoryVfs process, Vfs disk, String source) {
        int commits = own.nextInt(5);
        boolean stands = own.nextInt(4) == 0;
        try {
            long atLeast = certain.get(source);
            ClaimedLog log = Disk.dataSet(disk).claim(source);
            if (log.next() < atLeast) {
                throw new AssertionError(source + " goes on at " + log.next() + ", but " + atLeast + " was committed");
            }
            for (int i = 0; i < commits && log.next() < ends.get(source); i++) {
                commit(own, log, source);
            }
            if (stands) {
                standing.add(new Standing(source, log, process));
            } else if (own.nextBoolean()) {
                log.close();
            }
        } catch (FencedException another) {
            fenced++;
        } catch (IOException expected) {
            tell(source + ": " + expected);
        }
    }

    /** It stood still, and does not know for how long: its next commit is of what it knew. */
    private void goOn(Standing zombie) {
        standing.remove(zombie);
        try {
            while (zombie.log().next() < ends.get(zombie.source())) {
                commit(random, zombie.log(), zombie.source());
            }
            zombie.log().close();
        } catch (FencedException another) {
            fenced++;
        } catch (IOException expected) {
            tell("a writer of " + zombie.source() + " that stood still: " + expected);
        }
        zombie.process().kill();
    }

    private void commit(SplittableRandom own, ClaimedLog log, String source) throws IOException {
        long first = log.next();
        long next = Math.min(first + 1 + own.nextLong(3), ends.get(source));
        int keys = 1 + own.nextInt(3);
        List<StagedFile> files = new ArrayList<>();
        for (int key = 0; key < keys; key++) {
            List<String> rows = new ArrayList<>();
            for (long row = first; row < next; row++) {
                if (row % keys == key) {
                    rows.add(source + " " + row);
                }
            }
            if (!rows.isEmpty()) {
                StagedFile file = log.stage(Key.of("key=" + key), first);
                file.seal(Disk.lines(rows).writeTo(file).withOffsets(first, next - 1));
                files.add(file);
            }
        }
        if (own.nextInt(6) == 0) {
            StagedFile abandoned = log.stage(Key.of("key=0"), first);
            Disk.lines("nobody sees this").writeTo(abandoned);
        }
        try {
            log.commit(new Entry.Range(first, next, Map.of()), files, Map.of());
        } catch (UnpublishedException committed) {
            tell(source + ": " + committed);
        }
        certain.merge(source, next, Math::max);
    }

    private void writeKeys(SplittableRandom own, Vfs disk) {
        int count = 1 + own.nextInt(3);
        try {
            DataSet dataSet = DataSet.open(Disk.target(disk), HASTY);
            for (int i = 0; i < count; i++) {
                transact(own, dataSet);
            }
            if (own.nextBoolean()) {
                dataSet.close();
            }
        } catch (IOException expected) {
            tell("keys: " + expected);
        }
    }

    /** One row for each of two keys: both are there, or neither. */
    private void transact(SplittableRandom own, DataSet dataSet) throws IOException {
        String row = "transaction " + transactions++;
        try (Transaction transaction = dataSet.begin()) {
            transaction.append(Key.of("a/" + own.nextInt(2)), Description.NONE, Disk.lines(row + " a"));
            transaction.append(Key.of("b"), Description.NONE, Disk.lines(row + " b"));
            if (own.nextInt(5) == 0) {
                transaction.rollback();
                return;
            }
            perhapsKeyRows.add(row);
            try {
                transaction.commit();
            } catch (UnpublishedException committed) {
                tell("keys: " + committed);
            } catch (ConflictException none) {
                perhapsKeyRows.remove(row);
                throw none;
            }
            keyRows.add(row);
        }
    }

    private void operate(SplittableRandom own, Vfs disk) {
        try {
            switch (own.nextInt(4)) {
                case 0 -> new Repair(Disk.target(disk)).publish();
                case 1 -> new Repair(Disk.target(disk)).collect();
                case 2 -> new Verification(Disk.target(disk), Disk::lineCount).run();
                default -> Disk.rowsByLog(disk);
            }
        } catch (IOException expected) {
            tell("operator: " + expected);
        }
    }

    /** Everybody comes back, nothing fails any more. */
    private void finish() throws IOException {
        standing.forEach(zombie -> zombie.process().kill());
        Vfs disk = new Disk.NewRandom(machine.process(), random.nextLong());
        List<String> expected = new ArrayList<>();
        for (String source : SOURCES) {
            try (DataSet dataSet = Disk.dataSet(disk);
                    ClaimedLog log = dataSet.claim(source)) {
                assertThat(log.next()).as("next of %s", source).isGreaterThanOrEqualTo(certain.get(source));
                while (log.next() < ends.get(source)) {
                    commit(random, log, source);
                }
            }
            for (long row = begins.get(source); row < ends.get(source); row++) {
                expected.add(source + " " + row);
            }
        }
        new Repair(Disk.target(disk)).publish();
        new Repair(Disk.target(disk)).collect();
        List<String> byLog = Disk.rowsByLog(disk);
        assertThat(Disk.rowsByGlob(disk)).as("by glob and by log").isEqualTo(byLog);
        assertThat(Disk.staged(disk)).as("staged").isEmpty();
        List<String> ofKeys =
                byLog.stream().filter(row -> row.startsWith("transaction")).toList();
        assertThat(byLog.stream().filter(row -> !row.startsWith("transaction")))
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(ofKeys).doesNotHaveDuplicates().containsAll(halves(keyRows));
        assertThat(halves(perhapsKeyRows)).containsAll(ofKeys);
        assertThat(ofKeys.stream().filter(row -> row.endsWith("a")).map(row -> row.replace(" a", " b")))
                .containsExactlyInAnyOrderElementsOf(
                        ofKeys.stream().filter(row -> row.endsWith("b")).toList());
        VerificationReport report = new Verification(Disk.target(disk), Disk::lineCount).run();
        assertThat(report.problems()).isEmpty();
        assertThat(report.gaps()).isEmpty();
        assertThat(report.unpublished()).isEmpty();
    }

    private static List<String> halves(List<String> transactions) {
        List<String> rows = new ArrayList<>();
        for (String transaction : transactions) {
            rows.add(transaction + " a");
            rows.add(transaction + " b");
        }
        return rows;
    }

    private void tell(String what) {
        story.add(what);
    }
}
