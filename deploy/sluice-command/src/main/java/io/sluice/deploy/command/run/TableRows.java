package io.sluice.deploy.command.run;

import io.sluice.io.flow.RetrySettings;
import io.sluice.io.vfs.LocalVfs;
import io.sluice.io.vfs.Vfs;
import io.sluice.sink.store.DataSet;
import io.sluice.sink.store.DataSetSettings;
import io.sluice.sink.store.KeyState;
import io.sluice.sink.store.targets.LocalTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How many rows are committed to a table in a directory, as its commit logs say. Stays open between the looks, so that each reads
 * only what the logs have gained. Used, and closed, by one thread.
 */
final class TableRows implements AutoCloseable {
    private final Path table;
    private Open open;

    TableRows(Path table) {
        this.table = table;
    }

    private record Open(Vfs vfs, LocalTarget target, DataSet dataSet) implements AutoCloseable {
        static Open at(Path table) throws IOException {
            Vfs vfs = LocalVfs.rootedAt(table);
            boolean is = false;
            try {
                LocalTarget target = new LocalTarget(vfs, table.toRealPath(), Runnable::run, RetrySettings.DEFAULT);
                Open open = new Open(vfs, target, DataSet.open(target, DataSetSettings.of("sluice")));
                is = true;
                return open;
            } finally {
                if (!is) {
                    vfs.close();
                }
            }
        }

        @Override
        public void close() throws IOException {
            try (vfs;
                    target) {
                dataSet.close();
            }
        }
    }

    /** 0 if there is no table yet. After a failure the next look begins from the beginning. */
    long now() throws IOException {
        if (open == null) {
            if (!Files.isDirectory(table.resolve("_sluice"))) {
                return 0;
            }
            open = Open.at(table);
        }
        boolean read = false;
        try {
            long rows =
                    open.dataSet.states("").stream().mapToLong(KeyState::rows).sum();
            read = true;
            return rows;
        } finally {
            if (!read) {
                close();
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (open != null) {
            Open closing = open;
            open = null;
            closing.close();
        }
    }
}
