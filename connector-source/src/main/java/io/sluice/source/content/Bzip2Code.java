package io.sluice.source.content;

import java.io.IOException;
import java.util.Arrays;

/** One of the Huffman codes of a bzip2 block. Short ones are looked up, long ones searched. One thread at a time. */
final class Bzip2Code {

    static final int LONGEST_BITS = 20;
    private static final int LOOKED_UP_BITS = 10;

    private final int[] lookup = new int[1 << LOOKED_UP_BITS];
    /** The symbols by length, then by number. */
    private final int[] symbols = new int[Bzip2Block.MOST_SYMBOLS];
    /** By length: the first code of the length, and the index of its symbol. */
    private final int[] firstCode = new int[LONGEST_BITS + 2];

    private final int[] firstIndex = new int[LONGEST_BITS + 2];

    /** Makes the code anew from the length of each symbol's code. */
    void make(int[] lengths, int count) {
        int at = 0;
        int code = 0;
        Arrays.fill(lookup, 0);
        for (int length = 1; length <= LONGEST_BITS; length++) {
            firstCode[length] = code;
            firstIndex[length] = at;
            for (int symbol = 0; symbol < count; symbol++) {
                if (lengths[symbol] == length) {
                    look(symbol, code, length);
                    symbols[at++] = symbol;
                    code++;
                }
            }
            code <<= 1;
        }
        firstIndex[LONGEST_BITS + 1] = at;
    }

    private void look(int symbol, int code, int length) {
        // A code with more symbols than fit, which no encoder makes, runs over the table's end.
        if (length <= LOOKED_UP_BITS && code < 1 << length) {
            int from = code << (LOOKED_UP_BITS - length);
            Arrays.fill(lookup, from, from + (1 << (LOOKED_UP_BITS - length)), length << 16 | symbol);
        }
    }

    int take(BitInput input) throws IOException {
        // The end of a stream is long enough that these bits are there even behind the last symbol.
        input.require(LONGEST_BITS);
        int found = lookup[input.peek(LOOKED_UP_BITS)];
        if (found != 0) {
            input.drop(found >>> 16);
            return found & 0xFFFF;
        }
        for (int length = LOOKED_UP_BITS + 1; length <= LONGEST_BITS; length++) {
            int index = firstIndex[length] + input.peek(length) - firstCode[length];
            if (index >= firstIndex[length] && index < firstIndex[length + 1]) {
                input.drop(length);
                return symbols[index];
            }
        }
        throw new BrokenFormatException("a code has no symbol");
    }
}
