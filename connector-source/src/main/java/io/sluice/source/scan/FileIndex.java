package io.sluice.source.scan;

import io.sluice.io.vfs.FileStat;
import io.sluice.source.scan.DirectoryEntry.FileKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * All files that a scan knows, and what its last result said of them. Takes notice of changes while a pass goes on, and
 * makes the difference at its end; if nothing changed, that costs nothing. Owned by the scan's thread.
 */
final class FileIndex {

    /** What is new for a result. */
    record Difference(
            List<FoundFile> files,
            List<FoundFile> unwatched,
            List<FoundFile> changed,
            List<FoundFile> gone,
            List<FoundFile> movedAway) {}

    /** A file that is not where it was, since a pass. */
    private record Missing(FoundFile last, long pass) {}

    private final ScanOrder order;
    private final Map<FileKey, Missing> missing = new HashMap<>();
    private final List<DirectoryEntry> restated = new ArrayList<>();
    private boolean namesChanged = true;
    private List<FoundFile> files = List.of();
    private List<FoundFile> unwatched = List.of();
    private int fileCount;
    private int directoryCount;
    private long pass;

    FileIndex(ScanOrder order) {
        this.order = order;
    }

    int fileCount() {
        return fileCount;
    }

    void begin() {
        pass++;
    }

    /** The number of this pass. */
    long pass() {
        return pass;
    }

    // ---- during a pass

    void add(DirectoryEntry entry, FileStat stat, int most) throws ScanLimitException {
        if (fileCount >= most) {
            throw new ScanLimitException("maxFiles", most, "files", entry.parent.root);
        }
        fileCount++;
        entry.stat = stat;
        entry.key = DirectoryEntry.keyOf(stat, entry.path);
        namesChanged = true;
    }

    void change(DirectoryEntry entry, FileStat stat) {
        FileKey key = DirectoryEntry.keyOf(stat, entry.path);
        if (!key.equals(entry.key)) {
            lose(entry);
            entry.key = key;
            namesChanged = true;
        } else if (entry.watched) {
            restated.add(entry);
        }
        entry.stat = stat;
    }

    void addRoot() {
        directoryCount++;
    }

    void addDirectory(DirectoryEntry entry, String[] names, int most) throws ScanLimitException {
        if (directoryCount >= most) {
            throw new ScanLimitException("maxDirectories", most, "directories", entry.parent.root);
        }
        directoryCount++;
        entry.directory = new DirectoryNode(entry.parent.root, entry.parent, entry.path, names);
        entry.parent.subdirectories++;
    }

    /** Forgets a name. */
    void drop(DirectoryEntry entry, PassNotes notes) {
        empty(entry, notes);
        entry.problem = notes.resolve(entry.problem);
    }

    /** Forgets what a name stood for, with all that was below it. */
    void empty(DirectoryEntry entry, PassNotes notes) {
        if (entry.isFile()) {
            lose(entry);
            fileCount--;
            entry.stat = null;
            entry.key = null;
            entry.active = false;
            namesChanged = true;
        }
        if (entry.directory != null) {
            dropAll(entry.directory, notes);
            entry.directory.problem = notes.resolve(entry.directory.problem);
            entry.directory.dropped = true;
            entry.directory = null;
            entry.parent.subdirectories--;
            directoryCount--;
        }
    }

    void dropAll(DirectoryNode node, PassNotes notes) {
        node.entries.values().forEach(entry -> drop(entry, notes));
        node.entries.clear();
    }

    private void lose(DirectoryEntry entry) {
        if (entry.published != null) {
            missing.put(entry.key, new Missing(entry.published, pass));
            entry.published = null;
        }
    }

    // ---- at its end

    Difference difference(List<DirectoryNode> roots, PassNotes notes) {
        List<FoundFile> changed = new ArrayList<>();
        List<FoundFile> movedAway = new ArrayList<>();
        if (namesChanged || (!restated.isEmpty() && order != ScanOrder.NAME)) {
            rebuild(roots, changed, movedAway);
        } else if (!restated.isEmpty()) {
            patch(changed);
        }
        namesChanged = false;
        restated.clear();
        return new Difference(files, unwatched, changed, gone(notes), movedAway);
    }

    private void patch(List<FoundFile> changed) {
        FoundFile[] patched = files.toArray(new FoundFile[0]);
        for (DirectoryEntry entry : restated) {
            // One that is not in there is known by another name, or has changed for a second time in this pass.
            if (entry.published != null && !entry.published.stat().equals(entry.stat)) {
                entry.published = entry.found();
                patched[entry.index] = entry.published;
                changed.add(entry.published);
            }
        }
        files = Collections.unmodifiableList(Arrays.asList(patched));
    }

    private void rebuild(List<DirectoryNode> roots, List<FoundFile> changed, List<FoundFile> movedAway) {
        Map<FileKey, DirectoryEntry> first = new HashMap<>(fileCount * 4 / 3 + 1);
        List<DirectoryEntry> others = new ArrayList<>();
        List<FoundFile> found = new ArrayList<>(Math.min(fileCount, files.size() + 16));
        List<FoundFile> notOurs = new ArrayList<>(unwatched.size());
        for (DirectoryNode root : roots) {
            collect(root, first, found, notOurs, others, changed);
        }
        for (DirectoryEntry other : others) {
            DirectoryEntry owner = first.get(other.key);
            if (!owner.watched) {
                movedAway.add(owner.found());
            }
            other.published = null;
        }
        for (Iterator<FileKey> it = missing.keySet().iterator(); it.hasNext(); ) {
            DirectoryEntry again = first.get(it.next());
            if (again != null) {
                it.remove();
                if (!again.watched) {
                    movedAway.add(again.found());
                }
            }
        }
        switch (order) {
            case NAME -> {
                // It is collected by name.
            }
            case MODIFIED -> found.sort(Comparator.comparing(file -> file.stat().modified()));
            case SIZE -> found.sort(Comparator.comparingLong(file -> file.stat().bytes()));
        }
        files = Collections.unmodifiableList(found);
        unwatched = Collections.unmodifiableList(notOurs);
    }

    /** Collects by root and path, and each file under the first of its names. */
    private void collect(
            DirectoryNode node,
            Map<FileKey, DirectoryEntry> first,
            List<FoundFile> found,
            List<FoundFile> notOurs,
            List<DirectoryEntry> others,
            List<FoundFile> changed) {
        for (DirectoryEntry entry : node.entries.values()) {
            if (entry.directory != null) {
                collect(entry.directory, first, found, notOurs, others, changed);
            } else if (entry.isFile() && first.putIfAbsent(entry.key, entry) != null) {
                if (entry.published != null) {
                    others.add(entry);
                }
            } else if (entry.isFile() && entry.watched) {
                if (entry.published == null || !entry.published.stat().equals(entry.stat)) {
                    entry.published = entry.found();
                    changed.add(entry.published);
                }
                entry.index = found.size();
                found.add(entry.published);
            } else if (entry.isFile()) {
                notOurs.add(entry.found());
            }
        }
    }

    private List<FoundFile> gone(PassNotes notes) {
        if (missing.isEmpty()) {
            return List.of();
        }
        List<FoundFile> gone = new ArrayList<>();
        for (Iterator<Missing> it = missing.values().iterator(); it.hasNext(); ) {
            Missing one = it.next();
            FoundFile last = one.last;
            if (notes.isGone(last.root(), last.path(), one.pass, pass)) {
                gone.add(last);
                it.remove();
            }
        }
        gone.sort(Comparator.comparing(FoundFile::path));
        return gone;
    }
}
