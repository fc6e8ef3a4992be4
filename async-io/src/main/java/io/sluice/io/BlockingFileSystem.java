package io.sluice.io;

import io.sluice.io.publish.PublishOptions;
import io.sluice.io.text.Line;
import io.sluice.io.tree.LinkPolicy;
import io.sluice.io.tree.TreeEntry;
import io.sluice.io.vfs.DiskUsage;
import io.sluice.io.vfs.FileStat;
import io.sluice.io.vfs.OpenMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.AccessMode;
import java.nio.file.Path;
import java.time.Duration;

/**
 * An {@link AsyncFileSystem} for callers that wait: the same calls, under the same limits, with the failure thrown. Each waits
 * for as long as the view's time-out. A caller that is interrupted, or has waited long enough, cancels the operation if it
 * has not begun, and gets an {@link java.io.InterruptedIOException}; the interrupt is kept.
 *
 * <p>Not to be called from an I/O worker, so not from a stage of the same file system: it would wait for itself.
 */
public final class BlockingFileSystem {
    /** About what a path takes. */
    private static final long NAME_BYTES = 512;

    private final AsyncFileSystem files;
    private final Await wait;

    BlockingFileSystem(AsyncFileSystem files, Duration timeout) {
        this.files = files;
        this.wait = new Await(timeout);
    }

    public BlockingFile open(Path path, OpenMode mode) throws IOException {
        return new BlockingFile(wait.result(files.open(path, mode)), wait);
    }

    public byte[] readAll(Path path) throws IOException {
        return wait.result(files.readAll(path));
    }

    /** To be closed by the caller, also before its end. */
    public BlockingItems<ByteBuffer> chunks(Path path, int chunkBytes) {
        return new BlockingItems<>(files.chunks(path, chunkBytes), ByteBuffer::remaining, wait);
    }

    /** To be closed by the caller, also before its end. */
    public BlockingItems<Line> lines(Path path, Charset charset) {
        return new BlockingItems<>(files.lines(path, charset), Line::bytes, wait);
    }

    public FileStat stat(Path path) throws IOException {
        return wait.result(files.stat(path));
    }

    public FileStat statLink(Path path) throws IOException {
        return wait.result(files.statLink(path));
    }

    public boolean exists(Path path) throws IOException {
        return wait.result(files.exists(path));
    }

    public boolean isFile(Path path) throws IOException {
        return wait.result(files.isFile(path));
    }

    public boolean isDirectory(Path path) throws IOException {
        return wait.result(files.isDirectory(path));
    }

    public boolean isLink(Path path) throws IOException {
        return wait.result(files.isLink(path));
    }

    public boolean sameFile(Path one, Path other) throws IOException {
        return wait.result(files.sameFile(one, other));
    }

    public boolean access(Path path, AccessMode... modes) throws IOException {
        return wait.result(files.access(path, modes));
    }

    public Path canonical(Path path) throws IOException {
        return wait.result(files.canonical(path));
    }

    public Path readLink(Path link) throws IOException {
        return wait.result(files.readLink(link));
    }

    public DiskUsage diskUsage(Path path) throws IOException {
        return wait.result(files.diskUsage(path));
    }

    /** To be closed by the caller, also before its end. */
    public BlockingItems<Path> list(Path directory) {
        return new BlockingItems<>(files.list(directory), entry -> NAME_BYTES, wait);
    }

    /** To be closed by the caller, also before its end. */
    public BlockingItems<TreeEntry> walk(Path directory, int maxDepth, LinkPolicy links) {
        return new BlockingItems<>(files.walk(directory, maxDepth, links), entry -> NAME_BYTES, wait);
    }

    public void delete(Path path) throws IOException {
        wait.result(files.delete(path));
    }

    public void makeDirectory(Path directory) throws IOException {
        wait.result(files.makeDirectory(directory));
    }

    public void makeDirectories(Path directory) throws IOException {
        wait.result(files.makeDirectories(directory));
    }

    public void removeDirectory(Path directory) throws IOException {
        wait.result(files.removeDirectory(directory));
    }

    public void removeTree(Path directory) throws IOException {
        wait.result(files.removeTree(directory));
    }

    public void rename(Path from, Path to) throws IOException {
        wait.result(files.rename(from, to));
    }

    public void replace(Path from, Path to) throws IOException {
        wait.result(files.replace(from, to));
    }

    public void link(Path existing, Path name) throws IOException {
        wait.result(files.link(existing, name));
    }

    public void symlink(Path target, Path name) throws IOException {
        wait.result(files.symlink(target, name));
    }

    public long copy(Path from, Path to) throws IOException {
        return wait.result(files.copy(from, to));
    }

    public BlockingPublication openPublication(Path target, PublishOptions options) throws IOException {
        return new BlockingPublication(wait.result(files.openPublication(target, options)), wait);
    }

    public BlockingFile openTemporary(Path directory, String prefix, String suffix) throws IOException {
        return new BlockingFile(wait.result(files.openTemporary(directory, prefix, suffix)), wait);
    }

    public BlockingFile openUnnamed(Path directory) throws IOException {
        return new BlockingFile(wait.result(files.openUnnamed(directory)), wait);
    }

    public BlockingFile openSpooled(Path directory, int memoryBytes) throws IOException {
        return new BlockingFile(wait.result(files.openSpooled(directory, memoryBytes)), wait);
    }

    public BlockingTemporaryDirectory makeTemporaryDirectory(Path parent, String prefix) throws IOException {
        return new BlockingTemporaryDirectory(wait.result(files.makeTemporaryDirectory(parent, prefix)), wait);
    }

    public BlockingLock openLock(Path lockFile) throws IOException {
        return new BlockingLock(wait.result(files.openLock(lockFile)), wait);
    }

    public int sweepPublications(Path directory) throws IOException {
        return wait.result(files.sweepPublications(directory));
    }

    /** Pauses the calling thread on the file system's own clock. */
    public void sleep(Duration time) throws IOException {
        wait.result(files.sleep(time));
    }

    /** Writes to a publication that is published when it returns and discarded when it throws. */
    public interface PublicationWriter {
        void writeTo(BlockingPublication publication) throws IOException;
    }

    /** Publishes what {@code writer} writes; if that throws, the target is as it was. */
    public void publish(Path target, PublishOptions options, PublicationWriter writer) throws IOException {
        BlockingPublication publication = openPublication(target, options);
        try {
            writer.writeTo(publication);
        } catch (IOException | RuntimeException | Error e) {
            try {
                publication.discard();
            } catch (IOException undiscarded) {
                e.addSuppressed(undiscarded);
            }
            throw e;
        }
        publication.close();
    }
}
