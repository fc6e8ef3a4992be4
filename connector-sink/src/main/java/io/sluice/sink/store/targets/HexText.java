package io.sluice.sink.store.targets;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Sixteen hexadecimal digits that nobody has had before. */
public final class HexText {
    private HexText() {}

    public static String of(RandomGenerator random) {
        long bits;
        // Not every generator is safe from any thread.
        synchronized (random) {
            bits = random.nextLong();
        }
        return HexFormat.of().toHexDigits(bits);
    }
}
