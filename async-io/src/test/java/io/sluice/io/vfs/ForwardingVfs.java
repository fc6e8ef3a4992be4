package io.sluice.io.vfs;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/**
 * Passes every call on to another {@link Vfs}, and every one of them through {@link #around}: the place for a subclass
 * to count, to fail or to delay. The calls of the files, listings, lock files and mappings opened through it go the
 * same way; those for time and chance do not. Runs on the calling thread, adds no lock.
 */
public class ForwardingVfs implements Vfs {

    /** The call itself. */
    @FunctionalInterface
    public interface Call<T> {
        /** Makes the call. One that {@link VfsCall#transfers} moves no more than {@code most} bytes. */
        T make(long most) throws IOException;
    }

    /** A call without a result. */
    @FunctionalInterface
    interface Action {
        void make() throws IOException;
    }

    private final Vfs below;

    public ForwardingVfs(Vfs below) {
        this.below = below;
    }

    /** What the calls are passed on to. */
    protected final Vfs below() {
        return below;
    }

    /** Makes a call, and whatever a subclass does before, after or instead. Everything passes here. */
    protected <T> T around(VfsOperation operation, Call<T> call) throws IOException {
        return call.make(Long.MAX_VALUE);
    }

    final void act(VfsOperation operation, Action action) throws IOException {
        Void unused = around(operation, most -> {
            action.make();
            return null;
        });
    }

    private static VfsOperation on(VfsCall call, Path path) {
        return new VfsOperation(call, path, null, 0, 0, null);
    }

    private static VfsOperation on(VfsCall call, Path path, Path other) {
        return new VfsOperation(call, path, other, 0, 0, null);
    }

    @Override
    public List<Path> roots() {
        return below.roots();
    }

    @Override
    public VfsFile open(Path path, OpenMode mode) throws IOException {
        return new ForwardingFile(this, around(on(VfsCall.OPEN, path), most -> below.open(path, mode)));
    }

    @Override
    public FileStat stat(Path path) throws IOException {
        return around(on(VfsCall.STAT, path), most -> below.stat(path));
    }

    @Override
    public FileStat statLink(Path path) throws IOException {
        return around(on(VfsCall.STAT_LINK, path), most -> below.statLink(path));
    }

    @Override
    public void delete(Path path) throws IOException {
        act(on(VfsCall.DELETE, path), () -> below.delete(path));
    }

    @Override
    public Listing list(Path directory) throws IOException {
        Listing listing = around(on(VfsCall.LIST, directory), most -> below.list(directory));
        return new ForwardingListing(directory, listing);
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        act(on(VfsCall.CREATE_DIRECTORY, directory), () -> below.createDirectory(directory));
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        act(on(VfsCall.RENAME, from, to), () -> below.rename(from, to));
    }

    @Override
    public void replace(Path from, Path to) throws IOException {
        act(on(VfsCall.REPLACE, from, to), () -> below.replace(from, to));
    }

    @Override
    public void link(Path existing, Path name) throws IOException {
        act(on(VfsCall.LINK, existing, name), () -> below.link(existing, name));
    }

    @Override
    public void symlink(Path target, Path name) throws IOException {
        act(on(VfsCall.SYMLINK, name, target), () -> below.symlink(target, name));
    }

    @Override
    public Path readLink(Path link) throws IOException {
        return around(on(VfsCall.READ_LINK, link), most -> below.readLink(link));
    }

    @Override
    public Path canonical(Path path) throws IOException {
        return around(on(VfsCall.CANONICAL, path), most -> below.canonical(path));
    }

    @Override
    public boolean isReadable(Path path) throws IOException {
        return around(on(VfsCall.ACCESS, path), most -> below.isReadable(path));
    }

    @Override
    public boolean isWritable(Path path) throws IOException {
        return around(on(VfsCall.ACCESS, path), most -> below.isWritable(path));
    }

    @Override
    public boolean isExecutable(Path path) throws IOException {
        return around(on(VfsCall.ACCESS, path), most -> below.isExecutable(path));
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        act(on(VfsCall.SYNC_DIRECTORY, directory), () -> below.syncDirectory(directory));
    }

    @Override
    public DiskUsage diskUsage(Path path) throws IOException {
        return around(on(VfsCall.DISK_USAGE, path), most -> below.diskUsage(path));
    }

    @Override
    public VfsLockFile openLockFile(Path path) throws IOException {
        VfsLockFile lockFile = around(on(VfsCall.OPEN_LOCK_FILE, path), most -> below.openLockFile(path));
        return new ForwardingLockFile(this, path, lockFile);
    }

    @Override
    public Instant now() {
        return below.now();
    }

    @Override
    public long nanoTime() {
        return below.nanoTime();
    }

    @Override
    public CompletableFuture<Void> after(Duration delay) {
        return below.after(delay);
    }

    @Override
    public RandomGenerator random() {
        return below.random();
    }

    @Override
    public void close() {
        below.close();
    }

    /** Passes the calls of a listing on. */
    private final class ForwardingListing implements Listing {
        private final Path directory;
        private final Listing listing;

        ForwardingListing(Path directory, Listing listing) {
            this.directory = directory;
            this.listing = listing;
        }

        private VfsOperation operation(VfsCall call) {
            return new VfsOperation(call, directory, null, 0, 0, listing);
        }

        @Override
        public Path next() throws IOException {
            return around(operation(VfsCall.LIST_NEXT), most -> listing.next());
        }

        @Override
        public void close() throws IOException {
            act(operation(VfsCall.LIST_CLOSE), listing::close);
        }
    }
}
