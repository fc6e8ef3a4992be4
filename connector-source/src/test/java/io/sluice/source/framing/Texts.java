package io.sluice.source.framing;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.Random;

/** Random text that a charset can write. */
final class Texts {

    private static final String WIDE = "\u8868\u30BD\u80FD\u4E02\u4E0A\u3042\u00E9\u00FC\u20AC\u0A0A\u0D0A\u0A00\u2F80"
            + "\uD83D\uDE00\uD840\uDC0B";

    private Texts() {}

    /** Up to so many characters, among them {@code often}. */
    static String random(Charset charset, Random random, int most, String often) {
        CharsetEncoder encoder = charset.newEncoder();
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(most + 1); left > 0; left--) {
            int kind = random.nextInt(often.isEmpty() ? 3 : 4);
            String next;
            if (kind == 0) {
                int point = WIDE.codePointAt(random.nextInt(WIDE.length()));
                next = Character.toString(point);
            } else if (kind == 1) {
                next = Character.toString(random.nextInt(0x10000));
            } else if (kind == 2) {
                next = Character.toString('a' + random.nextInt(3));
            } else {
                next = random.nextBoolean() ? often : often.substring(0, 1);
            }
            if (next.charAt(0) < 0x7F) {
                text.append(next);
                continue;
            }
            // Some charsets write two characters as one, or one as another: only what comes back is of use.
            if (encoder.canEncode(next) && new String(next.getBytes(charset), charset).equals(next)) {
                text.append(next);
            }
        }
        String all = text.toString();
        return new String(all.getBytes(charset), charset).equals(all) ? all : "";
    }
}
