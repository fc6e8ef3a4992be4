package io.sluice.source.tail;

import java.time.Duration;

/**
 * How files are followed.
 *
 * @param mode whether files grow for ever or are read once they are whole
 * @param startAtEnd whether what stood in a tailed file when it was first found is passed over
 * @param chunked whether the records carry chunk headers, so that the last one is to be marked
 * @param turnBytes what a file may have read before the next one has its turn
 * @param budgetBytes what may be on its way, from the file to the acknowledgement
 * @param aheadBytes what may be ready to be taken before no turn begins any more
 * @param openFiles the most files that are kept open
 * @param scanInterval from one look at the directories to the next
 * @param pollInterval from one look at a file that grew lately to the next
 * @param stableFor how long a file must not have changed to be whole
 * @param marker what stands behind a file's name in that of another one which says that it is whole; null if time says it
 * @param flushAfter how long what is whole waits for more that could join it
 * @param partialLineAfter when a last line without an end is taken as it is; null for never
 * @param rotationGrace how long a file that was rotated away or deleted is still read, and for how long a copy of a file that
 *     is still there is left alone, as it may be about to be cut
 * @param verifyBytes up to which position everything that was read is read again after a restart, to be sure that it is the
 *     same
 */
public record TailSettings(
        Mode mode,
        boolean startAtEnd,
        boolean chunked,
        int turnBytes,
        long budgetBytes,
        long aheadBytes,
        int openFiles,
        Duration scanInterval,
        Duration pollInterval,
        Duration stableFor,
        String marker,
        Duration flushAfter,
        Duration partialLineAfter,
        Duration rotationGrace,
        long verifyBytes) {

    /** How files come to be. */
    public enum Mode {
        TAIL,
        COMPLETE
    }

    /** What a frame counts for besides its bytes: the objects around it. */
    static final int FRAME_OVERHEAD = 256;

    public TailSettings {
        within("turn.bytes", turnBytes, 4096, 64 << 20);
        within("budget.bytes", budgetBytes, 2L * turnBytes, Long.MAX_VALUE);
        within("ahead.bytes", aheadBytes, 1, Long.MAX_VALUE);
        within("open.files", openFiles, 1, 1 << 20);
        within("verify.bytes", verifyBytes, 0, Long.MAX_VALUE);
        positive("scan.interval", scanInterval);
        positive("poll.interval", pollInterval);
        positive("stable.for", stableFor);
        positive("flush.after", flushAfter);
        positive("rotation.grace", rotationGrace);
        if (partialLineAfter != null) {
            positive("partial.line.after", partialLineAfter);
        }
    }

    TailSettings withStartAtEnd(boolean newStartAtEnd) {
        return new TailSettings(
                mode,
                newStartAtEnd,
                chunked,
                turnBytes,
                budgetBytes,
                aheadBytes,
                openFiles,
                scanInterval,
                pollInterval,
                stableFor,
                marker,
                flushAfter,
                partialLineAfter,
                rotationGrace,
                verifyBytes);
    }

    TailSettings withChunked(boolean newChunked) {
        return new TailSettings(
                mode,
                startAtEnd,
                newChunked,
                turnBytes,
                budgetBytes,
                aheadBytes,
                openFiles,
                scanInterval,
                pollInterval,
                stableFor,
                marker,
                flushAfter,
                partialLineAfter,
                rotationGrace,
                verifyBytes);
    }

    TailSettings withAheadBytes(long newAheadBytes) {
        return new TailSettings(
                mode,
                startAtEnd,
                chunked,
                turnBytes,
                budgetBytes,
                newAheadBytes,
                openFiles,
                scanInterval,
                pollInterval,
                stableFor,
                marker,
                flushAfter,
                partialLineAfter,
                rotationGrace,
                verifyBytes);
    }

    private static void within(String setting, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(setting + ": " + value + " is not from " + least + " to " + most);
        }
    }

    private static void positive(String setting, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(setting + ": " + value + " is not longer than nothing");
        }
    }
}
