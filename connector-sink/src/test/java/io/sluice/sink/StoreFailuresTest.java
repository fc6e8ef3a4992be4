package io.sluice.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.io.vfs.Fault;
import io.sluice.io.vfs.FaultPlan;
import io.sluice.io.vfs.FaultyVfs;
import io.sluice.io.vfs.ForwardingVfs;
import io.sluice.io.vfs.MemoryVfs;
import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.VfsCall;
import io.sluice.io.vfs.VfsFile;
import io.sluice.io.vfs.VfsOperation;
import java.io.IOException;
import java.io.SyncFailedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a task does when its store fails: what may pass it waits for, and what may not it names. */
class StoreFailuresTest {
    private MemoryVfs disk;

    @BeforeEach
    void anEmptyDisk() throws IOException {
        disk = SinkRig.emptyDisk();
    }

    @Test
    void aStoreThatIsDownForAWhileIsWaitedForAndNothingIsLost() throws IOException {
        // Down from the moment of the first commit, for as long as a hundred calls.
        FaultyVfs faulty = new FaultyVfs(disk, FaultPlan.between(60, 160, Fault.EIO));
        SinkRig rig = new SinkRig(faulty, Trades.broker(0, 20), Map.of("rotate.rows", "4"));
        rig.start(SinkRig.TRADES);

        int paused = 0;
        for (int round = 0; round < 200; round++) {
            int unused = rig.worker.poll(4);
            paused += rig.worker.isPaused(SinkRig.TRADES) ? 1 : 0;
            disk.advance(Duration.ofSeconds(1));
            rig.ring();
        }
        rig.close();

        assertThat(paused).isGreaterThan(1);
        assertThat(faulty.count()).isGreaterThan(160);
        assertThat(Trades.numbers(disk)).isEqualTo(Trades.upTo(20));
    }

    @Test
    void aStoreThatStaysDownFailsTheTaskInTheEnd() {
        FaultyVfs faulty = new FaultyVfs(disk, FaultPlan.from(60, Fault.EIO));
        Map<String, String> config = Map.of("rotate.rows", "4", "store.retry.timeout.ms", "60000");
        SinkRig rig = new SinkRig(faulty, Trades.broker(0, 20), config);
        rig.start(SinkRig.TRADES);

        assertThatThrownBy(() -> {
                    for (int round = 0; round < 200; round++) {
                        int unused = rig.worker.poll(4);
                        disk.advance(Duration.ofSeconds(1));
                        rig.ring();
                    }
                })
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("trades-0")
                .hasMessageContaining("/lake/trades")
                .hasMessageContaining("Input/output error");
        rig.close();
    }

    @Test
    void aFullDiskIsWaitedForUntilSomebodyMakesRoomAndNothingIsLost() throws IOException {
        disk.resizeDisk(30_000);
        SinkRig rig = new SinkRig(disk, Trades.broker(0, 8000), Map.of("rotate.rows", "500"));
        rig.start(SinkRig.TRADES);
        int paused = 0;
        for (int round = 0; round < 60; round++) {
            int unused = rig.worker.poll(500);
            paused += rig.worker.isPaused(SinkRig.TRADES) ? 1 : 0;
            disk.advance(Duration.ofSeconds(1));
            rig.ring();
        }
        assertThat(paused).isGreaterThan(1);
        assertThat(Trades.numbers(disk)).hasSizeLessThan(8000);

        disk.resizeDisk(100_000_000);
        disk.advance(Duration.ofMinutes(1));
        rig.ring();
        rig.readAllAndClose();

        assertThat(Trades.numbers(disk)).isEqualTo(Trades.upTo(8000));
    }

    @Test
    void aDiskThatStaysFullIsNamedWithTheFile() throws IOException {
        disk.resizeDisk(30_000);
        Map<String, String> config = Map.of("rotate.rows", "500", "store.retry.timeout.ms", "60000");
        SinkRig rig = new SinkRig(disk, Trades.broker(0, 8000), config);
        rig.start(SinkRig.TRADES);

        assertThatThrownBy(() -> {
                    for (int round = 0; round < 200; round++) {
                        int unused = rig.worker.poll(500);
                        disk.advance(Duration.ofSeconds(1));
                        rig.ring();
                    }
                })
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("trades-0")
                .hasMessageContaining("/lake/trades/_sluice/")
                .hasMessageMatching("(?si).*make room.*");
        rig.close();

        disk.resizeDisk(100_000_000);
        new SinkRig(disk, Trades.broker(0, 8000), Map.of())
                .start(SinkRig.TRADES)
                .readAllAndClose();
        assertThat(Trades.numbers(disk)).isEqualTo(Trades.upTo(8000));
    }

    @Test
    void aDirectoryThatMayNotBeWrittenIsNamed() throws IOException {
        disk.setAccess(SinkRig.ROOT, true, false, true);
        SinkRig rig = new SinkRig(disk, Trades.broker(0, 3), Map.of()).start(SinkRig.TRADES);

        assertThatThrownBy(() -> rig.readAll(3))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("/lake");
        rig.close();
    }

    @Test
    void aFileSystemThatIsReadOnlyIsNamedAtOnce() throws IOException {
        // As Linux says it of every call that would change something.
        Set<VfsCall> changing = EnumSet.of(
                VfsCall.CREATE_DIRECTORY, VfsCall.LINK, VfsCall.RENAME, VfsCall.REPLACE, VfsCall.DELETE, VfsCall.WRITE);
        ForwardingVfs readOnly = new ForwardingVfs(disk) {
            @Override
            public VfsFile open(Path path, OpenMode mode) throws IOException {
                if (mode != OpenMode.READ) {
                    throw readOnly(path);
                }
                return super.open(path, mode);
            }

            @Override
            protected <T> T around(VfsOperation operation, Call<T> call) throws IOException {
                if (changing.contains(operation.call())) {
                    throw readOnly(operation.path());
                }
                return super.around(operation, call);
            }

            private FileSystemException readOnly(Path path) {
                return new FileSystemException(String.valueOf(path), null, "Read-only file system");
            }
        };
        SinkRig rig = new SinkRig(readOnly, Trades.broker(0, 3), Map.of()).start(SinkRig.TRADES);

        assertThatThrownBy(() -> rig.readAll(3))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("/lake")
                .hasMessageContaining("Read-only file system");
        rig.close();
    }

    @Test
    void aCommitOfWhichNobodyKnowsKeepsItsFilesSoNothingIsMissingAlthoughTheTopicHasLostItMeanwhile()
            throws IOException {
        LogThatDoesNotSync unsynced = new LogThatDoesNotSync(disk);
        SinkRig rig = new SinkRig(unsynced, Trades.broker(0, 5), Map.of("rotate.age.ms", "60000"));
        rig.start(SinkRig.TRADES).readAll(5);
        unsynced.fails = true;
        disk.advance(Duration.ofMinutes(1));
        rig.ring();
        assertThat(unsynced.failures).isPositive();
        assertThat(Trades.numbers(disk)).isEmpty();
        assertThat(rig.worker.commit()).isEmpty();

        unsynced.fails = false;
        rig.worker.broker.topics.get(SinkRig.TRADES).clear();
        rig.worker.broker.add(Trades.trade(5));
        disk.advance(Duration.ofMinutes(1));
        rig.ring();
        rig.readAllAndClose();

        assertThat(Trades.numbers(disk)).isEqualTo(Trades.upTo(6));
    }

    /** Entries arrive in the log, and nobody can say whether they stay. */
    private static final class LogThatDoesNotSync extends ForwardingVfs {
        private boolean fails;
        private int failures;

        LogThatDoesNotSync(MemoryVfs disk) {
            super(disk);
        }

        @Override
        protected <T> T around(VfsOperation operation, Call<T> call) throws IOException {
            if (fails
                    && operation.call() == VfsCall.SYNC_DIRECTORY
                    && operation.path().endsWith(Path.of("_sluice", "log", "trades-0"))) {
                failures++;
                throw new SyncFailedException(operation.path() + ": Input/output error");
            }
            return super.around(operation, call);
        }
    }

    @Test
    void whatCannotBeRemovedKeepsNothingElseFromBeingRemoved() throws IOException {
        Set<Path> removed = new HashSet<>();
        boolean[] fails = {false};
        ForwardingVfs failing = new ForwardingVfs(disk) {
            @Override
            protected <T> T around(VfsOperation operation, Call<T> call) throws IOException {
                if (fails[0] && operation.call() == VfsCall.DELETE) {
                    removed.add(operation.path());
                    throw new IllegalStateException("broken by the test");
                }
                return super.around(operation, call);
            }
        };
        SinkRig rig = new SinkRig(failing, Trades.broker(0, 9), Map.of("partition.fields", "symbol"));
        rig.start(SinkRig.TRADES).readAll(9);
        fails[0] = true;
        Schema other =
                SchemaBuilder.struct().field("number", Schema.BOOLEAN_SCHEMA).build();
        rig.worker.broker.add(Trades.record(SinkRig.TRADES, 9, other, new Struct(other).put("number", true)));

        assertThatThrownBy(() -> rig.readAll(9)).isInstanceOf(ConnectException.class);
        rig.close();

        assertThat(removed).hasSize(3);
        assertThat(rig.budget.usedBytes()).isZero();
    }

    @Test
    void aTaskWhosePoolsHaveEndedEndsAndGivesItsMemoryBack() throws IOException {
        SinkRig rig = new SinkRig(disk, Trades.broker(0, 5), Map.of()).start(SinkRig.TRADES);
        rig.readAll(5);
        assertThat(rig.budget.usedBytes()).isPositive();

        rig.endPools();
        rig.close();

        assertThat(rig.budget.usedBytes()).isZero();
        assertThat(Trades.numbers(disk)).isEmpty();
        new SinkRig(disk, Trades.broker(0, 5), Map.of()).start(SinkRig.TRADES).readAllAndClose();
        assertThat(Trades.numbers(disk)).isEqualTo(Trades.upTo(5));
    }

    /** A store that hangs holds up those who wait for it, and no thread that others need for their rows. */
    @Test
    void theLogIsOnlyTouchedByThreadsThatMayWaitForIt() throws IOException {
        List<String> elsewhere = new ArrayList<>();
        SinkRig[] rigs = new SinkRig[1];
        ForwardingVfs watched = new ForwardingVfs(disk) {
            @Override
            protected <T> T around(VfsOperation operation, Call<T> call) throws IOException {
                boolean claimsOrCommits = Set.of(VfsCall.LINK, VfsCall.REPLACE, VfsCall.SYNC_DIRECTORY, VfsCall.LIST)
                        .contains(operation.call());
                if (claimsOrCommits && !rigs[0].mayWaitForTheStore()) {
                    elsewhere.add(operation.toString());
                }
                return super.around(operation, call);
            }
        };
        rigs[0] = new SinkRig(watched, Trades.broker(0, 20), Map.of("rotate.rows", "4"));
        rigs[0].start(SinkRig.TRADES).readAllAndClose();

        assertThat(Trades.numbers(disk)).isEqualTo(Trades.upTo(20));
        assertThat(elsewhere).isEmpty();
    }

    @Test
    void whatAFailedWriteLeavesIsRemovedByThreadsThatMayWaitForTheStore() throws IOException {
        List<Boolean> removals = new ArrayList<>();
        boolean[] fails = {true};
        SinkRig[] rigs = new SinkRig[1];
        ForwardingVfs failing = new ForwardingVfs(disk) {
            @Override
            protected <T> T around(VfsOperation operation, Call<T> call) throws IOException {
                boolean staged = operation.path().toString().endsWith(".part");
                if (staged && operation.call() == VfsCall.WRITE && !rigs[0].mayWaitForTheStore() && fails[0]) {
                    fails[0] = false;
                    throw new FileSystemException(operation.path().toString(), null, "Input/output error");
                }
                if (staged && operation.call() == VfsCall.DELETE) {
                    removals.add(rigs[0].mayWaitForTheStore());
                }
                return super.around(operation, call);
            }
        };
        Map<String, String> config = Map.of("parquet.row.group.bytes", "1024");
        rigs[0] = new SinkRig(failing, Trades.broker(0, 2000), config);
        rigs[0].start(SinkRig.TRADES).readAll(500);
        assertThat(fails[0]).isFalse();
        disk.advance(Duration.ofMinutes(1));
        rigs[0].ring();
        rigs[0].readAllAndClose();

        assertThat(Trades.numbers(disk)).isEqualTo(Trades.upTo(2000));
        assertThat(removals).isNotEmpty().doesNotContain(false);
    }

    @Test
    void aDirectoryThatIsMissingIsNamed(@TempDir Path directory) {
        Path missing = directory.resolve("not-mounted");
        ParquetSinkTask task = new ParquetSinkTask();

        assertThatThrownBy(() -> task.start(SinkRig.config(Map.of("store.path", missing.toString()))))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("store.path is " + missing)
                .hasMessageContaining("mount it");
        task.stop();
    }
}
