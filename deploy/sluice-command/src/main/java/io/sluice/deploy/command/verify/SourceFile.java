package io.sluice.deploy.command.verify;

import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.Vfs;
import io.sluice.source.content.Content;
import io.sluice.source.content.ContentOpener;
import io.sluice.source.content.ContentSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeMap;

/**
 * The lines of a file as they are on the disk now, decompressed as the source does it. Read once, by one thread.
 *
 * @param path of the file
 * @param name below the source directory
 */
record SourceFile(Path path, String name) {
    private static final int BLOCK = 1 << 18;
    private static final ContentOpener OPENER = new ContentOpener(ContentSettings.defaults());

    /** Lines that begin in parts of the file. */
    static final class LineCounts {
        private final TreeMap<Long, Long> before = new TreeMap<>();
        private long total;
        private long bytes;

        /** Lines that begin from {@code from} on and before {@code to}: both were asked for. */
        long between(long from, long to) {
            return at(to) - at(from);
        }

        private long at(long position) {
            return position >= bytes ? total : before.getOrDefault(position, 0L);
        }

        long total() {
            return total;
        }
    }

    /** Takes each line that is not blank. */
    interface LineVisitor {
        void line(byte[] buffer, int offset, int length, long position) throws IOException;
    }

    /**
     * Counts lines that are not blank.
     *
     * @param header whether the first line is no row
     * @param cuts where in the file it will be asked about
     */
    LineCounts count(Vfs vfs, boolean header, Iterable<Long> cuts) throws IOException {
        LineCounts counts = new LineCounts();
        TreeMap<Long, Boolean> wanted = new TreeMap<>();
        cuts.forEach(cut -> wanted.put(cut, true));
        // The header's line begins nowhere that counts.
        long[] left = {header ? 1 : 0};
        counts.bytes = lines(vfs, (buffer, offset, length, position) -> {
            settle(wanted, counts, position);
            if (left[0] > 0) {
                left[0]--;
            } else {
                counts.total++;
            }
        });
        settle(wanted, counts, Long.MAX_VALUE);
        return counts;
    }

    private static void settle(TreeMap<Long, Boolean> wanted, LineCounts counts, long position) {
        while (!wanted.isEmpty() && wanted.firstKey() <= position) {
            counts.before.put(wanted.pollFirstEntry().getKey(), counts.total);
        }
    }

    /**
     * Hands over every line that is not blank, without its end; returns how many bytes there are, decompressed.
     *
     * @throws IOException also for a line that is longer than a gibibyte
     */
    long lines(Vfs vfs, LineVisitor visitor) throws IOException {
        byte[] buffer = new byte[BLOCK];
        int filled = 0;
        long start = 0; // of the buffer, in the file
        try (Content content = OPENER.open(vfs.open(path, OpenMode.READ))) {
            // What is here now is all there is.
            content.settle();
            while (true) {
                if (filled == buffer.length) {
                    if (buffer.length >= 1 << 30) {
                        throw new IOException(path + ": the line at byte " + start + " is too long to be looked at");
                    }
                    buffer = Arrays.copyOf(buffer, buffer.length * 2);
                }
                int read = content.read(ByteBuffer.wrap(buffer, filled, buffer.length - filled), start + filled);
                if (read < 0) {
                    emit(buffer, 0, filled, start, visitor);
                    return start + filled;
                }
                int end = filled + read;
                int line = 0;
                for (int i = filled; i < end; i++) {
                    if (buffer[i] == '\n') {
                        emit(buffer, line, i - line, start + line, visitor);
                        line = i + 1;
                    }
                }
                System.arraycopy(buffer, line, buffer, 0, end - line);
                start += line;
                filled = end - line;
            }
        }
    }

    private static void emit(byte[] buffer, int offset, int length, long position, LineVisitor visitor)
            throws IOException {
        int content = length > 0 && buffer[offset + length - 1] == '\r' ? length - 1 : length;
        if (content > 0) {
            visitor.line(buffer, offset, content, position);
        }
    }
}
