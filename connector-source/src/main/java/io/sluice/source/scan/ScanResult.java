package io.sluice.source.scan;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What one pass of a {@link DirectoryScan} found. Immutable.
 *
 * <p><b>Not seen is not gone.</b> A place that could not be looked at is in {@code unseen}, and the files that were found
 * there earlier stay in {@code files} as they were last seen. A file is {@code gone} only when two passes in a row missed
 * it and, in the second, every place of its root was looked at but those whose reading is denied: so neither a failing
 * directory nor a rename in the middle of a pass makes a file look deleted. Who remembers files from before this scan
 * was made keeps the same rule: one is gone when, in two results in a row, it is not in {@code files} although {@link
 * #isSettled} holds for its root and {@link #isUnseen} does not hold for its path.
 *
 * @param files all that are there and watched, in the configured order; the same list as last time if nothing changed
 * @param unwatched those that are there and not watched, as they looked when their directories were listed
 * @param changed those of them that are new, have another name, or look different than in the last result
 * @param gone files that are under no name any more that the scan looks at, each once, as last seen
 * @param movedAway files that were watched, and are now only seen under a name that is not, each once, as seen there
 * @param unseen directories and files that this pass could not look at, or put off
 * @param unsettledRoots ids of the roots in which something was not looked at that may be, so nothing is gone
 * @param problems new ones, at most 1,000
 * @param resolved problems that stand no more, at most 1,000
 */
public record ScanResult(
        List<FoundFile> files,
        List<FoundFile> unwatched,
        List<FoundFile> changed,
        List<FoundFile> gone,
        List<FoundFile> movedAway,
        Set<Path> unseen,
        Set<String> unsettledRoots,
        List<ScanProblem> problems,
        List<ScanProblem> resolved,
        ScanCounts counts) {

    /** Whether a file at the path could be there without having been seen. */
    public boolean isUnseen(Path path) {
        if (unseen.isEmpty()) {
            return false;
        }
        for (Path place = path; place != null; place = place.getParent()) {
            if (unseen.contains(place)) {
                return true;
            }
        }
        return false;
    }

    /** Whether everything in the root was looked at that may be. */
    public boolean isSettled(ScanRoot root) {
        return !unsettledRoots.contains(root.id());
    }
}
