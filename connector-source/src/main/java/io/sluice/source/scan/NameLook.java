package io.sluice.source.scan;

import io.sluice.io.vfs.FileKind;
import io.sluice.io.vfs.FileStat;
import io.sluice.io.vfs.Vfs;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;

/** Finds out what single names stand for, and when each has its next turn. Part of a {@link ScanPass}. */
final class NameLook {

    /** Why a name is looked at. */
    enum Why {
        /** Its directory was listed, so it may stand for something else. */
        LISTED,
        /** It is its turn. */
        DUE
    }

    private final Vfs vfs;
    private final ScanSettings settings;
    private final PathRules rules;
    private final FileIndex index;
    private final PassNotes notes;
    private final long now;

    NameLook(Vfs vfs, ScanSettings settings, PathRules rules, FileIndex index, PassNotes notes, long now) {
        this.vfs = vfs;
        this.settings = settings;
        this.rules = rules;
        this.index = index;
        this.notes = notes;
        this.now = now;
    }

    boolean mayEnter(String[] names) {
        return settings.recursive() && rules.enters(names);
    }

    /** Finds out what a name stands for, and returns false if for nothing. */
    boolean at(DirectoryEntry entry, String[] names, Why why) throws IOException {
        FileStat stat;
        boolean link = entry.link && why == Why.DUE;
        try {
            notes.look();
            stat = link ? vfs.stat(entry.path) : vfs.statLink(entry.path);
            if (stat.isLink()) {
                if (!settings.followLinks()) {
                    entry.parent.linksIgnored++;
                    index.drop(entry, notes);
                    return true;
                }
                if (!entry.link) {
                    // Whatever the link leads to, what had the name is not there any more.
                    index.empty(entry, notes);
                }
                link = true;
                entry.link = true;
                notes.look();
                stat = vfs.stat(entry.path);
            }
        } catch (NoSuchFileException e) {
            if (link) {
                leadsNowhere(entry, ScanProblem.Kind.DANGLING_LINK, "a link to nothing");
            }
            return link;
        } catch (IOException e) {
            ScanProblem problem = problemOf(entry.parent.root, entry.path, e);
            if (link && String.valueOf(problem.reason()).contains("Too many levels of symbolic links")) {
                leadsNowhere(entry, ScanProblem.Kind.LINK_LOOP, "a link that leads back to itself");
                return true;
            }
            entry.problem = notes.problem(entry.problem, problem);
            notes.unseen(problem);
            boolean passes = problem.kind() == ScanProblem.Kind.FAILED;
            entry.due = passes ? now : now + settings.pace().quietInterval().toNanos();
            return true;
        }
        entry.link = link;
        become(entry, stat, names);
        return true;
    }

    private void leadsNowhere(DirectoryEntry entry, ScanProblem.Kind kind, String reason) {
        index.empty(entry, notes);
        ScanProblem problem = new ScanProblem(entry.parent.root, entry.path, kind, reason);
        entry.problem = notes.problem(entry.problem, problem);
        entry.due = now + settings.pace().quietInterval().toNanos();
    }

    /** Gives an entry the meaning that was found: a file, a directory, or neither. */
    private void become(DirectoryEntry entry, FileStat stat, String[] names) throws IOException {
        boolean file = stat.isFile() && rules.wants(names);
        boolean directory = stat.isDirectory() && mayEnter(names);
        if ((entry.isFile() && !file) || (entry.directory != null && !directory)) {
            index.empty(entry, notes);
        }
        if (directory && names.length > settings.maxDepth()) {
            entry.due = Long.MAX_VALUE;
            entry.problem = notes.problem(
                    entry.problem,
                    new ScanProblem(
                            entry.parent.root,
                            entry.path,
                            ScanProblem.Kind.TOO_DEEP,
                            "a directory more than " + settings.maxDepth()
                                    + " levels below the root, as maxDepth says, is not entered"));
            return;
        }
        entry.problem = notes.resolve(entry.problem);
        if (file) {
            becomeFile(entry, stat);
        } else if (directory) {
            entry.due = Long.MAX_VALUE;
            if (entry.directory == null) {
                index.addDirectory(entry, names, settings.maxDirectories());
            }
        } else if (stat.kind() == FileKind.OTHER && rules.wants(names)) {
            entry.parent.specialFiles++;
        }
    }

    private void becomeFile(DirectoryEntry entry, FileStat stat) throws IOException {
        ScanPace pace = settings.pace();
        if (!entry.isFile()) {
            index.add(entry, stat, settings.maxFiles());
            Duration age = Duration.between(stat.modified(), vfs.now());
            entry.changedAt = age.compareTo(pace.quietAfter()) < 0
                    ? now
                    : now - pace.quietAfter().toNanos();
            // Turns are spread from the first one on, and stay so.
            long quiet = pace.quietInterval().toNanos();
            entry.due = now + Math.floorMod(FileOwnership.mix(entry.path.hashCode()), quiet) - quiet;
        } else if (!entry.stat.equals(stat)) {
            index.change(entry, stat);
            entry.changedAt = now;
        }
        entry.active =
                entry.watched && now - entry.changedAt < pace.quietAfter().toNanos();
        if (!entry.watched && !entry.link) {
            // Which file has the name changes only with the directory, and its content is not of interest.
            entry.due = Long.MAX_VALUE;
        } else if (entry.due - now <= pace.interval().toNanos() / 2) {
            long quiet = pace.quietInterval().toNanos();
            entry.due += Math.max(1, (now - entry.due) / quiet + 1) * quiet;
        }
    }

    static ScanProblem problemOf(ScanRoot root, Path path, IOException e) {
        String reason = e instanceof FileSystemException known ? known.getReason() : e.getMessage();
        boolean denied = e instanceof AccessDeniedException;
        if (reason == null) {
            reason = denied ? "Permission denied" : e.getClass().getSimpleName();
        }
        return new ScanProblem(root, path, denied ? ScanProblem.Kind.DENIED : ScanProblem.Kind.FAILED, reason);
    }
}
