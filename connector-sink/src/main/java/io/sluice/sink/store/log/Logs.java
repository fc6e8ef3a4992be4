package io.sluice.sink.store.log;

import io.sluice.sink.store.targets.ObjectNames;
import io.sluice.sink.store.targets.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The logs of a data set. */
public final class Logs {
    private Logs() {}

    /** All of them, sorted by their names. */
    public static List<CommitLog> of(Target target) throws IOException {
        List<CommitLog> logs = new ArrayList<>();
        for (String directory : target.list(CommitLog.LOGS, "")) {
            logs.add(new CommitLog(target, ObjectNames.unescape(directory)));
        }
        return logs;
    }
}
