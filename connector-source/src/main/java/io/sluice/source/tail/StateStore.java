package io.sluice.source.tail;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Where it is kept what is known of files. It gets there with the records, or as markers; here it is only read. Each method may
 * block, and throws {@link StatesUnavailableException} if nothing can be read now: it will be tried again.
 */
public interface StateStore {

    /** The states of those contents that have one. */
    Map<StateKey, FileState> load(Collection<StateKey> keys);

    /** The members of those families that have some: the slots of their contents. */
    Map<String, List<String>> members(Collection<String> families);

    /** Of those inodes that were followed: the family under whose name they were last. */
    Map<String, String> owners(Collection<String> inodes);
}
