package io.sluice.sink.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.io.vfs.Fault;
import io.sluice.io.vfs.FaultPlan;
import io.sluice.io.vfs.FaultyVfs;
import io.sluice.io.vfs.MemoryVfs;
import io.sluice.io.vfs.Survival;
import io.sluice.io.vfs.VfsCall;
import io.sluice.io.vfs.WholeFiles;
import io.sluice.sink.store.log.DataFile;
import io.sluice.sink.store.log.Sweep;
import io.sluice.sink.store.operations.Migration;
import io.sluice.sink.store.operations.MigrationProgress;
import io.sluice.sink.store.operations.MigrationProgress.Outcome;
import io.sluice.sink.store.operations.MigrationReport;
import io.sluice.sink.store.operations.Problem;
import io.sluice.sink.store.operations.Problem.Kind;
import io.sluice.sink.store.operations.Repair;
import io.sluice.sink.store.operations.Verification;
import io.sluice.sink.store.operations.VerificationReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator does: each finding is provoked, and what is sound is left alone. */
class OperationsTest {
    private static final Key A = Key.of("eq/A");
    private static final Key B = Key.of("eq/B");

    private MemoryVfs disk;

    @BeforeEach
    void threeRowsOfTwoKeys() throws IOException {
        disk = Disk.empty();
        try (DataSet dataSet = Disk.dataSet(disk)) {
            dataSet.write(A, new Description(2, Map.of("unit", "USD")), Disk.lines("a1", "a2"));
            dataSet.write(B, Description.NONE, Disk.lines("b1"));
        }
    }

    private VerificationReport verify() throws IOException {
        return new Verification(Disk.target(disk), Disk::lineCount).run();
    }

    private Path fileOf(Key key) throws IOException {
        try (DataSet dataSet = Disk.dataSet(disk)) {
            return Disk.ROOT.resolve(
                    dataSet.metadata(key).orElseThrow().files().get(0).name());
        }
    }

    private void entry(long sequence, String from, String to) throws IOException {
        Path path = Disk.ROOT.resolve("_sluice/log/keys/" + "0".repeat(19) + sequence + ".json");
        WholeFiles.write(disk, path, WholeFiles.text(disk, path).replace(from, to));
    }

    @Test
    void aSoundDataSetIsCounted() throws IOException {
        VerificationReport report = verify();
        assertThat(report.isSound()).isTrue();
        assertThat(report.logs()).isEqualTo(1);
        assertThat(report.entries()).isEqualTo(2);
        assertThat(report.files()).isEqualTo(2);
        assertThat(report.rows()).isEqualTo(3);
        assertThat(report.bytes()).isEqualTo(7);
    }

    @Test
    void aMissingFileIsFound() throws IOException {
        disk.delete(fileOf(A));
        assertThat(verify().problems()).extracting(Problem::kind).containsExactly(Kind.MISSING);
    }

    @Test
    void changedContentIsFoundByItsChecksum() throws IOException {
        WholeFiles.write(disk, fileOf(A), "a1\nxx");
        assertThat(verify().problems())
                .extracting(Problem::kind, Problem::what)
                .allSatisfy(found -> assertThat(found.toString()).contains("DAMAGED", "checksum"))
                .hasSize(1);
    }

    @Test
    void shorterContentIsFoundByItsSize() throws IOException {
        WholeFiles.write(disk, fileOf(A), "a1");
        assertThat(verify().problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).contains("2 bytes and not 5"));
    }

    @Test
    void aWrongNumberOfRowsIsFound() throws IOException {
        entry(0, "\"rows\":2,\"bytes\":5,\"checksum\"", "\"rows\":7,\"bytes\":5,\"checksum\"");
        assertThat(verify().problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).contains("2 rows and not 7"));
    }

    @Test
    void aFileThatDoesNotCountIsFound() throws IOException {
        WholeFiles.write(disk, Disk.ROOT.resolve("eq/A/x.parquet"), "x");
        assertThat(verify().problems()).extracting(Problem::kind).containsExactly(Kind.STRAY);
    }

    @Test
    void aMissingEntryIsFoundAndStopsTheWriters() throws IOException {
        try (DataSet dataSet = Disk.dataSet(disk)) {
            dataSet.append(A, Description.NONE, Disk.lines("a3"));
        }
        disk.delete(Disk.ROOT.resolve("_sluice/log/keys/00000000000000000001.json"));
        assertThat(verify().problems()).anySatisfy(problem -> {
            assertThat(problem.kind()).isEqualTo(Kind.LOG);
            assertThat(problem.what()).contains("missing");
        });
        try (DataSet dataSet = Disk.dataSet(disk)) {
            assertThatThrownBy(() -> dataSet.delete(A)).hasMessageContaining("entry 1 is missing");
        }
    }

    @Test
    void anEntryThatNamesAFileOutsideIsRefusedAndTouchesNothing() throws IOException {
        WholeFiles.write(disk, Path.of("/secret.parquet"), "secret");
        entry(1, "eq/B/keys.", "../secret/keys.");
        assertThat(verify().problems())
                .anySatisfy(problem -> assertThat(problem.what()).contains("../secret"));
        assertThat(WholeFiles.text(disk, Path.of("/secret.parquet"))).isEqualTo("secret");
    }

    @Test
    void overlappingOffsetsAreFound() throws IOException {
        disk = Disk.empty();
        SourceWriter.run(disk);
        Path path = Disk.ROOT.resolve("_sluice/log/orders-1/00000000000000000002.json");
        WholeFiles.write(
                disk, path, WholeFiles.text(disk, path).replace("\"range\":{\"first\":3", "\"range\":{\"first\":2"));
        assertThat(verify().problems()).extracting(Problem::kind).containsExactly(Kind.OVERLAP);
    }

    @Test
    void whatADeadWriterStagedIsCollectedAndWhatALivingOneStagedIsNot() throws IOException {
        MemoryVfs doomed = disk.process();
        Transaction lost = Disk.dataSet(doomed).begin();
        lost.write(A, Description.NONE, Disk.lines("lost"));
        doomed.kill();
        try (DataSet living = Disk.dataSet(disk);
                Transaction kept = living.begin()) {
            kept.write(B, Description.NONE, Disk.lines("b2"));

            Sweep.Report report = new Repair(Disk.target(disk.process())).collect();

            assertThat(report.removed())
                    .singleElement()
                    .satisfies(name -> assertThat(name).endsWith("/0.part"));
            assertThat(report.living()).hasSize(1);
            kept.commit();
        }
        assertThat(Disk.rowsByGlob(disk)).containsExactly("a1", "a2", "b2");
        assertThat(Disk.staged(disk)).isEmpty();
        assertThat(verify().problems()).isEmpty();
    }

    @Test
    void aCommitThatWasNotPublishedIsKeptByCollectAndFinishedByPublish() throws IOException {
        MemoryVfs doomed = disk.process();
        FaultyVfs faulty = new FaultyVfs(doomed, FaultPlan.at(1, Fault.CRASH, VfsCall.REPLACE));
        DataSet dying = Disk.dataSet(faulty);
        assertThatThrownBy(() -> dying.write(A, Description.NONE, Disk.lines("a9")))
                .isInstanceOf(UnpublishedException.class);
        doomed.kill();

        assertThat(Disk.rowsByGlob(disk)).containsExactly("a1", "a2", "b1");
        assertThat(verify().problems()).isEmpty();
        assertThat(verify().unpublished()).hasSize(1);
        Repair repair = new Repair(Disk.target(disk));
        assertThat(repair.collect().kept()).hasSize(1);
        assertThat(repair.publish()).containsEntry("keys", Repair.Outcome.PUBLISHED);
        repair.collect();

        assertThat(Disk.rowsByGlob(disk)).containsExactly("a9", "b1");
        assertThat(verify().problems()).isEmpty();
        assertThat(verify().unpublished()).isEmpty();
        assertThat(Disk.staged(disk)).isEmpty();
    }

    @Test
    void aMigrationCopiesAPrefixReportsWhatFailedAndGoesOnWhereItEnded() throws IOException {
        try (DataSet from = Disk.dataSet(disk)) {
            for (int i = 0; i < 10; i++) {
                from.write(Key.of("fx/K" + i), Description.NONE, Disk.lines("k" + i));
            }
            from.append(A, new Description(3, Map.of("unit", "EUR")), Disk.lines("a3"));
        }
        Path damaged = fileOf(B);
        WholeFiles.write(disk, damaged, "bX");
        MemoryVfs other = Disk.empty();
        List<MigrationProgress> progress = new ArrayList<>();

        MigrationReport first = migrate(other, "eq", progress);

        assertThat(first.copied()).isEqualTo(1);
        assertThat(first.failures()).containsOnlyKeys(B);
        assertThat(first.failures().get(B)).hasMessageContaining("damaged").hasMessageContaining(damaged.toString());
        assertThat(progress)
                .extracting(MigrationProgress::outcome)
                .containsExactlyInAnyOrder(Outcome.COPIED, Outcome.FAILED);
        try (DataSet to = Disk.dataSet(other)) {
            assertThat(Disk.rowsOf(to, A)).containsExactly("a1", "a2", "a3");
            assertThat(to.metadata(A).orElseThrow().info().attributes()).containsEntry("unit", "EUR");
            assertThat(to.list("")).containsExactly(A);
        }

        WholeFiles.write(disk, damaged, "b1");
        MigrationReport second = migrate(other, "", progress);

        assertThat(second.isComplete()).isTrue();
        assertThat(second.copied()).isEqualTo(11);
        assertThat(second.alreadyThere()).isEqualTo(1);
        assertThat(Disk.rowsByLog(other)).isEqualTo(Disk.rowsByLog(disk));
        assertThat(Disk.rowsByGlob(other)).isEqualTo(Disk.rowsByGlob(disk));
        assertThat(new Verification(Disk.target(other), Disk::lineCount).run().problems())
                .isEmpty();
        assertThat(migrate(other, "", progress).alreadyThere()).isEqualTo(12);
    }

    @Test
    void aMigrationThatCrashesAnywhereIsFinishedByTheNextRun() throws IOException {
        long n = 1;
        boolean crashed = true;
        while (crashed) {
            MemoryVfs other = Disk.empty();
            FaultyVfs faulty = new FaultyVfs(other, FaultPlan.at(n, Fault.CRASH));
            try (DataSet from = Disk.dataSet(disk);
                    DataSet to = Disk.dataSet(faulty)) {
                new Migration(from, to, done -> {}).run("", 1);
            } catch (IOException expected) {
                assertThat(faulty.crashed()).isTrue();
            }
            crashed = faulty.crashed();
            other.kill();
            MemoryVfs after = other.afterCrash(Survival.seeded(n));
            after.advanceByItself(true);
            Disk.NewRandom next = new Disk.NewRandom(after, 5);
            try (DataSet from = Disk.dataSet(disk);
                    DataSet to = Disk.dataSet(next)) {
                assertThat(new Migration(from, to, done -> {}).run("", 1).isComplete())
                        .isTrue();
            }
            new Repair(Disk.target(next)).collect();
            assertThat(Disk.rowsByGlob(next)).as("crash at " + n).isEqualTo(Disk.rowsByGlob(disk));
            assertThat(Disk.staged(next)).as("crash at " + n).isEmpty();
            n += 3;
        }
        assertThat(n).isGreaterThan(100);
    }

    private MigrationReport migrate(MemoryVfs other, String prefix, List<MigrationProgress> progress)
            throws IOException {
        progress.clear();
        try (DataSet from = Disk.dataSet(disk);
                DataSet to = Disk.dataSet(other)) {
            return new Migration(from, to, progress::add).run(prefix, 4);
        }
    }

    @Test
    void namesOfFilesAreNotReused() throws IOException {
        try (DataSet dataSet = Disk.dataSet(disk)) {
            DataFile before = dataSet.metadata(A).orElseThrow().files().get(0);
            dataSet.write(A, Description.NONE, Disk.lines("a1", "a2"));
            DataFile after = dataSet.metadata(A).orElseThrow().files().get(0);
            assertThat(after.name()).isNotEqualTo(before.name());
            assertThat(after.checksum()).isEqualTo(before.checksum());
            assertThat(after.bytes()).isEqualTo("a1\na2".getBytes(StandardCharsets.UTF_8).length);
        }
    }
}
