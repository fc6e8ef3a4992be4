package io.sluice.io;

import io.sluice.io.vfs.VfsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.util.Arrays;

/** Whole transfers out of calls that may transfer less than asked for. Blocking; on a worker. */
final class Transfers {
    private static final int FIRST_BYTES = 8 << 10;

    private Transfers() {}

    /**
     * Reads until the buffer is full or the file ends; -1 if nothing could be read because it ended. The buffer's position
     * moves only if all went well, so that the whole can be tried again.
     */
    static int read(VfsFile file, ByteBuffer target, long position) throws IOException {
        ByteBuffer rest = target.duplicate();
        long at = position;
        while (rest.hasRemaining()) {
            int read = file.read(rest, at);
            if (read < 0) {
                break;
            }
            at += progress(file, read, at);
        }
        int count = (int) (at - position);
        boolean ended = count == 0 && target.hasRemaining();
        target.position(rest.position());
        return ended ? -1 : count;
    }

    /** Reads what one call gives, at least a byte; -1 at the end. A stream's bytes are handed on as they come. */
    static int readSome(VfsFile file, ByteBuffer target, long position) throws IOException {
        int count = file.read(target, position);
        return count < 0 ? count : progress(file, count, position);
    }

    /** Reads {@code bytes}, or fewer if the file ends. */
    static byte[] read(VfsFile file, long position, int bytes) throws IOException {
        byte[] content = new byte[bytes];
        int count = Math.max(0, read(file, ByteBuffer.wrap(content), position));
        return count == bytes ? content : Arrays.copyOf(content, count);
    }

    /** Reads to the end of a file whose size is not known. */
    static byte[] readToEnd(VfsFile file, long position, int most) throws IOException {
        byte[] content = new byte[Math.min(most, FIRST_BYTES)];
        int count = 0;
        while (true) {
            int read = read(file, ByteBuffer.wrap(content, count, content.length - count), position + count);
            count += Math.max(0, read);
            if (count < content.length) {
                return Arrays.copyOf(content, count);
            }
            if (count == most) {
                if (file.read(ByteBuffer.allocate(1), position + count) > 0) {
                    throw tooMuch(file, position, most);
                }
                return content;
            }
            content = Arrays.copyOf(content, (int) Math.min(most, 2L * content.length));
        }
    }

    static FileSystemException tooMuch(VfsFile file, long position, int most) {
        return new FileSystemException(
                file.path().toString(),
                null,
                "there are more than the " + most + " bytes from position " + position
                        + " on that may be read in one piece; read it in chunks or raise maxReadAllBytes");
    }

    /** Writes all that remains; the buffer's position moves only if all went well. */
    static void write(VfsFile file, ByteBuffer source, long position) throws IOException {
        ByteBuffer rest = source.duplicate();
        long at = position;
        while (rest.hasRemaining()) {
            at += progress(file, file.write(rest, at), at);
        }
        source.position(rest.position());
    }

    /** A transfer of nothing, over and over, would be a busy loop. */
    private static int progress(VfsFile file, int count, long position) throws IOException {
        if (count == 0) {
            throw new FileSystemException(
                    file.path().toString(), null, "the file system transferred nothing at byte position " + position);
        }
        return count;
    }
}
