package io.sluice.source.tail;

import io.sluice.source.content.Compression;
import io.sluice.source.content.Content;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Compares a content with what is known of the one that was read before. Owned by one reader, which lends it a buffer. */
final class ContinuityCheck {

    /** What a content turned out to be. */
    enum Verdict {
        /** As far as was looked, it begins with what was read. */
        SAME,
        /** It ends before the position. */
        SHORTER,
        /** It holds other bytes. */
        OTHER
    }

    private final byte[] buffer;

    ContinuityCheck(byte[] buffer) {
        this.buffer = buffer;
    }

    /** Looks at the beginning and at the last bytes before the position; at everything if the content is compressed. */
    Verdict headAndTail(Content content, Proof known) throws IOException {
        if (content.compression() != Compression.NONE) {
            return whole(content, known);
        }
        Verdict verdict = matches(content, PrefixMark.START, known.head());
        return verdict != Verdict.SAME || known.head().equals(known.prefix())
                ? verdict
                : matches(content, known.tail(), known.prefix());
    }

    /** Looks at the beginning. */
    Verdict head(Content content, Proof known) throws IOException {
        return matches(content, PrefixMark.START, known.head());
    }

    /** Looks at every byte before the position. */
    Verdict whole(Content content, Proof known) throws IOException {
        return matches(content, PrefixMark.START, known.prefix());
    }

    Verdict whole(Content content, Proof known, Passing passing) throws IOException {
        return matches(content, PrefixMark.START, known.prefix(), passing);
    }

    private Verdict matches(Content content, PrefixMark from, PrefixMark to) throws IOException {
        return matches(content, from, to, (bytes, length) -> {});
    }

    private Verdict matches(Content content, PrefixMark from, PrefixMark to, Passing passing) throws IOException {
        PrefixHash hash = new PrefixHash(from);
        return readOn(content, hash, to.position(), passing)
                ? hash.mark().equals(to) ? Verdict.SAME : Verdict.OTHER
                : Verdict.SHORTER;
    }

    /** Takes bytes that were hashed. */
    interface Passing {
        void bytes(byte[] bytes, int length);
    }

    /** Hashes the content up to {@code end}. Returns whether it reaches so far. */
    boolean readOn(Content content, PrefixHash hash, long end, Passing passing) throws IOException {
        while (hash.position() < end) {
            int most = (int) Math.min(buffer.length, end - hash.position());
            int read = content.read(ByteBuffer.wrap(buffer, 0, most), hash.position());
            if (read < 0) {
                return false;
            }
            hash.update(buffer, 0, read);
            passing.bytes(buffer, read);
        }
        return true;
    }

    /**
     * Whether the last bytes before the position repeat themselves, so that a content that was replaced could end in the same
     * ones by chance. Periods up to half of what is looked at are seen.
     */
    boolean isTailPeriodic(Content content, Proof known) throws IOException {
        int length = (int) Math.min(Math.min(buffer.length, 2 * Continuity.TAIL_BYTES), known.position());
        int filled = 0;
        while (filled < length) {
            int read =
                    content.read(ByteBuffer.wrap(buffer, filled, length - filled), known.position() - length + filled);
            if (read < 0) {
                return false;
            }
            filled += read;
        }
        // The smallest period of a text is its length less that of its longest border, which this table ends in.
        int[] borders = new int[length + 1];
        borders[0] = -1;
        for (int i = 0; i < length; i++) {
            int border = borders[i];
            while (border >= 0 && buffer[border] != buffer[i]) {
                border = borders[border];
            }
            borders[i + 1] = border + 1;
        }
        return length > 0 && length - borders[length] <= length / 2;
    }
}
