package io.sluice.source.scan;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a pass notes on its way. Problems that were noted stay until a result told them, also past a pass that failed.
 * Owned by the scan's thread.
 */
final class PassNotes {

    /** Enough for people to read; the count tells the rest. */
    static final int MOST_TOLD = 1_000;

    private List<ScanProblem> problems = new ArrayList<>();
    private List<ScanProblem> resolved = new ArrayList<>();
    private int notTold;
    private int standing;

    private Set<Path> unseen = new HashSet<>();
    private Set<String> unsettledRoots = new HashSet<>();
    private final List<DirectoryNode> settled = new ArrayList<>();
    private int directories;
    private int specialFiles;
    private int linksIgnored;
    private int listings;
    private int looks;

    void begin() {
        unseen = new HashSet<>();
        unsettledRoots = new HashSet<>();
        settled.clear();
        directories = 0;
        specialFiles = 0;
        linksIgnored = 0;
        listings = 0;
        looks = 0;
    }

    /** Notes what is wrong somewhere; returns what stands there now. */
    ScanProblem problem(ScanProblem before, ScanProblem now) {
        if (before != null && before.kind() == now.kind()) {
            return before;
        }
        if (before == null) {
            standing++;
        }
        if (problems.size() < MOST_TOLD) {
            problems.add(now);
        } else {
            notTold++;
        }
        return now;
    }

    /** Notes that nothing is wrong somewhere; returns null, which stands there now. */
    ScanProblem resolve(ScanProblem before) {
        if (before != null) {
            standing--;
            if (resolved.size() < MOST_TOLD) {
                resolved.add(before);
            }
        }
        return null;
    }

    void unseen(ScanProblem problem) {
        unseen.add(problem.path());
        if (problem.unsettles()) {
            unsettledRoots.add(problem.root().id());
        }
    }

    void unseen(ScanRoot root, Path path) {
        unseen.add(path);
        unsettledRoots.add(root.id());
    }

    void directory() {
        directories++;
    }

    void met(DirectoryNode node) {
        specialFiles += node.specialFiles;
        linksIgnored += node.linksIgnored;
    }

    /** Notes a directory that is not going to be listed in the next pass, unless it changes. */
    void settled(DirectoryNode node) {
        settled.add(node);
    }

    List<DirectoryNode> settled() {
        return settled;
    }

    void listing() {
        listings++;
    }

    void look() {
        looks++;
    }

    /** Makes the result, and forgets the problems that it tells. */
    ScanResult result(FileIndex.Difference difference, int files) {
        ScanCounts counts =
                new ScanCounts(directories, files, specialFiles, linksIgnored, standing, listings, looks, notTold);
        ScanResult result = new ScanResult(
                difference.files(),
                difference.unwatched(),
                difference.changed(),
                difference.gone(),
                difference.movedAway(),
                Set.copyOf(unseen),
                Set.copyOf(unsettledRoots),
                List.copyOf(problems),
                List.copyOf(resolved),
                counts);
        problems = new ArrayList<>();
        resolved = new ArrayList<>();
        notTold = 0;
        return result;
    }

    boolean isSettled(ScanRoot root) {
        return !unsettledRoots.contains(root.id());
    }

    boolean isUnseen(Path path) {
        for (Path place = path; !unseen.isEmpty() && place != null; place = place.getParent()) {
            if (unseen.contains(place)) {
                return true;
            }
        }
        return false;
    }
}
