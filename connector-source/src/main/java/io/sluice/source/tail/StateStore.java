package io.sluice.source.tail;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Where the states of files are kept. They get there with the records, or as markers; here they are only read. */
public interface StateStore {

    /**
     * The stored states of those files that have one. May block.
     *
     * @throws StatesUnavailableException if they cannot be read now: it will be tried again
     */
    Map<String, FileState> load(Collection<String> keys);

    /**
     * The stored members of those families that have some. May block.
     *
     * @throws StatesUnavailableException if they cannot be read now: it will be tried again
     */
    default Map<String, List<String>> members(Collection<String> families) {
        return Map.of();
    }
}
