package io.sluice.source.content;

import io.sluice.io.vfs.VfsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;

/**
 * Tells a compression by the first bytes of a file. All fixed bytes of a format's beginning count, so that text which starts like one
 * ("BZh" are letters) is taken for one only if the rest fits too. Immutable.
 */
final class Marks {

    private static final int LONGEST_BYTES = 10;
    /** Behind so many skippable frames nobody looks for what comes: each costs a read. */
    private static final int MOST_SKIPPED = 16;

    private static final byte[] GZIP = {0x1F, (byte) 0x8B, 8};
    private static final byte[] ZSTD = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD};
    private static final byte[] LZ4 = {4, 0x22, 0x4D, 0x18};
    private static final byte[] XZ = {(byte) 0xFD, '7', 'z', 'X', 'Z', 0};
    private static final byte[] BZIP2_BLOCK = {0x31, 0x41, 0x59, 0x26, 0x53, 0x59};
    private static final byte[] BZIP2_END = {0x17, 0x72, 0x45, 0x38, 0x50, (byte) 0x90};

    private final Set<Compression> kinds;

    Marks(Set<Compression> kinds) {
        this.kinds = kinds;
    }

    /** How far some bytes are those of a mark. */
    private enum Fit {
        NO,
        /** As far as they go, which is not far enough. */
        SO_FAR,
        WHOLE
    }

    /**
     * What a file's bytes say.
     *
     * @param compression the one it has; while it is undecided, the one it has if nothing follows
     */
    record Told(Compression compression, boolean undecided) {}

    Told tell(VfsFile file) throws IOException {
        if (kinds.isEmpty()) {
            return new Told(Compression.NONE, false);
        }
        byte[] head = head(file, 0);
        boolean undecided = false;
        for (Compression kind : kinds) {
            Fit fit = fit(kind, head);
            if (fit == Fit.WHOLE) {
                return new Told(kind, false);
            }
            undecided |= fit == Fit.SO_FAR;
        }
        boolean zstd = kinds.contains(Compression.ZSTD);
        if (!zstd && !kinds.contains(Compression.LZ4)) {
            return new Told(Compression.NONE, undecided);
        }
        Fit skippable = skippable(head);
        if (skippable == Fit.WHOLE) {
            return behindSkippable(file, head, zstd ? Compression.ZSTD : Compression.LZ4);
        }
        return new Told(Compression.NONE, undecided || skippable == Fit.SO_FAR);
    }

    /** zstd and lz4 share their skippable frames: the first frame behind them decides. */
    private Told behindSkippable(VfsFile file, byte[] first, Compression otherwise) throws IOException {
        if (!kinds.contains(Compression.LZ4) || otherwise == Compression.LZ4) {
            return new Told(otherwise, false);
        }
        byte[] head = first;
        long position = 0;
        for (int skipped = 0; skipped < MOST_SKIPPED; skipped++) {
            if (head.length < 8) {
                return new Told(otherwise, true);
            }
            int length = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt(4);
            position += 8 + (length & 0xFFFF_FFFFL);
            head = head(file, position);
            Fit lz4 = fit(Compression.LZ4, head);
            if (lz4 == Fit.WHOLE) {
                return new Told(Compression.LZ4, false);
            }
            Fit skippable = skippable(head);
            if (skippable != Fit.WHOLE) {
                return new Told(otherwise, lz4 == Fit.SO_FAR || skippable == Fit.SO_FAR);
            }
        }
        return new Told(otherwise, false);
    }

    private static byte[] head(VfsFile file, long position) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(LONGEST_BYTES);
        int read;
        do {
            read = file.read(head, position + head.position());
        } while (read > 0 && head.hasRemaining());
        byte[] bytes = new byte[head.position()];
        head.get(0, bytes);
        return bytes;
    }

    private static Fit fit(Compression kind, byte[] head) {
        return switch (kind) {
            case NONE -> Fit.NO;
            case GZIP -> fit(head, 0, GZIP);
            case ZSTD -> fit(head, 0, ZSTD);
            case LZ4 -> fit(head, 0, LZ4);
            case XZ -> fit(head, 0, XZ);
            case BZIP2 -> bzip2(head);
        };
    }

    private static Fit bzip2(byte[] head) {
        byte[] start = {'B', 'Z', 'h', head.length > 3 && head[3] >= '1' && head[3] <= '9' ? head[3] : (byte) '9'};
        Fit fit = fit(head, 0, start);
        if (fit != Fit.WHOLE) {
            return fit;
        }
        Fit block = fit(head, start.length, BZIP2_BLOCK);
        return block == Fit.NO ? fit(head, start.length, BZIP2_END) : block;
    }

    private static Fit skippable(byte[] head) {
        if (head.length > 0 && (head[0] & 0xF0) != 0x50) {
            return Fit.NO;
        }
        return head.length == 0 ? Fit.SO_FAR : fit(head, 0, new byte[] {head[0], 0x2A, 0x4D, 0x18});
    }

    private static Fit fit(byte[] head, int from, byte[] mark) {
        for (int i = 0; i < mark.length; i++) {
            if (from + i == head.length) {
                return Fit.SO_FAR;
            }
            if (head[from + i] != mark[i]) {
                return Fit.NO;
            }
        }
        return Fit.WHOLE;
    }
}
