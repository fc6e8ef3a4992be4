package io.sluice.source.scan;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Where files are looked for, which, and how often.
 *
 * @param roots the directories; no two with one id, and none inside another one unless {@code names} keeps the scan of
 *     that one out of it
 * @param names which files are wanted
 * @param recursive whether directories below the roots are entered
 * @param maxDepth how many levels of them; a directory below the last is reported and not entered
 * @param followLinks whether symbolic links are followed, to files and to directories inside the roots; otherwise they are
 *     ignored and counted
 * @param order in which files are handed out
 * @param maxFiles the most files that may be found; one more ends the scan with a {@link ScanLimitException}
 * @param maxDirectories the most directories that may be entered, counting one that is reached by two paths twice; likewise
 * @param watchedDirectories the most directories that {@link ChangeHints} watches at a time, 0 for no hints
 * @param pace how often things are looked at
 */
public record ScanSettings(
        List<ScanRoot> roots,
        NameFilter names,
        boolean recursive,
        int maxDepth,
        boolean followLinks,
        ScanOrder order,
        int maxFiles,
        int maxDirectories,
        int watchedDirectories,
        ScanPace pace) {

    /** Deeper trees than this are a mistake, and the scan is as deep in the stack as the tree. */
    private static final int DEEPEST = 256;

    private static final int MOST = 100_000_000;

    public ScanSettings {
        roots = List.copyOf(roots);
        Checks.within("the number of roots", roots.size(), 1, 10_000);
        Checks.within("maxDepth", maxDepth, 1, DEEPEST);
        Checks.within("maxFiles", maxFiles, 1, MOST);
        Checks.within("maxDirectories", maxDirectories, roots.size(), MOST);
        Checks.within("watchedDirectories", watchedDirectories, 0, MOST);
        checkRoots(roots, new PathRules(names), recursive ? maxDepth : 0);
    }

    /** Whether files are looked for in a directory, or may be in one below it. */
    public boolean looksInto(ScanRoot root, Path directory) {
        return isScannedTwice(root.directory(), directory, new PathRules(names), recursive ? maxDepth : 0);
    }

    /** Every file below the roots at the default pace. */
    public static ScanSettings of(ScanRoot... roots) {
        return new ScanSettings(
                List.of(roots),
                NameFilter.DEFAULT,
                true,
                32,
                false,
                ScanOrder.NAME,
                1_000_000,
                100_000,
                1_024,
                ScanPace.DEFAULT);
    }

    private static void checkRoots(List<ScanRoot> roots, PathRules rules, int depth) {
        Set<String> ids = new HashSet<>();
        for (ScanRoot root : roots) {
            if (!ids.add(root.id())) {
                throw new IllegalArgumentException(
                        "roots has the id '" + root.id() + "' twice: give each root an id of its own");
            }
        }
        for (ScanRoot root : roots) {
            for (ScanRoot other : roots) {
                if (!other.id().equals(root.id())
                        && isScannedTwice(root.directory(), other.directory(), rules, depth)) {
                    throw new IllegalArgumentException("the directory of root '" + other.id() + "' is '"
                            + other.directory() + "', which the scan of root '" + root.id() + "' at '"
                            + root.directory() + "' also enters: exclude it there, or remove one of the two");
                }
            }
        }
    }

    private static boolean isScannedTwice(Path outer, Path inner, PathRules rules, int depth) {
        if (!inner.startsWith(outer)) {
            return false;
        }
        String[] names = RelativeNames.of(outer, inner);
        return names.length <= depth && rules.reaches(names);
    }

    public ScanSettings withNames(NameFilter value) {
        return new ScanSettings(
                roots,
                value,
                recursive,
                maxDepth,
                followLinks,
                order,
                maxFiles,
                maxDirectories,
                watchedDirectories,
                pace);
    }

    /** These settings, with directories entered down to so many levels, 0 for none. */
    public ScanSettings withDepth(int levels) {
        return new ScanSettings(
                roots,
                names,
                levels > 0,
                levels > 0 ? levels : maxDepth,
                followLinks,
                order,
                maxFiles,
                maxDirectories,
                watchedDirectories,
                pace);
    }

    public ScanSettings followingLinks() {
        return new ScanSettings(
                roots, names, recursive, maxDepth, true, order, maxFiles, maxDirectories, watchedDirectories, pace);
    }

    public ScanSettings orderedBy(ScanOrder value) {
        return new ScanSettings(
                roots,
                names,
                recursive,
                maxDepth,
                followLinks,
                value,
                maxFiles,
                maxDirectories,
                watchedDirectories,
                pace);
    }

    /** These settings, with so many files and directories at most. */
    public ScanSettings limitedTo(int files, int directories) {
        return new ScanSettings(
                roots, names, recursive, maxDepth, followLinks, order, files, directories, watchedDirectories, pace);
    }

    /** These settings, with so many directories watched for hints at most. */
    public ScanSettings watching(int directories) {
        return new ScanSettings(
                roots, names, recursive, maxDepth, followLinks, order, maxFiles, maxDirectories, directories, pace);
    }

    public ScanSettings at(ScanPace value) {
        return new ScanSettings(
                roots,
                names,
                recursive,
                maxDepth,
                followLinks,
                order,
                maxFiles,
                maxDirectories,
                watchedDirectories,
                value);
    }
}
