package io.sluice.sink.store.log;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One entry of a commit log. Immutable.
 *
 * @param format of the entry, for readers to come
 * @param dataSet the id of the data set, so that a log that was copied elsewhere is noticed
 * @param sequence its number, from 0
 * @param epoch the number of the claim that its writer made; 0 in a log that many write
 * @param nonce of the attempt that created it, so that who lost the reply knows his own
 * @param next where the source goes on; repeated from entry to entry
 * @param totals what was added so far
 * @param range what of the source a commit has done, repeated by claims; null if there is no source, or nothing was done
 * @param changes what happened to which keys
 * @param attributes whatever the writer wants to find again, such as its name in entry 0
 */
public record Entry(
        int format,
        EntryKind kind,
        String dataSet,
        String log,
        long sequence,
        long epoch,
        String writer,
        String nonce,
        Instant time,
        long next,
        Totals totals,
        Range range,
        List<Change> changes,
        Map<String, String> attributes) {

    /** The format that this version writes, and the newest that it reads. */
    public static final int FORMAT = 1;

    public Entry {
        totals = totals == null ? Totals.NONE : totals;
        changes = changes == null ? List.of() : List.copyOf(changes);
        attributes = attributes == null ? Map.of() : Map.copyOf(attributes);
    }

    /** Whether files may be waiting to be published or removed. */
    public boolean changesFiles() {
        return !changes.isEmpty();
    }

    /** What has been added to a log since its beginning, also if it was removed again. */
    public record Totals(long commits, long files, long rows, long bytes) {
        public static final Totals NONE = new Totals(0, 0, 0, 0);

        public Totals plus(List<Change> changes) {
            long moreFiles = 0;
            long moreRows = 0;
            long moreBytes = 0;
            for (Change change : changes) {
                for (DataFile file : change.added()) {
                    moreFiles++;
                    moreRows += file.rows();
                    moreBytes += file.bytes();
                }
            }
            return new Totals(commits + 1, files + moreFiles, rows + moreRows, bytes + moreBytes);
        }
    }

    /**
     * A part of a source: from {@code first} to before {@code next}.
     *
     * @param attributes what proves later that the source is still the same, such as the last record's offset, time and CRC
     */
    public record Range(long first, long next, Map<String, String> attributes) {
        public Range {
            if (first < 0 || next < first) {
                throw new IllegalArgumentException("range is from " + first + " to " + next + ", but must go forward");
            }
            attributes = attributes == null ? Map.of() : Map.copyOf(attributes);
        }
    }
}
