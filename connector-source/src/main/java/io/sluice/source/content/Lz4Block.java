package io.sluice.source.content;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Decompresses one lz4 block. Checks every length and offset before it touches memory. */
final class Lz4Block {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int SHORTEST_MATCH = 4;
    private static final int WORD = 8;

    private Lz4Block() {}

    /**
     * Decompresses {@code source} from {@code from} to {@code to} into {@code target} from {@code start}, where matches may reach back
     * to {@code history}. May overwrite anything from there up to the end of the array.
     *
     * @return the end of what it wrote, {@code limit} at most
     */
    static int decompress(byte[] source, int from, int to, byte[] target, int history, int start, int limit)
            throws BrokenFormatException {
        int in = from;
        int out = start;
        while (in < to) {
            int token = source[in++] & 0xFF;
            int literals = token >>> 4;
            if (literals == 15) {
                int more;
                do {
                    more = in < to ? source[in++] & 0xFF : -1;
                    literals += more;
                } while (more == 255 && literals <= limit);
                if (more < 0) {
                    throw broken();
                }
            }
            if (literals > to - in || literals > limit - out) {
                throw broken();
            }
            copyLiterals(source, in, to, target, out, literals);
            in += literals;
            out += literals;
            if (in == to) {
                return out;
            }
            if (to - in < 2) {
                throw broken();
            }
            int distance = (source[in] & 0xFF) | (source[in + 1] & 0xFF) << 8;
            in += 2;
            int length = token & 15;
            if (length == 15) {
                int more;
                do {
                    more = in < to ? source[in++] & 0xFF : -1;
                    length += more;
                } while (more == 255 && length <= limit);
                if (more < 0) {
                    throw broken();
                }
            }
            length += SHORTEST_MATCH;
            if (distance == 0 || distance > out - history || length > limit - out) {
                throw broken();
            }
            copyMatch(target, out, distance, length);
            out += length;
        }
        // A block ends with literals, maybe none.
        throw broken();
    }

    private static void copyLiterals(byte[] source, int in, int to, byte[] target, int out, int length) {
        if (length <= 4 * WORD && in + 4 * WORD <= to && out + 4 * WORD <= target.length) {
            for (int i = 0; i < length; i += WORD) {
                LONG.set(target, out + i, (long) LONG.get(source, in + i));
            }
        } else {
            System.arraycopy(source, in, target, out, length);
        }
    }

    private static void copyMatch(byte[] target, int out, int distance, int length) {
        int match = out - distance;
        if (distance >= WORD && length <= 8 * WORD && out + 9 * WORD <= target.length) {
            for (int i = 0; i < length; i += WORD) {
                LONG.set(target, out + i, (long) LONG.get(target, match + i));
            }
        } else if (distance >= length) {
            System.arraycopy(target, match, target, out, length);
        } else {
            // The match overlaps what it makes: copy what is there, which doubles each time.
            int done = 0;
            while (done < length) {
                int piece = Math.min(distance + done, length - done);
                System.arraycopy(target, match, target, out + done, piece);
                done += piece;
            }
        }
    }

    private static BrokenFormatException broken() {
        return new BrokenFormatException("a block breaks the format");
    }
}
