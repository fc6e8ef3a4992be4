package io.sluice.io.vfs;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The names of a {@link MemoryVfs} machine, and the order in which they changed since they were synced. Guarded by the
 * machine's monitor.
 *
 * <p>A change of names in one step reaches the disk as a whole or not at all, also if it touches two directories,
 * unless the directory it led to is synced alone: then the new name is on the disk, and whether the old one went is
 * still open. Changes reach the disk independently of each other, with two exceptions, so that no rename loses a file:
 * a name is never put into a directory that is itself not on the disk, and syncing a directory that a file was moved
 * out of writes everything up to that move, as a journal would.
 */
final class MemoryTree implements RootJail.Tree {

    private static final Path TOP = Path.of("/");

    /** What a name comes to stand for; null when it is removed. */
    private record Entry(MemoryNode.Directory directory, String name, MemoryNode node) {}

    /**
     * One step of a change of names.
     *
     * @param entries what of it is not on the disk yet
     * @param divisible whether the disk may have the first entry without the others
     * @param movedTo where the new name of something that moved is, null if nothing did; kept once that is on the disk
     */
    private record Change(List<Entry> entries, boolean divisible, MemoryNode.Directory movedTo) {
        static Change of(Entry entry) {
            return new Change(new ArrayList<>(List.of(entry)), false, null);
        }

        boolean movesOutOf(MemoryNode.Directory directory) {
            return movedTo != null
                    && movedTo != directory
                    && entries.stream().anyMatch(entry -> entry.directory == directory && entry.node == null);
        }

        /** Whether the names it changes, and what it moved, are in directories that are on the disk. */
        boolean isGrounded(Set<MemoryNode> onDisk) {
            return (movedTo == null || onDisk.contains(movedTo))
                    && entries.stream().allMatch(entry -> onDisk.contains(entry.directory));
        }

        /** What a crash keeps of it. */
        List<Entry> survivors(Survival.Dice dice) {
            if (dice.whole() == Survival.Fate.OLD) {
                return List.of();
            }
            return divisible && dice.whole() == Survival.Fate.OLD ? entries.subList(0, 1) : entries;
        }
    }

    final MemoryNode.Directory top;
    final MemorySpace space;
    private final List<Change> unsynced = new ArrayList<>();
    private final InodeNumbers inodes;

    MemoryTree(MemorySpace space, Instant now) {
        this(space, new MemoryNode.Directory(1, now), new InodeNumbers(1));
    }

    private MemoryTree(MemorySpace space, MemoryNode.Directory top, InodeNumbers inodes) {
        this.space = space;
        this.top = top;
        this.inodes = inodes;
        top.names = 1;
    }

    MemoryNode.File newFile(Instant now) {
        return new MemoryNode.File(inodes.next(), now, new MemoryContent(space));
    }

    MemoryNode.Directory newDirectory(Instant now) {
        return new MemoryNode.Directory(inodes.next(), now);
    }

    MemoryNode.Link newLink(Path target, Instant now) {
        return new MemoryNode.Link(inodes.next(), now, target);
    }

    /** Whether the number of a file that is gone is the next one's, as on most disks; if not, numbers are never used twice. */
    void reuseInodes(boolean value) {
        inodes.reuse(value);
    }

    /** A handle of the file was closed. */
    void closed(MemoryNode.File file) {
        file.openHandles--;
        if (file.freeIfUnreachable()) {
            inodes.free(file.inode);
        }
    }

    /** The node at a path without links, null when there is none. */
    MemoryNode at(Path real) {
        MemoryNode node = top;
        for (Path name : real) {
            if (!(node instanceof MemoryNode.Directory directory)) {
                return null;
            }
            node = directory.entries.get(name.toString());
            if (node == null) {
                return null;
            }
        }
        return node;
    }

    MemoryNode.Directory parentOf(Path real) {
        Path parent = real.getParent();
        return (MemoryNode.Directory) at(parent == null ? TOP : parent);
    }

    @Override
    public FileKind kindOf(Path real) {
        MemoryNode node = at(real);
        return node == null ? null : node.kind();
    }

    @Override
    public Object keyOf(Path realRoot) {
        return at(realRoot) instanceof MemoryNode.Directory directory ? directory.inode : null;
    }

    @Override
    public Path targetOf(Path realLink) {
        return ((MemoryNode.Link) at(realLink)).target;
    }

    void put(MemoryNode.Directory directory, String name, MemoryNode node, Instant now) {
        make(now, Change.of(new Entry(directory, name, node)));
    }

    void remove(MemoryNode.Directory directory, String name, Instant now) {
        make(now, Change.of(new Entry(directory, name, null)));
    }

    /** @param inOneStep whether the disk never has both names */
    void move(
            MemoryNode.Directory from,
            String oldName,
            MemoryNode.Directory to,
            String newName,
            boolean inOneStep,
            Instant now) {
        MemoryNode node = from.entries.get(oldName);
        List<Entry> entries = new ArrayList<>(List.of(new Entry(to, newName, node), new Entry(from, oldName, null)));
        make(now, new Change(entries, !inOneStep, to));
    }

    private void make(Instant now, Change change) {
        for (Entry entry : change.entries) {
            // Before the old name goes, so that a file that moves does not look unreachable in between.
            if (entry.node != null) {
                entry.node.names++;
            }
        }
        for (Entry entry : change.entries) {
            MemoryNode before = entry.node == null
                    ? entry.directory.entries.remove(entry.name)
                    : entry.directory.entries.put(entry.name, entry.node);
            entry.directory.modified = now;
            if (before != null) {
                before.names--;
                if (before instanceof MemoryNode.File file && file.freeIfUnreachable()) {
                    inodes.free(file.inode);
                }
            }
        }
        unsynced.add(change);
    }

    void sync(MemoryNode.Directory directory) {
        int moves = lastMoveOutOf(directory) + 1;
        for (Change change : unsynced.subList(0, moves)) {
            for (Entry entry : change.entries) {
                if (entry.node == null) {
                    entry.directory.synced.remove(entry.name);
                } else {
                    entry.directory.synced.put(entry.name, entry.node);
                }
            }
        }
        unsynced.subList(0, moves).clear();
        directory.synced.clear();
        directory.synced.putAll(directory.entries);
        unsynced.forEach(change -> change.entries.removeIf(entry -> entry.directory == directory));
        unsynced.removeIf(change -> change.entries.isEmpty());
    }

    /** A file that left a synced directory must be on the disk elsewhere, so all that led to that is written first. */
    private int lastMoveOutOf(MemoryNode.Directory directory) {
        for (int i = unsynced.size() - 1; i >= 0; i--) {
            if (unsynced.get(i).movesOutOf(directory)) {
                return i;
            }
        }
        return -1;
    }

    void syncAll() {
        List<Change> changes = List.copyOf(unsynced);
        changes.forEach(change -> List.copyOf(change.entries).forEach(entry -> sync(entry.directory)));
    }

    boolean hasUnsynced() {
        return !unsynced.isEmpty();
    }

    /** The tree as it is found after a crash, all of it synced. */
    MemoryTree afterCrash(Survival.Dice dice, MemorySpace spaceAfter) {
        Map<MemoryNode.Directory, Map<String, MemoryNode>> disk = new HashMap<>();
        Set<MemoryNode> reachable = new HashSet<>();
        reach(top, disk, reachable);
        for (Change change : unsynced) {
            List<Entry> survivors = change.survivors(dice);
            if (change.isGrounded(reachable)) {
                for (Entry entry : survivors) {
                    if (entry.node == null) {
                        disk.get(entry.directory).remove(entry.name);
                    } else {
                        disk.get(entry.directory).put(entry.name, entry.node);
                        reach(entry.node, disk, reachable);
                    }
                }
            }
        }
        Map<MemoryNode, MemoryNode> copies = new HashMap<>();
        MemoryNode.Directory topAfter = (MemoryNode.Directory) copy(top, disk, copies, dice, spaceAfter);
        return new MemoryTree(spaceAfter, topAfter, inodes.afterCrash());
    }

    private static void reach(
            MemoryNode node, Map<MemoryNode.Directory, Map<String, MemoryNode>> disk, Set<MemoryNode> reachable) {
        if (reachable.add(node) && node instanceof MemoryNode.Directory directory) {
            disk.put(directory, new TreeMap<>(directory.synced));
            directory.synced.values().forEach(child -> reach(child, disk, reachable));
        }
    }

    private static MemoryNode copy(
            MemoryNode node,
            Map<MemoryNode.Directory, Map<String, MemoryNode>> disk,
            Map<MemoryNode, MemoryNode> copies,
            Survival.Dice dice,
            MemorySpace spaceAfter) {
        MemoryNode known = copies.get(node);
        if (known != null) {
            return known;
        }
        MemoryNode copy;
        if (node instanceof MemoryNode.File file) {
            copy = new MemoryNode.File(file.inode, file.modified, file.content.afterCrash(dice, spaceAfter));
        } else if (node instanceof MemoryNode.Link link) {
            copy = new MemoryNode.Link(link.inode, link.modified, link.target);
        } else {
            copy = new MemoryNode.Directory(node.inode, node.modified);
        }
        node.copyAttributesTo(copy);
        copies.put(node, copy);
        if (copy instanceof MemoryNode.Directory directory) {
            disk.get((MemoryNode.Directory) node).forEach((name, child) -> {
                MemoryNode childCopy = copy(child, disk, copies, dice, spaceAfter);
                childCopy.names++;
                directory.entries.put(name, childCopy);
                directory.synced.put(name, childCopy);
            });
        }
        return copy;
    }

    /** Every file that has a name. */
    Set<MemoryNode.File> files() {
        Set<MemoryNode.File> files = new HashSet<>();
        collect(top, files);
        return files;
    }

    private static void collect(MemoryNode.Directory directory, Set<MemoryNode.File> files) {
        for (MemoryNode node : directory.entries.values()) {
            if (node instanceof MemoryNode.Directory child) {
                collect(child, files);
            } else if (node instanceof MemoryNode.File file) {
                files.add(file);
            }
        }
    }
}
