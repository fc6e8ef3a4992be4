package io.sluice.source.framing;

import java.nio.charset.Charset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for a pattern in a line, at bounded cost: a pattern that backtracks can take longer than anyone waits even on a
 * short line, and whoever writes the file chooses the lines. Owned by one framing.
 */
final class LinePattern {

    /** How much of a line is looked at. */
    static final int VISIBLE_BYTES = 4096;

    // Enough for one that goes over all of the visible part from each of its characters.
    private static final int MOST_STEPS = 30_000_000;

    private final Matcher matcher;
    private final Charset charset;
    private final boolean negate;

    LinePattern(Pattern pattern, Charset charset, boolean negate) {
        matcher = pattern.matcher("");
        this.charset = charset;
        this.negate = negate;
    }

    /** Whether the line that lies in {@code [from, to)}, or begins there if it is long, matches. */
    boolean matches(byte[] bytes, int from, int to, long position) throws FramingException {
        int visible = Math.min(to - from, VISIBLE_BYTES);
        matcher.reset(new Steps(new String(bytes, from, visible, charset)));
        try {
            boolean found = matcher.find();
            // What matches only because the line ends does not, if it goes on.
            boolean untrue = found && visible < to - from && matcher.requireEnd();
            return (found && !untrue) != negate;
        } catch (TooManySteps | StackOverflowError e) {
            FramingException failure = new FramingException(
                    position,
                    "multiline.pattern '" + matcher.pattern() + "' takes too many steps on the line at byte " + position
                            + ": anchor it, or take out repetitions of groups");
            failure.initCause(e);
            throw failure;
        } finally {
            matcher.reset("");
        }
    }

    /** The text, each look at which is a step. */
    private static final class Steps implements CharSequence {

        private final String text;
        private int left = MOST_STEPS;

        private Steps(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (left-- == 0) {
                throw new TooManySteps();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static final class TooManySteps extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
