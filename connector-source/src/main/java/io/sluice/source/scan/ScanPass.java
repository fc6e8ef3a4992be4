package io.sluice.source.scan;

import io.sluice.io.vfs.FileStat;
import io.sluice.io.vfs.Vfs;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Iterator;

/**
 * One pass over all directories: looks at what is due and brings the scan's knowledge up to date. Lives on the scan's
 * thread for as long as the pass takes.
 */
final class ScanPass {

    private final Vfs vfs;
    private final ScanSettings settings;
    private final PathRules rules;
    private final WatchedFiles watched;
    private final FileIndex index;
    private final PassNotes notes;
    private final NameLook look;
    private final long now;

    ScanPass(Vfs vfs, ScanSettings settings, PathRules rules, WatchedFiles watched, FileIndex index, PassNotes notes) {
        this.vfs = vfs;
        this.settings = settings;
        this.rules = rules;
        this.watched = watched;
        this.index = index;
        this.notes = notes;
        this.now = vfs.nanoTime();
        this.look = new NameLook(vfs, settings, rules, index, notes, now);
    }

    /**
     * Looks at a directory and all below it.
     *
     * @return whether it is there still, as far as could be told
     */
    boolean visit(DirectoryNode node) throws IOException {
        checkInterrupt(node.path);
        notes.directory();
        FileStat stat;
        try {
            notes.look();
            stat = vfs.stat(node.path);
        } catch (NoSuchFileException e) {
            return isMissing(node, "it does not exist");
        } catch (IOException e) {
            fail(node, e);
            return true;
        }
        if (!stat.isDirectory()) {
            return isMissing(node, "it is not a directory");
        }
        if (node.isAnother(stat)) {
            index.dropAll(node, notes);
            node.listed = false;
        }
        if (node.isInside(stat)) {
            index.dropAll(node, notes);
            node.stat = null;
            node.problem = notes.problem(
                    node.problem,
                    new ScanProblem(
                            node.root,
                            node.path,
                            ScanProblem.Kind.LINK_LOOP,
                            "a link back to a directory that it is in"));
            return true;
        }
        node.seen(stat, now);
        long settleNanos = settings.pace().settleTime().toNanos();
        boolean there = true;
        if (!node.mustBeListed(now, settleNanos)) {
            lookAtDue(node);
            node.problem = notes.resolve(node.problem);
        } else if (node.mayBeListed(now)) {
            there = list(node);
        } else {
            putOff(node, settleNanos);
            lookAtDue(node);
        }
        if (there) {
            notes.met(node);
            if (node.isSettled(settleNanos)) {
                notes.settled(node);
            }
            visitChildren(node);
        }
        return there;
    }

    /** A root that is not there may be there later, with the same files; any other directory was removed. */
    private boolean isMissing(DirectoryNode node, String reason) {
        if (node.parent != null) {
            return false;
        }
        ScanProblem problem = new ScanProblem(node.root, node.path, ScanProblem.Kind.NO_ROOT, reason);
        node.problem = notes.problem(node.problem, problem);
        notes.unseen(problem);
        return true;
    }

    private void fail(DirectoryNode node, IOException e) {
        ScanProblem problem = NameLook.problemOf(node.root, node.path, e);
        node.stale = true;
        node.problem = notes.problem(node.problem, problem);
        notes.unseen(problem);
    }

    private void putOff(DirectoryNode node, long settleNanos) {
        if (!node.isSettled(settleNanos)) {
            notes.putOff(node);
        }
    }

    private void visitChildren(DirectoryNode node) throws IOException {
        if (node.subdirectories == 0) {
            return;
        }
        for (Iterator<DirectoryEntry> it = node.entries.values().iterator(); it.hasNext(); ) {
            DirectoryEntry entry = it.next();
            if (entry.directory != null && !visit(entry.directory)) {
                index.drop(entry, notes);
                it.remove();
                node.stale = true;
            }
        }
    }

    // ---- names

    private boolean list(DirectoryNode node) throws IOException {
        node.stale = true;
        node.listings++;
        int special = node.specialFiles;
        int links = node.linksIgnored;
        node.specialFiles = 0;
        node.linksIgnored = 0;
        int count = 0;
        notes.listing();
        try (Vfs.Listing listing = vfs.list(node.path)) {
            for (Path path = listing.next(); path != null; path = listing.next()) {
                checkInterrupt(path);
                count++;
                met(node, path);
            }
        } catch (ScanLimitException | InterruptedIOException e) {
            throw e;
        } catch (NoSuchFileException | NotDirectoryException e) {
            return isMissing(node, "it does not exist");
        } catch (IOException e) {
            node.specialFiles = special;
            node.linksIgnored = links;
            fail(node, e);
            return true;
        }
        dropUnlisted(node);
        node.problem = notes.resolve(node.problem);
        node.listed(index.pass(), now, count, settings.pace().relistInterval().toNanos());
        node.stale = false;
        return true;
    }

    /** Looks at a listed name. If it vanished since, the directory's time of change has moved again. */
    private void met(DirectoryNode node, Path path) throws IOException {
        String name = path.getFileName().toString();
        if (!isDecodable(path, name)) {
            // A slash is in no name, so this takes the place of none.
            DirectoryEntry entry =
                    node.entries.computeIfAbsent("/" + name, key -> new DirectoryEntry(node, path, false));
            entry.listing = node.listings;
            entry.due = Long.MAX_VALUE;
            entry.problem = notes.problem(
                    entry.problem,
                    new ScanProblem(
                            node.root,
                            path,
                            ScanProblem.Kind.UNDECODABLE_NAME,
                            "the charset of this JVM cannot express the name:"
                                    + " start it in a UTF-8 locale, or rename the file"));
            return;
        }
        if (rules.ignores(name)) {
            return;
        }
        String[] names = RelativeNames.append(node.names, name);
        boolean file = rules.wants(names);
        if (!file && !look.mayEnter(names)) {
            return;
        }
        DirectoryEntry entry = node.entries.get(name);
        boolean isNew = entry == null;
        if (isNew) {
            entry = new DirectoryEntry(node, path, file && watched.contains(node.root, path));
        }
        entry.listing = node.listings;
        boolean there = look.at(entry, names, NameLook.Why.LISTED);
        if (isNew && there && isWorthKeeping(entry)) {
            node.entries.put(name, entry);
        } else if (!isNew && !(there && isWorthKeeping(entry))) {
            index.drop(entry, notes);
            node.entries.remove(name);
        }
    }

    private static boolean isWorthKeeping(DirectoryEntry entry) {
        return entry.isFile() || entry.directory != null || entry.problem != null;
    }

    /** A name whose bytes are no text in the JVM's charset shows a replacement that does not lead back to them. */
    private static boolean isDecodable(Path path, String name) {
        return name.indexOf('\uFFFD') < 0
                || path.getFileName().equals(path.getFileSystem().getPath(name));
    }

    private void dropUnlisted(DirectoryNode node) {
        for (Iterator<DirectoryEntry> it = node.entries.values().iterator(); it.hasNext(); ) {
            DirectoryEntry entry = it.next();
            if (entry.listing != node.listings) {
                index.drop(entry, notes);
                it.remove();
            }
        }
    }

    private void lookAtDue(DirectoryNode node) throws IOException {
        long early = settings.pace().interval().toNanos() / 2;
        for (Iterator<DirectoryEntry> it = node.entries.values().iterator(); it.hasNext(); ) {
            DirectoryEntry entry = it.next();
            // One that would be due right after this pass is taken now, so that it need not wait for the next.
            boolean due = entry.active || (entry.due != Long.MAX_VALUE && entry.due - now <= early);
            if (entry.directory == null && due) {
                String[] names = RelativeNames.append(
                        node.names, entry.path.getFileName().toString());
                if (!look.at(entry, names, NameLook.Why.DUE) || !isWorthKeeping(entry)) {
                    index.drop(entry, notes);
                    it.remove();
                    node.stale = true;
                }
            } else if (entry.problem != null && entry.problem.hidesFiles()) {
                notes.unseen(entry.problem);
            }
        }
    }

    private static void checkInterrupt(Path path) throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("the scan was interrupted at " + path);
        }
    }
}
