package io.sluice.source.framing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.sluice.record.CsvFormat;
import io.sluice.source.framing.EventSettings.Match;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * A line of 1 GB is dealt with in the memory of one of the longest allowed. No such line is made: windows show parts of
 * one.
 */
final class EndlessLineTest {

    private static final long LINE_BYTES = 1L << 30;
    private static final int MAX = 1 << 16;
    private static final int WINDOW_BYTES = 1 << 18;
    /** Two copies of the longest, and what a JVM allocates by itself. */
    private static final long ALLOWED_BYTES = 1 << 20;

    private static final LineSettings LINES = LineSettings.standard().withMaxLineBytes(MAX);
    private static final EventSettings EVENTS =
            EventSettings.standard(Pattern.compile("^y"), Match.START).withLimits(10, MAX);

    @Test
    void skippedItIsNotedOnceAndTheNextLineFollows() throws FramingException {
        for (FramingSettings settings : List.of(
                LINES.withOverLong(OverLong.SKIP),
                EVENTS.withOverLong(OverLong.SKIP),
                new LineChunkSettings(MAX, OverLong.SKIP),
                CsvRowSettings.standard(CsvFormat.standard())
                        .withMaxLineBytes(MAX)
                        .withOverLong(OverLong.SKIP),
                new WholeFileSettings(MAX, OverLong.SKIP))) {
            Counts counts = read(settings, ALLOWED_BYTES);

            assertThat(counts.bad).as("%s", settings).isEqualTo(1);
            assertThat(counts.frames).as("%s", settings).isEqualTo(settings instanceof WholeFileSettings ? 0 : 1);
            assertThat(counts.next).as("%s", settings).isEqualTo(LINE_BYTES + 2);
        }
    }

    @Test
    void truncatedItsBeginningIsAFrameAndTheNextLineFollows() throws FramingException {
        for (FramingSettings settings :
                List.of(LINES.withOverLong(OverLong.TRUNCATE), EVENTS.withOverLong(OverLong.TRUNCATE))) {
            Counts counts = read(settings, ALLOWED_BYTES);

            assertThat(counts.shortened).isEqualTo(1);
            assertThat(counts.frames).isEqualTo(2);
            assertThat(counts.frameBytes).isEqualTo(MAX + 1);
            assertThat(counts.next).isEqualTo(LINE_BYTES + 2);
        }
    }

    @Test
    void splitEachPieceIsAFrame() throws FramingException {
        // Each piece needs a decoder, to be cut between characters.
        long perPiece = 16 << 10;
        for (FramingSettings settings :
                List.of(LINES.withOverLong(OverLong.SPLIT), EVENTS.withOverLong(OverLong.SPLIT))) {
            Counts counts = read(settings, ALLOWED_BYTES + perPiece * LINE_BYTES / MAX);

            assertThat(counts.shortened).isEqualTo(1);
            assertThat(counts.frames).isEqualTo((int) (LINE_BYTES / MAX) + 1);
            assertThat(counts.frameBytes).isEqualTo(LINE_BYTES + 1);
            assertThat(counts.next).isEqualTo(LINE_BYTES + 2);
        }
    }

    /** The line, its end, and another line {@code y}, through one buffer. */
    private static Counts read(FramingSettings settings, long mostBytes) throws FramingException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Counts counts = new Counts();
        Framing framing = settings.newFraming();
        byte[] buffer = new byte[WINDOW_BYTES];
        assertThat(framing.largestWindow()).isLessThanOrEqualTo(WINDOW_BYTES);
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        long total = LINE_BYTES + 2;
        long at = 0;
        int filled = 0;
        while (at < total) {
            int more = (int) Math.min(WINDOW_BYTES - filled, total - at - filled);
            Arrays.fill(buffer, filled, filled + more, (byte) 'x');
            filled += more;
            boolean last = at + filled == total;
            if (at + filled > LINE_BYTES) {
                buffer[(int) (LINE_BYTES - at)] = '\n';
            }
            if (last) {
                buffer[filled - 1] = 'y';
            }
            int done = framing.cut(new Window(buffer, 0, filled, at, last), counts);
            if (done <= 0) {
                throw new AssertionError("got stuck at " + at);
            }
            System.arraycopy(buffer, done, buffer, 0, filled - done);
            filled -= done;
            at += done;
        }
        long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        assertThat(allocated).as("%s", settings).isLessThan(mostBytes);
        return counts;
    }

    private static final class Counts implements FrameSink {
        private int frames;
        private long frameBytes;
        private int bad;
        private int shortened;
        private long next;

        @Override
        public boolean frame(byte[] bytes, int from, int to, long position, long behind) {
            frames++;
            frameBytes += to - from;
            next = behind;
            return true;
        }

        @Override
        public boolean bad(byte[] bytes, int from, int to, long position, long behind, Reason reason) {
            bad++;
            next = behind;
            return true;
        }

        @Override
        public void shortened(long position) {
            shortened++;
        }
    }
}
