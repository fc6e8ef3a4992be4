package io.sluice.deploy.command.run;

import io.sluice.io.flow.RetrySettings;
import io.sluice.io.vfs.LocalVfs;
import io.sluice.io.vfs.Vfs;
import io.sluice.sink.store.DataSet;
import io.sluice.sink.store.DataSetSettings;
import io.sluice.sink.store.KeyState;
import io.sluice.sink.store.targets.LocalTarget;
import io.sluice.sink.store.targets.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How many rows are committed to a table, as its commit log says. Any thread. */
final class TableRows {
    private TableRows() {}

    /** 0 if there is no table yet. */
    static long in(Path table) throws IOException {
        if (!Files.isDirectory(table.resolve("_sluice"))) {
            return 0;
        }
        try (Vfs vfs = LocalVfs.rootedAt(table);
                Target target = new LocalTarget(vfs, table.toRealPath(), Runnable::run, RetrySettings.DEFAULT);
                DataSet dataSet = DataSet.open(target, DataSetSettings.of("sluice"))) {
            return dataSet.states("").stream().mapToLong(KeyState::rows).sum();
        }
    }
}
