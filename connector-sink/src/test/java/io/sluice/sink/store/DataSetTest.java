package io.sluice.sink.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.io.flow.RetrySettings;
import io.sluice.io.flow.WorkerPool;
import io.sluice.io.lock.LockTimeoutException;
import io.sluice.io.vfs.Fault;
import io.sluice.io.vfs.FaultPlan;
import io.sluice.io.vfs.FaultyVfs;
import io.sluice.io.vfs.LocalVfs;
import io.sluice.io.vfs.MemoryVfs;
import io.sluice.io.vfs.VfsCall;
import io.sluice.sink.parquet.GroupRows;
import io.sluice.sink.parquet.ParquetSettings;
import io.sluice.sink.store.log.DataFile.ValueRange;
import io.sluice.sink.store.operations.Inspection;
import io.sluice.sink.store.operations.Verification;
import io.sluice.sink.store.targets.HeldLock;
import io.sluice.sink.store.targets.LocalTarget;
import io.sluice.sink.store.targets.Target;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a program sees of a data set. */
class DataSetTest {
    private static final Key AAPL = Key.of("equities/daily/AAPL");
    private static final Key MSFT = Key.of("equities/daily/MSFT");
    private static final MessageType TRADE = MessageTypeParser.parseMessageType(
            "message trade { required int64 sequence; required binary symbol (STRING); }");

    @TempDir
    Path directory;

    private static RowContent<Group> trades(int first, int count) {
        SimpleGroupFactory groups = new SimpleGroupFactory(TRADE);
        return new RowContent<>(
                GroupRows.writing(TRADE),
                IntStream.range(first, first + count)
                        .mapToObj(i ->
                                groups.newGroup().append("sequence", (long) i).append("symbol", "S" + i % 3))
                        .iterator(),
                Map.of("sluice.schema", "7"),
                ParquetSettings.DEFAULT);
    }

    @Test
    void parquetRowsAreWrittenReadDescribedAndVerifiedOnTheRealFileSystem() throws Exception {
        try (LocalVfs vfs = LocalVfs.rootedAt(directory);
                Target target = new LocalTarget(vfs, directory, Runnable::run, RetrySettings.DEFAULT);
                DataSet dataSet = DataSet.open(target, DataSetSettings.of("prices"))) {
            target.probe();
            dataSet.write(AAPL, new Description(3, Map.of("currency", "USD")), trades(100, 50));
            dataSet.append(AAPL, new Description(4, Map.of("currency", "USD")), trades(150, 10));
            List<Long> rows = new ArrayList<>();

            Inspection inspection = new Inspection(dataSet);
            inspection.cat(AAPL, 55, row -> rows.add(row.getLong("sequence", 0)));

            assertThat(rows).hasSize(55).startsWith(100L).endsWith(154L);
            KeyState state = dataSet.metadata(AAPL).orElseThrow();
            assertThat(state.rows()).isEqualTo(60);
            assertThat(state.info().schemaVersion()).isEqualTo(4);
            assertThat(state.info().provider()).isEqualTo("prices");
            assertThat(state.info().attributes()).containsEntry("currency", "USD");
            assertThat(state.info().created()).isBefore(state.info().updated());
            assertThat(state.files().get(0).ranges())
                    .containsEntry("sequence", new ValueRange("100", "149"))
                    .containsEntry("symbol", new ValueRange("S0", "S2"));
            assertThat(state.files()).allMatch(file -> file.name().matches("equities/daily/AAPL/keys\\..*\\.parquet"));
            assertThat(inspection.describe().rows()).isEqualTo(60);
            assertThat(new Verification(target).run().problems()).isEmpty();
        }
    }

    @Test
    void keysAreListedByPrefixWhichEndsAtANamesEnd() throws IOException {
        try (DataSet dataSet = Disk.dataSet(Disk.empty())) {
            for (String key :
                    List.of("equities/daily/AAPL", "equities/dailyish/X", "rates/EUR", "equities/daily/A/B")) {
                dataSet.write(Key.of(key), Description.NONE, Disk.lines(key));
            }
            assertThat(dataSet.list("equities/daily"))
                    .extracting(Key::text)
                    .containsExactly("equities/daily/A/B", "equities/daily/AAPL");
            assertThat(dataSet.list("equities/daily/")).hasSize(2);
            assertThat(dataSet.list("equities/daily/AAPL")).containsExactly(AAPL);
            assertThat(dataSet.list("")).hasSize(4);
            assertThat(dataSet.list("none")).isEmpty();
        }
    }

    @Test
    void aKeyThatIsNotThereIsMissedByName() throws IOException {
        try (DataSet dataSet = Disk.dataSet(Disk.empty())) {
            assertThat(dataSet.exists(AAPL)).isFalse();
            assertThat(dataSet.delete(AAPL)).isFalse();
            assertThatThrownBy(() -> dataSet.read(AAPL, (file, content) -> {}))
                    .isInstanceOf(NoSuchFileException.class)
                    .hasMessageContaining("no key equities/daily/AAPL");
        }
    }

    @Test
    void whatIsRolledBackLeavesNothing() throws IOException {
        MemoryVfs disk = Disk.empty();
        try (DataSet dataSet = Disk.dataSet(disk)) {
            dataSet.write(AAPL, Description.NONE, Disk.lines("a1"));
            try (Transaction transaction = dataSet.begin()) {
                transaction.write(AAPL, Description.NONE, Disk.lines("a2"));
                transaction.write(MSFT, Description.NONE, Disk.lines("m1"));
                transaction.delete(MSFT);
                transaction.rollback();
                assertThatThrownBy(transaction::commit).isInstanceOf(IllegalStateException.class);
            }
            assertThat(Disk.rowsOf(dataSet, AAPL)).containsExactly("a1");
            assertThat(dataSet.exists(MSFT)).isFalse();
        }
        assertThat(Disk.staged(disk)).isEmpty();
        assertThat(Disk.rowsByGlob(disk)).containsExactly("a1");
    }

    @Test
    void contentThatCannotBeWrittenChangesNothing() throws IOException {
        MemoryVfs disk = Disk.empty();
        try (DataSet dataSet = Disk.dataSet(disk)) {
            assertThatThrownBy(() -> dataSet.write(AAPL, Description.NONE, sink -> {
                        throw new IOException("no more rows");
                    }))
                    .hasMessage("no more rows");
            assertThat(dataSet.exists(AAPL)).isFalse();
        }
        assertThat(Disk.staged(disk)).isEmpty();
    }

    @Test
    void aLockKeepsOffOtherProcessesUntilItTimesOut() throws Exception {
        MemoryVfs disk = Disk.empty();
        MemoryVfs other = disk.process();
        DataSetSettings hasty = new DataSetSettings("other", Duration.ofSeconds(2), 3, Duration.ofMillis(1));
        try (DataSet mine = Disk.dataSet(disk);
                DataSet theirs = DataSet.open(Disk.target(other), hasty)) {
            try (HeldLock lock = mine.lock(AAPL, Duration.ZERO)) {
                assertThat(lock.name()).contains("AAPL");
                assertThatThrownBy(() -> theirs.write(AAPL, Description.NONE, Disk.lines("x")))
                        .isInstanceOf(LockTimeoutException.class);
                theirs.write(MSFT, Description.NONE, Disk.lines("m"));
            }
            theirs.write(AAPL, Description.NONE, Disk.lines("a"));
            assertThat(Disk.rowsOf(mine, AAPL)).containsExactly("a");
        }
    }

    @Test
    void aKilledProcessHoldsNoLock() throws Exception {
        MemoryVfs disk = Disk.empty();
        MemoryVfs doomed = disk.process();
        HeldLock lost = Disk.dataSet(doomed).lock(AAPL, Duration.ZERO);
        doomed.kill();
        try (DataSet dataSet = Disk.dataSet(disk)) {
            dataSet.write(AAPL, Description.NONE, Disk.lines("a"));
            assertThat(lost.name()).isNotEmpty();
            assertThat(dataSet.exists(AAPL)).isTrue();
        }
    }

    @Test
    void whoReplacesAKeyThatAnotherChangedPastItsLockFails() throws IOException {
        MemoryVfs disk = Disk.empty();
        try (DataSet mine = Disk.dataSet(disk);
                DataSet theirs = Disk.dataSet(disk.process())) {
            mine.write(AAPL, Description.NONE, Disk.lines("a1"));
            try (Transaction transaction = mine.begin()) {
                transaction.write(AAPL, Description.NONE, Disk.lines("a2"));
                loseLocks(disk);
                theirs.append(AAPL, Description.NONE, Disk.lines("a3"));
                assertThatThrownBy(transaction::commit)
                        .isInstanceOf(ConflictException.class)
                        .hasMessageContaining("equities/daily/AAPL");
            }
            assertThat(Disk.rowsOf(mine, AAPL)).containsExactly("a1", "a3");
        }
        assertThat(Disk.staged(disk)).isEmpty();
    }

    /** As if the server of a network file system had been started anew. */
    private static void loseLocks(MemoryVfs disk) throws IOException {
        List<String> files = new ArrayList<>();
        Disk.target(disk).walk("_sluice/locks", (name, bytes) -> files.add(name));
        for (String file : files) {
            disk.delete(Disk.ROOT.resolve(file));
        }
    }

    @Test
    void readsThatFailForAMomentAreTriedAgain() throws IOException {
        MemoryVfs disk = Disk.empty();
        try (DataSet dataSet = Disk.dataSet(disk)) {
            dataSet.write(AAPL, Description.NONE, Disk.lines("a1"));
        }
        FaultyVfs shaky = new FaultyVfs(disk, FaultPlan.seeded(7, 0.2, List.of(Fault.EIO), VfsCall.READ, VfsCall.LIST));
        Target target = new LocalTarget(shaky, Disk.ROOT, Runnable::run, RetrySettings.DEFAULT);
        try (DataSet dataSet = DataSet.open(target, DataSetSettings.of("test"))) {
            for (int i = 0; i < 20; i++) {
                assertThat(Disk.rowsOf(dataSet, AAPL)).containsExactly("a1");
            }
        }
        assertThat(shaky.injected()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/a",
                "a/",
                "a//b",
                "..",
                "../x",
                "a/../../etc/passwd",
                ".",
                "a/./b",
                "a\\..\\b",
                "a\u0000b",
                "a\nb"
            })
    void aKeyThatLeadsOutOrHidesIsRefused(String text) {
        assertThatThrownBy(() -> Key.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatADirectoryShouldNotBeCalledIsEscaped() throws IOException {
        assertThat(Key.of("_sluice/log").text()).isEqualTo("%5Fsluice/log");
        assertThat(Key.of(".hidden/x y/100%/ä").text()).isEqualTo("%2Ehidden/x%20y/100%25/%C3%A4");
        assertThat(Key.of("a/b.parquet/c").text()).isEqualTo("a/b%2Eparquet/c");
        assertThat(Key.ofNames(List.of("day=2026/01", "../..", "a")).text()).isEqualTo("day=2026%2F01/%2E.%2F../a");
        assertThat(Key.of("x y")).isEqualTo(Key.of("x%20y"));
        MemoryVfs disk = Disk.empty();
        try (DataSet dataSet = Disk.dataSet(disk)) {
            dataSet.write(Key.of("_sluice/log"), Description.NONE, Disk.lines("a"));
            assertThat(dataSet.list("")).extracting(Key::text).containsExactly("%5Fsluice/log");
            assertThat(Disk.rowsByGlob(disk)).containsExactly("a");
        }
    }

    @Test
    void threadsThatWriteTheSameAndOtherKeysLoseNothing()
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        int writers = 4;
        int each = 15;
        MemoryVfs disk = Disk.empty();
        List<CompletableFuture<Void>> all = new ArrayList<>();
        WorkerPool locks = new WorkerPool("test-locks", 2, 1000);
        try (WorkerPool workers = new WorkerPool("test-writers", writers, 100)) {
            for (int writer = 0; writer < writers; writer++) {
                String name = "w" + writer;
                Target target = new LocalTarget(disk.process(), Disk.ROOT, locks, RetrySettings.NONE);
                DataSet dataSet = DataSet.open(
                        target, new DataSetSettings(name, Duration.ofHours(20), 10_000, Duration.ofMillis(1)));
                all.add(new AsyncDataSet(dataSet, workers).call(blocking -> {
                    for (int i = 0; i < each; i++) {
                        blocking.append(AAPL, Description.NONE, Disk.lines(name + " " + i));
                        blocking.write(Key.of("own/" + name), Description.NONE, Disk.lines("own " + name + " " + i));
                    }
                    blocking.close();
                    return null;
                }));
            }
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(2, TimeUnit.MINUTES);
        }
        locks.close();
        List<String> expected = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            for (int i = 0; i < each; i++) {
                expected.add("w" + writer + " " + i);
            }
            expected.add("own w" + writer + " " + (each - 1));
        }
        assertThat(Disk.rowsByLog(disk)).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(Disk.rowsByGlob(disk)).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(new Verification(Disk.target(disk), Disk::lineCount).run().problems())
                .isEmpty();
        assertThat(Disk.staged(disk)).isEmpty();
    }

    @Test
    void theAsynchronousCallsDoTheSameOnTheirPool()
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        try (WorkerPool workers = new WorkerPool("test-async", 2, 10);
                AsyncDataSet dataSet = new AsyncDataSet(Disk.dataSet(Disk.empty()), workers)) {
            List<String> threads = new ArrayList<>();
            dataSet.write(AAPL, Description.NONE, sink -> {
                        threads.add(Thread.currentThread().getName());
                        return Disk.lines("a").writeTo(sink);
                    })
                    .get(1, TimeUnit.MINUTES);
            assertThat(dataSet.exists(AAPL).get(1, TimeUnit.MINUTES)).isTrue();
            assertThat(dataSet.list("").get(1, TimeUnit.MINUTES)).containsExactly(AAPL);
            assertThat(dataSet.metadata(AAPL)
                            .get(1, TimeUnit.MINUTES)
                            .orElseThrow()
                            .rows())
                    .isEqualTo(1);
            assertThat(dataSet.delete(AAPL).get(1, TimeUnit.MINUTES)).isTrue();
            assertThat(threads).allMatch(name -> name.startsWith("sluice-test-async-"));
            assertThat(dataSet.blocking().exists(AAPL)).isFalse();
        }
    }
}
