package io.sluice.source.tail;

import java.util.Collection;
import java.util.Map;

/** Where the states of files are kept. They get there with the records, or as markers; here they are only read. */
@FunctionalInterface
public interface StateStore {

    /** The stored states of those files that have one. May block. */
    Map<String, FileState> load(Collection<String> keys);
}
