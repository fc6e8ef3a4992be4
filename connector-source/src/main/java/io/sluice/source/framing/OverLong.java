package io.sluice.source.framing;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What becomes of a line, row, event or file that is longer than the limit. The setting is {@code over.long}. */
public enum OverLong {
    /** The file fails. */
    FAIL,
    /** It is noted as bad, with its beginning, and passed over. */
    SKIP,
    /** Its beginning becomes the frame, cut at a character boundary. */
    TRUNCATE,
    /** It becomes several frames, cut at character boundaries. */
    SPLIT;

    static final String SETTING = "over.long";

    /** How much of something bad is shown where it is not in the window any more. */
    static final int EXCERPT_BYTES = 1024;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Refuses what makes no sense for a framing. */
    void checkIn(Set<OverLong> allowed, String why) {
        if (!allowed.contains(this)) {
            String names = Arrays.stream(values())
                    .filter(allowed::contains)
                    .map(OverLong::text)
                    .collect(Collectors.joining(" or "));
            throw new IllegalArgumentException(SETTING + " is " + text() + "; allowed is " + names + ": " + why);
        }
    }

    /** The failure of what begins at the position. */
    static FramingException failure(String what, long position, String limit, long value, String instead) {
        return new FramingException(
                position,
                "the " + what + " at byte " + position + " is longer than " + limit + " (" + value
                        + "): raise it, or set " + SETTING + " to " + instead);
    }

    static FrameSink.Reason reason(String what, String limit, long value) {
        return new FrameSink.Reason(
                FrameSink.Reason.Kind.TOO_LONG, "the " + what + " is longer than " + limit + " (" + value + ")");
    }
}
