package io.sluice.io.vfs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/**
 * A file system in memory that behaves like {@link LocalVfs} and also like a disk: what was not synced may be lost in a
 * {@link #crash}. Time stands still until the test moves it.
 *
 * <p>An instance is one process on a machine. {@link #process} starts another one on the same disk, with its own
 * roots, handles and locks; {@link #kill} ends one as {@code kill -9} would; {@link #crash} cuts the power of the
 * whole machine and returns a process on the machine that starts after it. Calls and handles of a process that ended
 * fail, so a forgotten background thread cannot write into the next life.
 *
 * <pre>{@code
 * MemoryVfs before = MemoryVfs.create();
 * publish(before, Path.of("/table/part"));
 * MemoryVfs after = before.crash(Survival.seeded(seed));
 * assertThat(contentOf(after, Path.of("/table/part"))).isIn(nothing, everything);
 * }</pre>
 *
 * <p>Safe from any thread. Every call runs on the calling thread and never blocks; timers complete on the thread that
 * calls {@link #advance}.
 */
public final class MemoryVfs implements Vfs {

    private final MemoryMachine machine;
    private final RootJail jail;
    private final List<Path> roots;
    private final Set<Object> handles = Collections.synchronizedSet(new LinkedHashSet<>());
    private volatile String end;
    private volatile boolean closed;

    private MemoryVfs(MemoryMachine machine, List<Path> roots) {
        this.machine = machine;
        this.roots = roots;
        try {
            // The fake has its roots where it says: there are no links on the way to them.
            this.jail = new RootJail(roots, roots.stream().map(Path::normalize).toList(), machine.tree());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An empty machine with room without end, whose one root is {@code /}. */
    public static MemoryVfs create() {
        return builder().build();
    }

    public static MemoryVfsBuilder builder() {
        return new MemoryVfsBuilder();
    }

    static MemoryVfs on(MemoryMachine machine, List<Path> roots) {
        synchronized (machine) {
            for (Path root : roots) {
                createAll(machine, root.normalize());
            }
            return new MemoryVfs(machine, roots);
        }
    }

    private static void createAll(MemoryMachine machine, Path real) {
        MemoryNode.Directory directory = machine.tree().top;
        Instant now = machine.clock().now();
        for (Path name : real) {
            if (!directory.entries.containsKey(name.toString())) {
                MemoryNode.Directory child = machine.tree().newDirectory(now);
                machine.tree().put(directory, name.toString(), child, now);
                machine.tree().sync(directory);
            }
            directory = (MemoryNode.Directory) directory.entries.get(name.toString());
        }
    }

    // ---- what only the fake can do

    /** Another process on this machine, with the same roots. */
    public MemoryVfs process() {
        return new MemoryVfs(machine, roots);
    }

    /** Another process on this machine, with roots of its own: with {@code /} it sees what lies outside of ours. */
    public MemoryVfs process(Path... otherRoots) {
        return on(machine, List.of(otherRoots));
    }

    /** Ends this process as {@code kill -9} does: locks are freed, what was written stays, later calls fail. */
    public void kill() {
        endWith("the process was killed");
    }

    /** Cuts the power: every process ends, and what was not synced fares as {@code survival} says. */
    public MemoryVfs crash(Survival survival) {
        MemoryVfs after;
        synchronized (machine) {
            after = afterCrash(survival);
            machine.crashed().set(true);
        }
        endWith("the machine crashed");
        return after;
    }

    /** What {@link #crash} would leave at this moment. This machine goes on. */
    public MemoryVfs afterCrash(Survival survival) {
        return new MemoryVfs(machine.afterCrash(survival), roots);
    }

    /** Makes everything written so far durable, names and data: the state a test starts from. */
    public void syncEverything() {
        synchronized (machine) {
            machine.tree().syncAll();
            machine.tree().files().forEach(file -> file.content.sync());
        }
    }

    /** Whether a crash could take anything that a reader sees now. */
    public boolean hasUnsynced() {
        synchronized (machine) {
            return machine.tree().hasUnsynced()
                    || machine.tree().files().stream().anyMatch(file -> file.content.hasUnsynced());
        }
    }

    /** Moves the clock on; timers that come due complete on this thread, in their order. */
    public void advance(Duration by) {
        machine.clock().advance(by);
    }

    /**
     * Lets every {@link #after} complete at once and move the clock by its delay: for code that waits one thing at a
     * time.
     */
    public void advanceByItself(boolean value) {
        machine.clock().advanceByItself(value);
    }

    /** The timers that have neither fired nor been cancelled. */
    public int pendingTimers() {
        return machine.clock().pending();
    }

    /** Makes the disk smaller or larger. What is on it stays. */
    public void resizeDisk(long capacityBytes) {
        synchronized (machine) {
            machine.tree().space.resize(capacityBytes);
        }
    }

    /** Says whether a new file is given the inode of one that is gone, the lowest there is, as most disks do. */
    public void reuseInodes(boolean value) {
        synchronized (machine) {
            machine.tree().reuseInodes(value);
        }
    }

    public void setModified(Path path, Instant modified) throws IOException {
        synchronized (machine) {
            existing(path, RootJail.Leaf.FOLLOWED).modified = modified;
        }
    }

    /** Says what the owner of this process may do with a file or directory. */
    public void setAccess(Path path, boolean readable, boolean writable, boolean executable) throws IOException {
        synchronized (machine) {
            MemoryNode node = existing(path, RootJail.Leaf.FOLLOWED);
            node.readable = readable;
            node.writable = writable;
            node.executable = executable;
        }
    }

    // ---- Vfs

    @Override
    public List<Path> roots() {
        return jail.roots().realRoots();
    }

    @Override
    public VfsFile open(Path path, OpenMode mode) throws IOException {
        synchronized (machine) {
            check();
            RootJail.Place place =
                    resolve(path, mode == OpenMode.CREATE_NEW ? RootJail.Leaf.AS_IT_IS : RootJail.Leaf.FOLLOWED);
            MemoryNode node = machine.tree().at(place.real());
            if (node == null) {
                if (mode == OpenMode.READ || mode == OpenMode.UPDATE) {
                    throw new NoSuchFileException(path.toString());
                }
                node = machine.tree().newFile(now());
                putNew(path, place, node);
            } else if (mode == OpenMode.CREATE_NEW) {
                throw new FileAlreadyExistsException(path.toString());
            } else {
                checkMay(path, mode.writes() ? node.readable && node.writable : node.readable);
            }
            if (node instanceof MemoryNode.Directory) {
                throw new FileSystemException(path.toString(), null, "Is a directory");
            }
            if (isLockFileHere(node)) {
                throw LockFileGuard.inUse(path);
            }
            if (mode == OpenMode.TRUNCATE && node instanceof MemoryNode.File file && file.content.size() > 0) {
                file.content.truncate(0);
                file.modified = now();
            }
            MemoryFile handle = new MemoryFile(this, machine, path, node, mode.writes());
            handles.add(handle);
            return handle;
        }
    }

    @Override
    public FileStat stat(Path path) throws IOException {
        synchronized (machine) {
            return describe(existing(path, RootJail.Leaf.FOLLOWED));
        }
    }

    @Override
    public FileStat statLink(Path path) throws IOException {
        synchronized (machine) {
            return describe(existing(path, RootJail.Leaf.AS_IT_IS));
        }
    }

    private static FileStat describe(MemoryNode node) {
        long bytes = 0;
        if (node instanceof MemoryNode.File file) {
            bytes = file.content.size();
        } else if (node instanceof MemoryNode.Link link) {
            bytes = link.target.toString().length();
        }
        return new FileStat(node.kind(), bytes, node.modified, 1, node.inode, node.names);
    }

    @Override
    public void delete(Path path) throws IOException {
        synchronized (machine) {
            check();
            RootJail.Place place = resolve(path, RootJail.Leaf.AS_IT_IS);
            if (place.kind() == null) {
                throw new NoSuchFileException(path.toString());
            }
            MemoryNode.Directory parent = changeableParent(path, place);
            if (machine.tree().at(place.real()) instanceof MemoryNode.Directory directory
                    && !directory.entries.isEmpty()) {
                throw new DirectoryNotEmptyException(path.toString());
            }
            machine.tree().remove(parent, nameOf(place), now());
        }
    }

    @Override
    public Listing list(Path directory) throws IOException {
        synchronized (machine) {
            MemoryNode node = existing(directory, RootJail.Leaf.FOLLOWED);
            if (!(node instanceof MemoryNode.Directory listed)) {
                throw new NotDirectoryException(directory.toString());
            }
            checkMay(directory, node.readable);
            List<String> names = new ArrayList<>(listed.entries.keySet());
            // A listing has no order: what works only for a sorted one shall fail here.
            Collections.shuffle(names, new Random(machine.seed() + node.inode));
            return new MemoryListing(directory, names.iterator());
        }
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        synchronized (machine) {
            check();
            RootJail.Place place = resolve(directory, RootJail.Leaf.AS_IT_IS);
            if (place.kind() != null) {
                throw new FileAlreadyExistsException(directory.toString());
            }
            putNew(directory, place, machine.tree().newDirectory(now()));
        }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        synchronized (machine) {
            check();
            RootJail.Place source = resolve(from, RootJail.Leaf.AS_IT_IS);
            RootJail.Place target = resolve(to, RootJail.Leaf.AS_IT_IS);
            if (source.kind() != null && target.kind() != null) {
                throw new FileAlreadyExistsException(to.toString());
            }
            // The real one gives a file a second name and then removes the first.
            move(from, source, to, target, source.kind() != FileKind.FILE);
        }
    }

    @Override
    public void replace(Path from, Path to) throws IOException {
        synchronized (machine) {
            check();
            RootJail.Place source = resolve(from, RootJail.Leaf.AS_IT_IS);
            RootJail.Place target = resolve(to, RootJail.Leaf.AS_IT_IS);
            refuseRoot(from, source);
            refuseRoot(to, target);
            if (source.kind() == null) {
                throw new NoSuchFileException(from.toString(), to.toString(), null);
            }
            if (target.kind() != null) {
                if (machine.tree().at(source.real()) == machine.tree().at(target.real())) {
                    return;
                }
                boolean directory = source.kind() == FileKind.DIRECTORY;
                if (directory != (target.kind() == FileKind.DIRECTORY)) {
                    throw new FileSystemException(
                            from.toString(), to.toString(), directory ? "Not a directory" : "Is a directory");
                }
                if (machine.tree().at(target.real()) instanceof MemoryNode.Directory replaced
                        && !replaced.entries.isEmpty()) {
                    throw new FileSystemException(from.toString(), to.toString(), "Directory not empty");
                }
            }
            move(from, source, to, target, true);
        }
    }

    private void move(Path from, RootJail.Place source, Path to, RootJail.Place target, boolean inOneStep)
            throws IOException {
        if (source.kind() == null) {
            throw new NoSuchFileException(from.toString());
        }
        MemoryNode.Directory oldParent = changeableParent(from, source);
        MemoryNode.Directory newParent = changeableParent(to, target);
        if (!target.real().equals(source.real()) && target.real().startsWith(source.real())) {
            throw new FileSystemException(from.toString(), to.toString(), "Invalid argument");
        }
        machine.tree().move(oldParent, nameOf(source), newParent, nameOf(target), inOneStep, now());
    }

    @Override
    public void link(Path existing, Path name) throws IOException {
        synchronized (machine) {
            MemoryNode node = existing(existing, RootJail.Leaf.FOLLOWED);
            RootJail.Place place = resolve(name, RootJail.Leaf.AS_IT_IS);
            if (place.kind() != null) {
                throw new FileAlreadyExistsException(name.toString(), existing.toString(), null);
            }
            if (!(node instanceof MemoryNode.File)) {
                throw new FileSystemException(name.toString(), existing.toString(), "Operation not permitted");
            }
            putNew(name, place, node);
        }
    }

    @Override
    public void symlink(Path target, Path name) throws IOException {
        synchronized (machine) {
            check();
            RootJail.Place place = resolve(name, RootJail.Leaf.AS_IT_IS);
            if (place.kind() != null) {
                throw new FileAlreadyExistsException(name.toString());
            }
            jail.resolveTarget(target, place.real().getParent());
            putNew(name, place, machine.tree().newLink(target, now()));
        }
    }

    @Override
    public Path readLink(Path link) throws IOException {
        synchronized (machine) {
            MemoryNode node = existing(link, RootJail.Leaf.AS_IT_IS);
            if (!(node instanceof MemoryNode.Link found)) {
                throw new NotLinkException(link.toString());
            }
            return found.target;
        }
    }

    @Override
    public Path canonical(Path path) throws IOException {
        synchronized (machine) {
            existing(path, RootJail.Leaf.FOLLOWED);
            return resolve(path, RootJail.Leaf.FOLLOWED).real();
        }
    }

    @Override
    public boolean isReadable(Path path) throws IOException {
        synchronized (machine) {
            MemoryNode node = orNull(path);
            return node != null && node.readable;
        }
    }

    @Override
    public boolean isWritable(Path path) throws IOException {
        synchronized (machine) {
            MemoryNode node = orNull(path);
            return node != null && node.writable;
        }
    }

    @Override
    public boolean isExecutable(Path path) throws IOException {
        synchronized (machine) {
            MemoryNode node = orNull(path);
            return node != null && node.executable;
        }
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        synchronized (machine) {
            if (!(existing(directory, RootJail.Leaf.FOLLOWED) instanceof MemoryNode.Directory synced)) {
                throw new NotDirectoryException(directory.toString());
            }
            machine.tree().sync(synced);
        }
    }

    @Override
    public DiskUsage diskUsage(Path path) throws IOException {
        synchronized (machine) {
            existing(path, RootJail.Leaf.FOLLOWED);
            MemorySpace space = machine.tree().space;
            long usable = Math.max(0, space.capacity() - space.used());
            return new DiskUsage(space.capacity(), usable, machine.fileSystemType(), machine.network());
        }
    }

    @Override
    public VfsLockFile openLockFile(Path path) throws IOException {
        synchronized (machine) {
            check();
            RootJail.Place place = resolve(path, RootJail.Leaf.FOLLOWED);
            MemoryNode node = machine.tree().at(place.real());
            if (node == null) {
                node = machine.tree().newFile(now());
                putNew(path, place, node);
            }
            if (!(node instanceof MemoryNode.File file)) {
                throw new FileSystemException(path.toString(), null, LockFileRegistry.NO_LOCK_FILE);
            }
            checkMay(path, node.readable && node.writable);
            MemoryLockFile handle = new MemoryLockFile(this, machine, path, place.real(), file);
            handles.add(handle);
            return handle;
        }
    }

    @Override
    public Instant now() {
        return machine.clock().now();
    }

    @Override
    public long nanoTime() {
        return machine.clock().nanoTime();
    }

    @Override
    public CompletableFuture<Void> after(Duration delay) {
        if (closed) {
            throw new ClosedFileSystemException();
        }
        return machine.clock().after(delay);
    }

    @Override
    public RandomGenerator random() {
        return machine.random();
    }

    /** Ends the use of this process's view. The machine, and what is on it, stays. */
    @Override
    public void close() {
        closed = true;
    }

    // ---- the rest

    private boolean isLockFileHere(MemoryNode node) {
        synchronized (handles) {
            return handles.stream().anyMatch(handle -> handle instanceof MemoryLockFile lock && lock.isOn(node));
        }
    }

    void forget(Object handle) {
        handles.remove(handle);
    }

    void check() throws IOException {
        if (machine.crashed().get() && end == null) {
            endWith("the machine crashed");
        }
        if (end != null) {
            throw new IOException(end + ": nothing of it may touch the file system any more");
        }
    }

    private void endWith(String how) {
        end = how;
        synchronized (machine) {
            for (Object handle : handles.toArray()) {
                if (handle instanceof MemoryFile file) {
                    file.release();
                } else if (handle instanceof MemoryLockFile lockFile) {
                    lockFile.release();
                }
            }
        }
        handles.clear();
    }

    private RootJail.Place resolve(Path path, RootJail.Leaf leaf) throws IOException {
        if (closed) {
            throw new ClosedFileSystemException();
        }
        return jail.resolve(path, leaf);
    }

    private MemoryNode existing(Path path, RootJail.Leaf leaf) throws IOException {
        check();
        RootJail.Place place = resolve(path, leaf);
        if (place.kind() == null) {
            throw new NoSuchFileException(path.toString());
        }
        return machine.tree().at(place.real());
    }

    private MemoryNode orNull(Path path) throws IOException {
        check();
        return machine.tree().at(resolve(path, RootJail.Leaf.FOLLOWED).real());
    }

    private void putNew(Path path, RootJail.Place place, MemoryNode node) throws IOException {
        machine.tree().put(parentOf(path, place), nameOf(place), node, now());
    }

    /** The directory whose entry a call is about to move or remove. */
    private MemoryNode.Directory changeableParent(Path path, RootJail.Place place) throws IOException {
        refuseRoot(path, place);
        return parentOf(path, place);
    }

    private void refuseRoot(Path path, RootJail.Place place) throws AccessDeniedException {
        if (jail.roots().isRoot(place.real()) && !jail.roots().contains(parentOrSelf(place.real()))) {
            throw jail.roots().denied(path);
        }
        if (jail.roots().holdsRoot(place.real())) {
            throw new AccessDeniedException(
                    path.toString(), null, "is a root or holds one, and so is not moved, removed or replaced");
        }
    }

    private MemoryNode.Directory parentOf(Path path, RootJail.Place place) throws IOException {
        MemoryNode.Directory parent = machine.tree().parentOf(place.real());
        checkMay(path, parent.writable);
        return parent;
    }

    private static Path parentOrSelf(Path real) {
        return real.getParent() == null ? real : real.getParent();
    }

    private static String nameOf(RootJail.Place place) {
        return place.real().getFileName().toString();
    }

    private static void checkMay(Path path, boolean may) throws AccessDeniedException {
        if (!may) {
            throw new AccessDeniedException(path.toString(), null, "Permission denied");
        }
    }

    /** The names there were when it was opened. */
    private final class MemoryListing implements Listing {
        private final Path directory;
        private final Iterator<String> names;
        private boolean listingClosed;

        MemoryListing(Path directory, Iterator<String> names) {
            this.directory = directory;
            this.names = names;
        }

        @Override
        public Path next() throws IOException {
            check();
            if (listingClosed) {
                throw new ClosedChannelException();
            }
            return names.hasNext() ? directory.resolve(names.next()) : null;
        }

        @Override
        public void close() {
            listingClosed = true;
        }
    }
}
