package io.sluice.sink.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.sink.store.log.Entry;
import io.sluice.sink.store.operations.Migration;
import io.sluice.sink.store.operations.MigrationReport;
import io.sluice.sink.store.operations.Repair;
import io.sluice.sink.store.operations.Verification;
import io.sluice.sink.store.operations.VerificationReport;
import io.sluice.sink.store.targets.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** What the protocol promises, whatever the target. */
abstract class ProtocolContract extends TargetContract {
    private static final Key A = Key.of("eq/A");
    private static final Key B = Key.of("eq/B");

    private final List<Target> opened = new ArrayList<>();
    private String place;

    @BeforeEach
    void nameThePlace(TestInfo test) {
        place = test.getTestMethod().orElseThrow().getName();
    }

    @AfterEach
    void closeAll() throws IOException {
        for (Target target : opened) {
            target.close();
        }
        opened.clear();
    }

    /** Another process. */
    private Target another() throws IOException {
        return another(place);
    }

    private Target another(String where) throws IOException {
        Target target = open(where);
        opened.add(target);
        return target;
    }

    private static DataSet dataSet(Target target) {
        return DataSet.open(target, new DataSetSettings("test", Duration.ofSeconds(5), 100, Duration.ofMillis(1)));
    }

    /** Nothing staged is left, and log, files and checksums agree. */
    private void assertSound(List<String> rows) throws IOException {
        Target target = another();
        assertThat(Rows.byGlob(target)).isEqualTo(rows);
        assertThat(Rows.byLog(target)).isEqualTo(rows);
        VerificationReport report = new Verification(target, Rows::count).run();
        assertThat(report.problems()).isEmpty();
        assertThat(report.gaps()).isEmpty();
        assertThat(report.unpublished()).isEmpty();
        // One is this test's own.
        assertThat(target.stagingWriters()).allMatch(writer -> writer.startsWith("writer."));
        if (target.uploads().isPresent()) {
            assertThat(target.uploads().get().list()).isEmpty();
        }
    }

    @Test
    void aSourceIsCommittedOnceByWritersOneAfterTheOther() throws IOException {
        try (DataSet dataSet = dataSet(another());
                ClaimedLog log = dataSet.claim(SourceWriter.SOURCE)) {
            SourceWriter.commitNext(log);
        }
        SourceWriter.run(another());
        SourceWriter.run(another());
        assertSound(SourceWriter.allRows());
    }

    @Test
    void whoWasFollowedByAnotherIsFencedAndWhatHeStagedIsGone() throws IOException {
        DataSet old = dataSet(another());
        ClaimedLog fenced = old.claim(SourceWriter.SOURCE);
        StagedFile left = fenced.stage(Key.of("parity=0"), 0);
        left.seal(Rows.lines(List.of("never seen")).writeTo(left));
        DataSet fresh = dataSet(another());
        ClaimedLog log = fresh.claim(SourceWriter.SOURCE);
        SourceWriter.commitNext(log);
        assertThatThrownBy(() -> SourceWriter.commitNext(fenced)).isInstanceOf(FencedException.class);
        fenced.close();
        old.close();
        SourceWriter.commitNext(log);
        SourceWriter.commitNext(log);
        log.close();
        fresh.close();
        // The next claim, and gc, take what the fenced one had.
        try (DataSet next = dataSet(another())) {
            next.claim(SourceWriter.SOURCE).close();
        }
        new Repair(another()).collect();
        assertSound(SourceWriter.allRows());
    }

    @Test
    void aTransactionOverKeysCountsWholeOrNotAtAll() throws IOException {
        try (DataSet dataSet = dataSet(another())) {
            try (Transaction kept = dataSet.begin()) {
                kept.write(A, Description.NONE, Rows.lines(List.of("a1")));
                kept.write(B, Description.NONE, Rows.lines(List.of("b1")));
                kept.commit();
            }
            try (Transaction undone = dataSet.begin()) {
                undone.write(A, Description.NONE, Rows.lines(List.of("a2")));
                undone.delete(B);
                undone.rollback();
            }
            assertThat(Rows.byLog(another())).containsExactly("a1", "b1");
            dataSet.append(A, Description.NONE, Rows.lines(List.of("a2")));
            dataSet.write(B, Description.NONE, Rows.lines(List.of("b2")));
        }
        assertSound(List.of("a1", "a2", "b2"));
    }

    @Test
    void aReplacementPastALostLockIsAConflict() throws IOException {
        Target mine = another();
        try (DataSet dataSet = dataSet(mine);
                DataSet other = dataSet(another())) {
            dataSet.write(A, Description.NONE, Rows.lines(List.of("a1")));
            try (Transaction transaction = dataSet.begin()) {
                transaction.write(A, Description.NONE, Rows.lines(List.of("a2")));
                List<String> locks = new ArrayList<>();
                mine.walk("_sluice/locks", (name, bytes) -> locks.add(name));
                assertThat(locks).isNotEmpty();
                mine.delete(locks);
                other.append(A, Description.NONE, Rows.lines(List.of("a3")));
                assertThatThrownBy(transaction::commit).isInstanceOf(ConflictException.class);
            }
        }
        assertSound(List.of("a1", "a3"));
    }

    @Test
    void aThousandOffsetsInSmallCommitsPassTheFirstCheckpoint() throws IOException {
        List<String> expected = new ArrayList<>();
        try (DataSet dataSet = dataSet(another());
                ClaimedLog log = dataSet.claim("ticks-0")) {
            for (long row = 0; row < 66; row++) {
                List<StagedFile> files = List.of();
                if (row % 22 == 0) {
                    StagedFile file = log.stage(A, row);
                    file.seal(Rows.lines(List.of("row " + row)).writeTo(file).withOffsets(row, row));
                    files = List.of(file);
                    expected.add("row " + row);
                }
                log.commit(new Entry.Range(row, row + 1, Map.of()), files, Map.of());
            }
        }
        Target target = another();
        assertThat(target.list("_sluice/log/ticks-0/checkpoints/1", "")).hasSize(1);
        expected.sort(null);
        assertSound(expected);
    }

    @Test
    void aMigrationCopiesAndRunAgainFindsAllThere() throws IOException {
        try (DataSet from = dataSet(another())) {
            from.write(A, Description.NONE, Rows.lines(List.of("a1", "a2")));
            from.append(A, Description.NONE, Rows.lines(List.of("a3")));
            from.write(B, Description.NONE, Rows.lines(List.of("b1")));
            try (DataSet to = dataSet(another(place + "-moved"))) {
                MigrationReport first = new Migration(from, to, done -> {}).run("eq", 1);
                assertThat(first.failures()).isEmpty();
                assertThat(first.copied()).isEqualTo(2);
                MigrationReport second = new Migration(from, to, done -> {}).run("", 10);
                assertThat(second.alreadyThere()).isEqualTo(2);
                assertThat(Rows.byLog(to.target())).containsExactly("a1", "a2", "a3", "b1");
            }
        }
    }
}
