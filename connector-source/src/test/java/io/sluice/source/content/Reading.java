package io.sluice.source.content;

import io.sluice.io.vfs.MemoryVfs;
import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsFile;
import io.sluice.io.vfs.WholeFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/** What came out of a content until it ended or failed. */
final class Reading {

    static final Path FILE = Path.of("/in/app.log.packed");

    private final byte[] bytes;
    private final IOException failure;

    Reading(byte[] bytes, IOException failure) {
        this.bytes = bytes;
        this.failure = failure;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Why it ended, null if it ended by itself. */
    IOException failure() {
        return failure;
    }

    /** A file system that holds the bytes at {@link #FILE}. */
    static MemoryVfs holding(byte[] bytes) throws IOException {
        MemoryVfs memory = MemoryVfs.create();
        memory.createDirectory(FILE.getParent());
        WholeFiles.write(memory, FILE, bytes);
        return memory;
    }

    static void append(Vfs vfs, byte[] bytes, int from, int to) throws IOException {
        try (VfsFile file = vfs.open(FILE, OpenMode.EDIT)) {
            WholeFiles.write(file, Arrays.copyOfRange(bytes, from, to), file.size());
        }
    }

    static Content open(Vfs vfs) throws IOException {
        return open(vfs, ContentSettings.defaults());
    }

    static Content open(Vfs vfs, ContentSettings settings) throws IOException {
        return new ContentOpener(settings).open(vfs.open(FILE, OpenMode.READ));
    }

    static Reading all(Content content) {
        return from(content, 0, 1000);
    }

    /** Reads on from a position, so many bytes at a time. */
    static Reading from(Content content, long position, int piece) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ByteBuffer target = ByteBuffer.allocate(piece);
        try {
            while (true) {
                target.clear();
                int read = content.read(target, position + bytes.size());
                if (read < 0) {
                    return new Reading(bytes.toByteArray(), null);
                }
                if (read == 0 || read != target.position()) {
                    throw new AssertionError("read " + read + " into " + target);
                }
                bytes.write(target.array(), 0, read);
            }
        } catch (IOException e) {
            return new Reading(bytes.toByteArray(), e);
        }
    }
}
