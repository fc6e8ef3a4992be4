package io.sluice.io.vfs;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads and writes whole small files through the plain calls of a {@link Vfs}, for tests. Blocks the calling thread.
 */
public final class WholeFiles {

    private WholeFiles() {}

    public static byte[] bytes(Vfs vfs, Path path) throws IOException {
        try (VfsFile file = vfs.open(path, OpenMode.READ)) {
            ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(file.size()));
            while (content.hasRemaining()) {
                if (file.read(content, content.position()) < 0) {
                    throw new EOFException(path + ": ends at " + content.position() + ", not at " + content.limit());
                }
            }
            return content.array();
        }
    }

    public static String text(Vfs vfs, Path path) throws IOException {
        return new String(bytes(vfs, path), StandardCharsets.UTF_8);
    }

    /** Creates or empties the file and writes it; syncs nothing. */
    public static void write(Vfs vfs, Path path, byte[] bytes) throws IOException {
        try (VfsFile file = vfs.open(path, OpenMode.TRUNCATE)) {
            write(file, bytes, 0);
        }
    }

    public static void write(Vfs vfs, Path path, String text) throws IOException {
        write(vfs, path, text.getBytes(StandardCharsets.UTF_8));
    }

    public static void write(VfsFile file, byte[] bytes, long position) throws IOException {
        ByteBuffer source = ByteBuffer.wrap(bytes);
        while (source.hasRemaining()) {
            file.write(source, position + source.position());
        }
    }

    /** The file names in a directory, sorted. */
    public static List<String> names(Vfs vfs, Path directory) throws IOException {
        List<String> names = new ArrayList<>();
        try (Vfs.Listing listing = vfs.list(directory)) {
            for (Path next = listing.next(); next != null; next = listing.next()) {
                names.add(next.getFileName().toString());
            }
        }
        names.sort(null);
        return names;
    }
}
