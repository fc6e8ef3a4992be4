package io.sluice.source.tail;

import io.sluice.source.scan.FoundFile;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** Looks for files. Called on the reader thread. */
@FunctionalInterface
public interface FileScan {

    Result look();

    /**
     * What was found.
     *
     * @param files in the order in which they are to be read
     * @param others files that are another task's, by their names: the same list as last time if nothing changed
     * @param seen whether a directory could be looked at: only then is a file gone that was in it before
     */
    record Result(List<FoundFile> files, List<FoundFile> others, Predicate<Path> seen) {}
}
