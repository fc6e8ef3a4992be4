package io.sluice.sink.store.targets;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** Staged content of all writers, where it is uploads that nobody has completed. Safe from any thread; every call blocks. */
public interface Uploads {

    /**
     * One of them.
     *
     * @param name of the object it would become
     * @param begun when it was begun
     */
    record Upload(String name, String id, Instant begun) {}

    List<Upload> list() throws IOException;

    /** Removes some for good: they can no longer be published. Fine if they are gone. */
    void abort(List<Upload> uploads) throws IOException;
}
