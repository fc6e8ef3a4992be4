package io.sluice.deploy.command.run;

import io.sluice.io.flow.RetrySettings;
import io.sluice.io.vfs.LocalVfs;
import io.sluice.io.vfs.Vfs;
import io.sluice.sink.store.DataSet;
import io.sluice.sink.store.DataSetSettings;
import io.sluice.sink.store.KeyState;
import io.sluice.sink.store.targets.LocalTarget;
import io.sluice.sink.store.targets.Target;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How many rows are committed to a table, as its commit logs say. Stays open between the looks, so that each reads only what the logs
 * have gained. Used, and closed, by one thread.
 */
public final class TableRows implements AutoCloseable {
    private static final DataSetSettings SETTINGS = DataSetSettings.of("sluice");

    private final Opening opening;

    /** Null before there is a table, and after a failure. */
    private Open open;

    private TableRows(Opening opening) {
        this.opening = opening;
    }

    /** Of a table in a directory, which need not be there yet. */
    public TableRows(Path table) {
        this(() -> Files.isDirectory(table.resolve("_sluice")) ? Open.at(table) : null);
    }

    /** Of a table anywhere. Its place stays the caller's, who closes it. */
    public static TableRows of(Target table) {
        return new TableRows(() -> new Open(DataSet.open(table, SETTINGS), () -> {}));
    }

    /** Returns null if there is no table yet. */
    private interface Opening {
        Open begun() throws IOException;
    }

    /** @param place closed after the data set */
    private record Open(DataSet dataSet, Closeable place) implements AutoCloseable {
        static Open at(Path table) throws IOException {
            Vfs vfs = LocalVfs.rootedAt(table);
            boolean is = false;
            try {
                LocalTarget target = new LocalTarget(vfs, table.toRealPath(), Runnable::run, RetrySettings.DEFAULT);
                Open open = new Open(DataSet.open(target, SETTINGS), () -> {
                    try (vfs) {
                        target.close();
                    }
                });
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
            try (place) {
                dataSet.close();
            }
        }
    }

    /** 0 if there is no table yet. After a failure the next look begins from the beginning. */
    public long now() throws IOException {
        if (open == null) {
            open = opening.begun();
            if (open == null) {
                return 0;
            }
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
