package io.sluice.sink.store;

import io.sluice.io.flow.RetrySettings;
import io.sluice.io.vfs.LocalVfs;
import io.sluice.sink.store.log.Entry;
import io.sluice.sink.store.targets.LocalTarget;
import io.sluice.sink.store.targets.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A process that claims a log, commits one row after another, and claims it again whenever another process has fenced it. Says
 * {@code ready}, waits for a line, and says how often it was fenced at the end.
 */
final class ClaimRacer {
    static final String SOURCE = "races-0";
    private static final int COMMITS_OF_A_CLAIM = 3;

    private ClaimRacer() {}

    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments[0]);
        long rows = Long.parseLong(arguments[1]);
        try (LocalVfs vfs = LocalVfs.rootedAt(root);
                Target target = new LocalTarget(vfs, root, Runnable::run, RetrySettings.NONE);
                DataSet dataSet = DataSet.open(target, DataSetSettings.of("test"))) {
            System.out.println("ready");
            if (System.in.read() < 0) {
                return;
            }
            System.out.println(race(dataSet, rows));
        }
    }

    /** Returns how often another was faster. */
    static long race(DataSet dataSet, long rows) throws IOException {
        long fenced = 0;
        boolean done = false;
        while (!done) {
            try (ClaimedLog log = dataSet.claim(SOURCE)) {
                for (int i = 0; i < COMMITS_OF_A_CLAIM && log.next() < rows; i++) {
                    commit(log);
                }
                done = log.next() >= rows;
            } catch (FencedException another) {
                fenced++;
            } catch (UnpublishedException committed) {
                // Two that finish one publication at once can disturb each other; the next claim makes it visible.
                done = false;
            }
        }
        return fenced;
    }

    private static void commit(ClaimedLog log) throws IOException {
        long row = log.next();
        StagedFile file = log.stage(Key.of("all"), row);
        file.seal(Rows.lines(List.of("row " + row)).writeTo(file).withOffsets(row, row));
        log.commit(new Entry.Range(row, row + 1, Map.of()), List.of(file), Map.of());
    }
}
