package io.sluice.deploy.command.verify;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What a check found. Immutable.
 *
 * @param files each file of the source directory
 * @param unmatched what was read and is in none of them
 * @param rowsWithout rows that do not say of which file they are, or whose key no line has
 */
record CheckReport(List<FileResult> files, List<Unmatched> unmatched, long rowsWithout) {
    /** How a file's rows were found: the file is the one that they were read from. */
    static final String BY_INODE = "inode";

    /** It is another one, with a name of the same family, and its lines end where they must. */
    static final String BY_CONTENT = "content";

    /** The values of columns. */
    static final String BY_KEY = "key";

    CheckReport {
        files = List.copyOf(files);
        unmatched = List.copyOf(unmatched);
    }

    /**
     * A file and its rows.
     *
     * @param lines that are to be rows
     * @param missing lines without a row
     * @param duplicated rows beyond one for each line
     * @param matchedBy how its rows were found; empty if there are none
     */
    record FileResult(String name, long lines, long rows, long missing, long duplicated, String matchedBy) {
        static FileResult unread(String name, long lines) {
            return new FileResult(name, lines, 0, lines, 0, "");
        }

        boolean holds() {
            return missing == 0 && duplicated == 0;
        }
    }

    /**
     * A content whose rows cannot be compared with anything.
     *
     * @param id of the content
     * @param seenAt the paths it was read at
     * @param why it cannot be compared
     * @param mayBeTwice whether these may be rows of a file that was read twice
     */
    record Unmatched(String id, List<String> seenAt, long rows, String why, boolean mayBeTwice) {
        Unmatched {
            seenAt = List.copyOf(seenAt);
        }
    }

    long sum(ToLongFunction<FileResult> what) {
        return files.stream().mapToLong(what).sum();
    }

    long unmatchedRows() {
        return unmatched.stream().mapToLong(Unmatched::rows).sum();
    }

    /** Rows of contents that are gone are no fault: files may be deleted once they are read. */
    boolean holds() {
        return files.stream().allMatch(FileResult::holds)
                && unmatched.stream().noneMatch(Unmatched::mayBeTwice)
                && rowsWithout == 0;
    }
}
