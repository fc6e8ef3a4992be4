package io.sluice.source.content;

import java.io.IOException;
import java.util.Arrays;

/**
 * One bzip2 block at a time: takes it from the bits as a whole, then hands out its bytes. One thread at a time.
 */
final class Bzip2Block {

    static final int MOST_SYMBOLS = 258;
    private static final int GROUP_SYMBOLS = 50;
    private static final int MOST_GROUPS = 6;
    private static final int MOST_SELECTORS = 18_002;
    /** More doublings than any block has room for. */
    private static final int LONGEST_RUN = 2 << 20;

    private final BitInput input;
    private final Bzip2Code[] codes = new Bzip2Code[MOST_GROUPS];
    private final int[] lengths = new int[MOST_SYMBOLS];
    private final byte[] selectors = new byte[MOST_SELECTORS];
    private final byte[] used = new byte[256];
    private final int[] counts = new int[256];
    private int usedCount;
    private int origin;

    /** By place in the block: the byte in the low 8 bits; above it the place of the byte that follows, once {@link #link} ran. */
    private int[] places = new int[0];

    private int size;
    private int taken;
    private int place;
    /** How often the last byte came in a row, and how often it is still to come. */
    private int inRow;

    private int repeats;
    private int last;

    Bzip2Block(BitInput input) {
        this.input = input;
        for (int i = 0; i < codes.length; i++) {
            codes[i] = new Bzip2Code();
        }
    }

    /** Takes a block behind its mark and checksum, of {@code largest} bytes at most. */
    void take(int largest) throws IOException {
        if (input.takeBit()) {
            throw new BrokenFormatException("the block is randomised, as before bzip2 0.9.5, which is not supported");
        }
        origin = input.take(24);
        takeUsedBytes();
        int selectorCount = takeSelectors();
        if (places.length < largest) {
            places = new int[largest];
        }
        takeSymbols(largest, selectorCount);
        if (origin >= size) {
            throw new BrokenFormatException("a block begins outside itself");
        }
        link();
        taken = 0;
        place = places[origin] >>> 8;
        inRow = 0;
        repeats = 0;
        last = -1;
    }

    private void takeUsedBytes() throws IOException {
        int ranges = input.take(16);
        usedCount = 0;
        for (int range = 0; range < 16; range++) {
            if ((ranges & 0x8000 >>> range) != 0) {
                int inRange = input.take(16);
                for (int i = 0; i < 16; i++) {
                    if ((inRange & 0x8000 >>> i) != 0) {
                        used[usedCount++] = (byte) (range * 16 + i);
                    }
                }
            }
        }
        if (usedCount == 0) {
            throw new BrokenFormatException("a block uses no bytes");
        }
    }

    private int takeSelectors() throws IOException {
        int groups = input.take(3);
        int said = input.take(15);
        if (groups < 2 || groups > MOST_GROUPS || said == 0) {
            throw new BrokenFormatException("a block has no such number of codes");
        }
        byte[] order = {0, 1, 2, 3, 4, 5};
        for (int i = 0; i < said; i++) {
            int steps = 0;
            while (input.takeBit()) {
                if (++steps >= groups) {
                    throw new BrokenFormatException("a block selects a code that it has not");
                }
            }
            byte chosen = order[steps];
            System.arraycopy(order, 0, order, 1, steps);
            order[0] = chosen;
            // Some encoders write more than a block can use.
            if (i < MOST_SELECTORS) {
                selectors[i] = chosen;
            }
        }
        for (int group = 0; group < groups; group++) {
            takeCode(codes[group]);
        }
        return Math.min(said, MOST_SELECTORS);
    }

    private void takeCode(Bzip2Code code) throws IOException {
        int length = input.take(5);
        for (int symbol = 0; symbol < usedCount + 2; symbol++) {
            while (true) {
                if (length < 1 || length > Bzip2Code.LONGEST_BITS) {
                    throw new BrokenFormatException("a code is too long");
                }
                if (!input.takeBit()) {
                    break;
                }
                length += input.takeBit() ? -1 : 1;
            }
            lengths[symbol] = length;
        }
        code.make(lengths, usedCount + 2);
    }

    private void takeSymbols(int largest, int selectorCount) throws IOException {
        byte[] recent = Arrays.copyOf(used, usedCount);
        Arrays.fill(counts, 0);
        int[] bytes = places;
        int endSymbol = usedCount + 1;
        int filled = 0;
        int run = 0;
        int runStep = 1;
        for (int group = 0; ; group++) {
            if (group == selectorCount) {
                throw new BrokenFormatException("a block does not end");
            }
            Bzip2Code code = codes[selectors[group]];
            for (int i = 0; i < GROUP_SYMBOLS; i++) {
                int symbol = code.take(input);
                if (symbol <= 1) {
                    if (runStep > LONGEST_RUN) {
                        throw new BrokenFormatException("a run is too long");
                    }
                    run += runStep << symbol;
                    runStep <<= 1;
                    continue;
                }
                if (run > 0) {
                    if (run > largest - filled) {
                        throw new BrokenFormatException("a block is too large");
                    }
                    int value = recent[0] & 0xFF;
                    counts[value] += run;
                    Arrays.fill(bytes, filled, filled + run, value);
                    filled += run;
                    run = 0;
                    runStep = 1;
                }
                if (symbol == endSymbol) {
                    size = filled;
                    return;
                }
                if (filled == largest) {
                    throw new BrokenFormatException("a block is too large");
                }
                int back = symbol - 1;
                byte value = recent[back];
                for (int j = back; j > 0; j--) {
                    recent[j] = recent[j - 1];
                }
                recent[0] = value;
                counts[value & 0xFF]++;
                bytes[filled++] = value & 0xFF;
            }
        }
    }

    /** Undoes the sorting: notes with each byte where the one behind it is. */
    private void link() {
        int sum = 0;
        for (int value = 0; value < counts.length; value++) {
            int count = counts[value];
            counts[value] = sum;
            sum += count;
        }
        for (int i = 0; i < size; i++) {
            places[counts[places[i] & 0xFF]++] |= i << 8;
        }
    }

    /** Hands out bytes of the block; 0 at its end. */
    int read(byte[] target, int from, int to) {
        int at = from;
        int[] all = places;
        while (at < to) {
            if (repeats > 0) {
                int piece = Math.min(repeats, to - at);
                Arrays.fill(target, at, at + piece, (byte) last);
                at += piece;
                repeats -= piece;
                continue;
            }
            if (taken == size) {
                break;
            }
            taken++;
            int entry = all[place];
            place = entry >>> 8;
            int value = entry & 0xFF;
            if (inRow == 4) {
                repeats = value;
                inRow = 0;
            } else {
                inRow = value == last ? inRow + 1 : 1;
                last = value;
                target[at++] = (byte) value;
            }
        }
        return at - from;
    }
}
