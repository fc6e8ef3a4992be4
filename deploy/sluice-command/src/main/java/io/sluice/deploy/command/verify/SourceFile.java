package io.sluice.deploy.command.verify;

import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.Vfs;
import io.sluice.source.content.Content;
import io.sluice.source.content.ContentOpener;
import io.sluice.source.content.ContentSettings;
import io.sluice.source.scan.RotationFamily;
import io.sluice.source.scan.RotationRule;
import io.sluice.source.scan.ScanRoot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.NavigableSet;

/**
 * The lines of a file as they are on the disk now, decompressed as the source does it. Read by one thread.
 *
 * @param path of the file
 * @param name below the source directory, its parts divided by slashes
 * @param inode what the file is, whatever its name; 0 where there is none
 */
record SourceFile(Path path, String name, long inode) {
    private static final int BLOCK = 1 << 18;
    private static final ContentOpener OPENER = new ContentOpener(ContentSettings.defaults());
    private static final RotationRule ROTATION = RotationRule.tail();
    private static final ScanRoot EVERYTHING = new ScanRoot("all", Path.of("/"));

    /** Lines that begin in parts of the file. */
    static final class LineCounts {
        private final long[] cuts;
        private final long[] before;
        private final BitSet betweenLines = new BitSet();
        private long total;
        private long bytes;

        LineCounts(NavigableSet<Long> cuts) {
            this.cuts = cuts.stream().mapToLong(Long::longValue).toArray();
            before = new long[this.cuts.length];
        }

        /** Lines that begin from {@code from} on and before {@code to}: both were asked for. */
        long between(long from, long to) {
            return at(to) - at(from);
        }

        private long at(long cut) {
            return cut >= bytes ? total : before[index(cut)];
        }

        /** Whether what was asked for lies where a line begins, or at the end. */
        boolean isBetweenLines(long cut) {
            return cut == 0 || cut == bytes || betweenLines.get(index(cut));
        }

        private int index(long cut) {
            int index = Arrays.binarySearch(cuts, cut);
            if (index < 0) {
                throw new IllegalArgumentException("nobody asked for " + cut);
            }
            return index;
        }

        long total() {
            return total;
        }

        /** Decompressed. */
        long bytes() {
            return bytes;
        }
    }

    /** Takes each line that is not blank, and where each line ends. */
    interface LineVisitor {
        void line(byte[] buffer, int offset, int length, long position) throws IOException;

        /**
         * A line has ended, blank or not.
         *
         * @param position of the next line
         */
        default void end(long position) {}
    }

    /** Counts what it is shown, up to each cut. */
    private static final class Counting implements LineVisitor {
        private final LineCounts counts;
        private boolean header;
        private int counted;
        private int looked;

        Counting(LineCounts counts, boolean header) {
            this.counts = counts;
            this.header = header;
        }

        @Override
        public void line(byte[] buffer, int offset, int length, long position) {
            settle(position);
            if (header) {
                // Begins nowhere that counts.
                header = false;
            } else {
                counts.total++;
            }
        }

        @Override
        public void end(long position) {
            while (looked < counts.cuts.length && counts.cuts[looked] <= position) {
                if (counts.cuts[looked] == position) {
                    counts.betweenLines.set(looked);
                }
                looked++;
            }
        }

        void settle(long position) {
            while (counted < counts.cuts.length && counts.cuts[counted] <= position) {
                counts.before[counted] = counts.total;
                counted++;
            }
        }
    }

    /**
     * Counts lines that are not blank.
     *
     * @param header whether the first line is no row
     * @param cuts where in the file it will be asked about
     */
    LineCounts count(Vfs vfs, boolean header, NavigableSet<Long> cuts) throws IOException {
        LineCounts counts = new LineCounts(cuts);
        Counting counting = new Counting(counts, header);
        counts.bytes = lines(vfs, counting);
        counting.settle(Long.MAX_VALUE);
        return counts;
    }

    /**
     * Whether the name may be one that rotation and compression made of another, or the other way round.
     *
     * @param seen a path as the source saw it, whatever its directory was called then
     */
    boolean isOfTheFamilyOf(String seen) {
        RotationFamily here = family(name);
        RotationFamily there = family(seen);
        return here.name().equals(there.name())
                && (here.directory().isEmpty() || ("/" + there.directory()).endsWith("/" + here.directory()));
    }

    private static RotationFamily family(String path) {
        return ROTATION.of(EVERYTHING, Path.of("/" + path.replace('\\', '/')).normalize());
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
                        visitor.end(start + line);
                    }
                }
                System.arraycopy(buffer, line, buffer, 0, end - line);
                start += line;
                filled = end - line;
            }
        }
    }

    private static void emit(byte[] buffer, int from, int length, long start, LineVisitor visitor) throws IOException {
        int nuls = start == 0 ? nuls(buffer, from, length) : 0;
        int offset = from + nuls;
        int content = length - nuls;
        if (content > 0 && buffer[offset + content - 1] == '\r') {
            content--;
        }
        if (nuls > 0) {
            visitor.end(nuls);
        }
        if (content > 0) {
            visitor.line(buffer, offset, content, start + nuls);
        }
    }

    /** What a writer that does not append leaves at the beginning of a file that was truncated; the source skips it. */
    private static int nuls(byte[] buffer, int from, int length) {
        int nuls = 0;
        while (nuls < length && buffer[from + nuls] == 0) {
            nuls++;
        }
        return nuls;
    }
}
