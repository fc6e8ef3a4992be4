package io.sluice.sink.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.io.vfs.CountingVfs;
import io.sluice.io.vfs.MemoryVfs;
import io.sluice.io.vfs.Survival;
import io.sluice.io.vfs.VfsCall;
import io.sluice.io.vfs.WholeFiles;
import io.sluice.sink.store.log.Entry;
import io.sluice.sink.store.operations.Repair;
import io.sluice.sink.store.operations.Verification;
import io.sluice.sink.store.operations.VerificationReport;
import io.sluice.sink.store.operations.VerificationReport.Gap;
import io.sluice.sink.store.operations.VerificationReport.Reset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the writer of a source's log may and may not do. */
class ClaimedLogTest {

    private static void commit(ClaimedLog log, long first, long next) throws IOException {
        StagedFile file = log.stage(Key.of("day=1"), first);
        file.seal(Disk.lines("row " + first).writeTo(file).withOffsets(first, next - 1));
        log.commit(new Entry.Range(first, next, Map.of("crc", "c" + next)), List.of(file), Map.of());
    }

    @Test
    void aClaimGoesOnWhereTheLastCommitEnded() throws IOException {
        try (DataSet dataSet = Disk.dataSet(Disk.empty())) {
            try (ClaimedLog first = dataSet.claim("t-0")) {
                assertThat(first.isNew()).isTrue();
                assertThat(first.lastRange()).isEmpty();
                assertThat(first.next()).isZero();
                commit(first, 0, 10);
                assertThat(first.next()).isEqualTo(10);
            }
            try (ClaimedLog second = dataSet.claim("t-0");
                    ClaimedLog third = dataSet.claim("t-0")) {
                assertThat(third.next()).isEqualTo(10);
                assertThat(third.isNew()).isFalse();
                assertThat(third.epoch()).isGreaterThan(second.epoch());
                assertThat(third.lastRange()).contains(new Entry.Range(0, 10, Map.of("crc", "c10")));
            }
        }
    }

    @Test
    void whoWasFollowedByAnotherCommitsNothing() throws IOException {
        MemoryVfs disk = Disk.empty();
        try (DataSet dataSet = Disk.dataSet(disk);
                ClaimedLog old = dataSet.claim("t-0");
                ClaimedLog fresh = dataSet.claim("t-0")) {
            commit(fresh, 0, 5);
            assertThatThrownBy(() -> commit(old, 0, 5)).isInstanceOf(FencedException.class);
            assertThatThrownBy(() -> commit(old, 5, 6)).hasMessageContaining("has ended");
            commit(fresh, 5, 6);
        }
        assertThat(Disk.rowsByGlob(disk)).containsExactly("row 0", "row 5");
        assertThat(Disk.staged(disk)).isEmpty();
    }

    @Test
    void whatWasCommittedIsVisibleAfterAPowerFailureBeforeAnyoneRepairsAnything() throws IOException {
        MemoryVfs disk = Disk.empty();
        try (DataSet dataSet = Disk.dataSet(disk);
                ClaimedLog log = dataSet.claim("t-0")) {
            for (int commits = 1; commits <= 3; commits++) {
                commit(log, log.next(), log.next() + 1);
                MemoryVfs after = disk.afterCrash(Survival.syncedOnly());
                assertThat(Disk.rowsByGlob(after)).hasSize(commits);
                assertThat(Disk.rowsByLog(after)).hasSize(commits);
            }
        }
    }

    @Test
    void offsetsThatWereCommittedAreNotCommittedAgain() throws IOException {
        try (DataSet dataSet = Disk.dataSet(Disk.empty());
                ClaimedLog log = dataSet.claim("t-0")) {
            commit(log, 0, 10);
            assertThatThrownBy(() -> commit(log, 9, 12))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("everything before 10 is committed");
        }
    }

    @Test
    void gapsAreAllowedAndListed() throws IOException {
        MemoryVfs disk = Disk.empty();
        try (DataSet dataSet = Disk.dataSet(disk);
                ClaimedLog log = dataSet.claim("t-0")) {
            commit(log, 100, 110);
            commit(log, 113, 120);
            log.commit(new Entry.Range(120, 125, Map.of()), List.of(), Map.of());
        }
        VerificationReport report = new Verification(Disk.target(disk), Disk::lineCount).run();
        assertThat(report.problems()).isEmpty();
        assertThat(report.gaps()).containsExactly(new Gap("t-0", 110, 113));
    }

    @Test
    void aResetLetsTheSourceGoOnElsewhereAndIsListed() throws IOException {
        MemoryVfs disk = Disk.empty();
        try (DataSet dataSet = Disk.dataSet(disk)) {
            try (ClaimedLog log = dataSet.claim("t-0")) {
                commit(log, 0, 10);
                assertThatThrownBy(() -> log.reset(-1)).isInstanceOf(IllegalArgumentException.class);
                log.reset(4);
                assertThat(log.next()).isEqualTo(4);
                assertThat(log.lastRange()).isEmpty();
            }
            try (ClaimedLog log = dataSet.claim("t-0")) {
                assertThat(log.next()).isEqualTo(4);
                assertThat(log.isNew()).isFalse();
                commit(log, 4, 12);
            }
        }
        VerificationReport report = new Verification(Disk.target(disk), Disk::lineCount).run();
        assertThat(report.problems()).isEmpty();
        assertThat(report.resets()).containsExactly(new Reset("t-0", 2, 10, 4));
        assertThat(Disk.rowsByGlob(disk)).containsExactly("row 0", "row 4");
    }

    @Test
    void aWriterThatWasFollowedResetsNothing() throws IOException {
        try (DataSet dataSet = Disk.dataSet(Disk.empty());
                ClaimedLog old = dataSet.claim("t-0");
                ClaimedLog fresh = dataSet.claim("t-0")) {
            assertThatThrownBy(() -> old.reset(7)).isInstanceOf(FencedException.class);
            assertThat(fresh.next()).isZero();
        }
    }

    @Test
    void anotherOwnerIsRefused() throws IOException {
        MemoryVfs disk = Disk.empty();
        try (DataSet one = DataSet.open(Disk.target(disk), DataSetSettings.of("one"));
                DataSet two = DataSet.open(Disk.target(disk), DataSetSettings.of("two"))) {
            one.claim("t-0").close();
            assertThatThrownBy(() -> two.claim("t-0")).hasMessageContaining("is one's, and two wants to claim it");
            assertThatThrownBy(() -> two.claim("keys")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aSourceWithAHostileNameStaysInTheDataSet() throws IOException {
        MemoryVfs disk = Disk.empty();
        String hostile = "../../etc/passwd\u0000" + "x".repeat(60);
        try (DataSet dataSet = Disk.dataSet(disk)) {
            try (ClaimedLog log = dataSet.claim(hostile)) {
                commit(log, 0, 1);
            }
            try (ClaimedLog again = dataSet.claim(hostile)) {
                assertThat(again.next()).isEqualTo(1);
            }
        }
        assertThat(new Verification(Disk.target(disk), Disk::lineCount).run().problems())
                .isEmpty();
        assertThat(WholeFiles.names(disk, Path.of("/"))).containsExactly("data");
    }

    @Test
    void aCommitWhoseContentWasRemovedBeforeItWasPublishedIsTakenBack() throws IOException {
        MemoryVfs disk = Disk.empty();
        MemoryVfs doomed = disk.process();
        try (DataSet dataSet = Disk.dataSet(disk)) {
            dataSet.claim("t-0").close();
        }
        // Everything of the second commit but its publication: the directory it goes to cannot be made.
        ClaimedLog log = Disk.dataSet(doomed).claim("t-0");
        commit(log, 0, 10);
        StagedFile file = log.stage(Key.of("day=2"), 10);
        file.seal(Disk.lines("row 10").writeTo(file).withOffsets(10, 19));
        disk.setAccess(Disk.ROOT, true, false, true);
        assertThatThrownBy(() -> log.commit(new Entry.Range(10, 20, Map.of()), List.of(file), Map.of()))
                .isInstanceOf(UnpublishedException.class);
        disk.setAccess(Disk.ROOT, true, true, true);
        doomed.kill();
        List<String> staged = Disk.staged(disk);
        for (String name : staged) {
            disk.delete(Disk.ROOT.resolve(name));
        }

        assertThat(new Repair(Disk.target(disk)).publish()).containsEntry("t-0", Repair.Outcome.VOIDED);
        try (DataSet dataSet = Disk.dataSet(disk);
                ClaimedLog next = dataSet.claim("t-0")) {
            assertThat(next.next()).isEqualTo(10);
            assertThat(next.lastRange()).isEmpty();
            commit(next, 10, 20);
        }
        assertThat(Disk.rowsByGlob(disk)).containsExactly("row 0", "row 10");
        assertThat(Disk.rowsByLog(disk)).containsExactly("row 0", "row 10");
        assertThat(new Verification(Disk.target(disk), Disk::lineCount).run().problems())
                .isEmpty();
    }

    @Test
    void thousandsOfCommitsAreReadThroughCheckpoints() throws IOException {
        MemoryVfs disk = Disk.empty();
        List<String> expected = new ArrayList<>();
        try (DataSet dataSet = Disk.dataSet(disk);
                ClaimedLog log = dataSet.claim("t-0")) {
            for (long offset = 0; offset < 200; offset++) {
                commit(log, offset, offset + 1);
                expected.add("row " + offset);
            }
        }
        assertThat(WholeFiles.names(disk, Disk.ROOT.resolve("_sluice/log/t-0/checkpoints/1")))
                .hasSize(3);
        CountingVfs counting = new CountingVfs(disk);
        try (DataSet dataSet = Disk.dataSet(counting)) {
            assertThat(dataSet.metadata(Key.of("day=1")).orElseThrow().rows()).isEqualTo(200);
        }
        assertThat(counting.count(VfsCall.OPEN)).isLessThan(3 + 64);
        assertThat(Disk.rowsByLog(disk)).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(new Verification(Disk.target(disk), Disk::lineCount).run().problems())
                .isEmpty();
    }
}
