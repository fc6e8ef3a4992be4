package io.sluice.sink.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.io.vfs.CountingVfs;
import io.sluice.io.vfs.MemoryVfs;
import io.sluice.io.vfs.Survival;
import io.sluice.io.vfs.VfsCall;
import io.sluice.sink.store.log.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A commit of one file for each of many output partitions: it must not cost more syncs than it needs. */
class ManyPartitionsTest {
    private static final int PARTITIONS = 200;

    @Test
    void eachFileAndEachDirectoryOfACommitIsSyncedOnceAndThenItOutlastsAPowerFailure() throws IOException {
        MemoryVfs disk = Disk.empty();
        CountingVfs counting = new CountingVfs(disk);
        List<String> rows = new ArrayList<>();
        try (DataSet dataSet = DataSet.open(Disk.target(counting), DataSetSettings.of("test"));
                ClaimedLog log = dataSet.claim("orders-0")) {
            long forces = counting.count(VfsCall.FORCE);
            long syncs = counting.count(VfsCall.SYNC_DIRECTORY);
            List<StagedFile> files = new ArrayList<>();
            for (int i = 0; i < PARTITIONS; i++) {
                StagedFile file = log.stage(Key.of("symbol=" + (1000 + i)), i);
                file.seal(Disk.lines("row " + (1000 + i)).writeTo(file).withOffsets(i, i));
                files.add(file);
                rows.add("row " + (1000 + i));
            }

            log.commit(new Entry.Range(0, PARTITIONS, Map.of()), files, Map.of());

            // Files, and the draft of the entry.
            assertThat(counting.count(VfsCall.FORCE) - forces).isEqualTo(PARTITIONS + 1);
            // What was moved into each; the staging area, the log, and what is above the new directories, for all at
            // once.
            assertThat(counting.count(VfsCall.SYNC_DIRECTORY) - syncs).isBetween((long) PARTITIONS, PARTITIONS + 10L);
        }
        MemoryVfs after = disk.afterCrash(Survival.syncedOnly());
        assertThat(Disk.rowsByGlob(after)).isEqualTo(rows);
    }
}
