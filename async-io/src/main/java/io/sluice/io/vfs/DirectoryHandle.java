package io.sluice.io.vfs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/**
 * An open directory whose entries are used through the handle ({@code openat} and its like), so that whatever happens
 * to the path in the meantime, the call reaches the directory that was checked. Used by one thread, for one call.
 */
final class DirectoryHandle implements Closeable {

    private final SecureDirectoryStream<Path> stream;

    private DirectoryHandle(SecureDirectoryStream<Path> stream) {
        this.stream = stream;
    }

    /** Opens a directory, or returns null where the system has no such handles. */
    @SuppressWarnings("StreamResourceLeak") // The handle closes it.
    static DirectoryHandle open(Path directory) throws IOException {
        DirectoryStream<Path> opened = Files.newDirectoryStream(directory);
        if (opened instanceof SecureDirectoryStream<Path> secure) {
            return new DirectoryHandle(secure);
        }
        opened.close();
        return null;
    }

    /** Is asked about each directory that {@link #openBelow} comes through, from the root to the last. */
    interface Passing {
        /** Throws if the directory is not the one that belongs there. */
        void at(Path real, DirectoryHandle handle) throws IOException;
    }

    /** Opens the directory at {@code real} from {@code root} on, one name after the other and through no link. */
    static DirectoryHandle openBelow(Path root, Path real, Passing passing) throws IOException {
        DirectoryHandle here = open(root);
        if (here == null) {
            return null;
        }
        Path path = root;
        try {
            passing.at(path, here);
            for (int i = root.getNameCount(); i < real.getNameCount(); i++) {
                Path name = real.getName(i);
                try (DirectoryHandle parent = here) {
                    here = new DirectoryHandle(parent.stream.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS));
                }
                path = path.resolve(name);
                passing.at(path, here);
            }
            return here;
        } catch (IOException | RuntimeException e) {
            here.close();
            throw e;
        }
    }

    /** Opens a directory whose path holds no link at the end, to read its names. */
    @SuppressWarnings("StreamResourceLeak") // The caller closes it.
    static DirectoryStream<Path> list(Path directory) throws IOException {
        return Files.newDirectoryStream(directory);
    }

    /** Device and inode of what an open stream lists, null where the system has no such handles. */
    static Object keyOf(DirectoryStream<Path> stream) throws IOException {
        return stream instanceof SecureDirectoryStream<Path> secure ? new DirectoryHandle(secure).key() : null;
    }

    Object key() throws IOException {
        return stream.getFileAttributeView(BasicFileAttributeView.class)
                .readAttributes()
                .fileKey();
    }

    /** What is at the name, a link as a link; null when nothing is. */
    BasicFileAttributes look(Path name) throws IOException {
        try {
            return attributesOf(name);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private BasicFileAttributes attributesOf(Path name) throws IOException {
        return stream.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
    }

    FileChannel openFile(Path name, Set<OpenOption> options) throws IOException {
        return (FileChannel) stream.newByteChannel(name, options);
    }

    void delete(Path name) throws IOException {
        if (attributesOf(name).isDirectory()) {
            stream.deleteDirectory(name);
        } else {
            stream.deleteFile(name);
        }
    }

    void replace(Path from, DirectoryHandle target, Path to) throws IOException {
        stream.move(from, target.stream, to);
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }

    /** For who has only looked through it: there is nothing left to lose. */
    void closeQuietly() {
        try {
            close();
        } catch (IOException e) {
            // A directory that was only read.
        }
    }
}
