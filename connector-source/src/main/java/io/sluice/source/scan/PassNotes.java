package io.sluice.source.scan;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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

    // Of those, for what is missing: where something is wrong; and of directories whose listing was put off, by root,
    // the pass in
    // which the one was listed that waits longest.
    private final Set<Path> hidden = new HashSet<>();
    private final Set<String> troubledRoots = new HashSet<>();
    private final Map<String, Long> putOff = new HashMap<>();

    private final List<DirectoryNode> settled = new ArrayList<>();
    private int directories;
    private int specialFiles;
    private int linksIgnored;
    private int listings;
    private int looks;

    void begin() {
        unseen = new HashSet<>();
        unsettledRoots = new HashSet<>();
        hidden.clear();
        troubledRoots.clear();
        putOff.clear();
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
        hidden.add(problem.path());
        if (problem.unsettles()) {
            unsettledRoots.add(problem.root().id());
            troubledRoots.add(problem.root().id());
        }
    }

    /** Notes a directory that has changed, and is so large that it is not listed in this pass. */
    void putOff(DirectoryNode node) {
        unseen.add(node.path);
        unsettledRoots.add(node.root.id());
        putOff.merge(node.root.id(), node.listedIn, Math::min);
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

    /**
     * Whether a file that was missed in a pass is gone for sure: since then, all was looked at where it may have been moved. Of
     * several large directories that change all the time, one may be put off in every pass; but each has its turn.
     */
    boolean isGone(ScanRoot root, Path path, long missedIn, long pass) {
        return missedIn < pass
                && missedIn < putOff.getOrDefault(root.id(), pass)
                && !troubledRoots.contains(root.id())
                && !isHidden(path);
    }

    private boolean isHidden(Path path) {
        for (Path place = path; !hidden.isEmpty() && place != null; place = place.getParent()) {
            if (hidden.contains(place)) {
                return true;
            }
        }
        return false;
    }
}
