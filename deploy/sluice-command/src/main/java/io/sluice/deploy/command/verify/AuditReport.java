package io.sluice.deploy.command.verify;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * What an audit found. Immutable.
 *
 * @param files each file of the source directory
 * @param elsewhere rows of files that are not in it, by what they say that they are of
 * @param rowsWithout rows that do not say of which file they are, or whose key no line has
 */
record AuditReport(List<FileResult> files, Map<String, Long> elsewhere, long rowsWithout) {
    AuditReport {
        files = List.copyOf(files);
        elsewhere = Map.copyOf(elsewhere);
    }

    /**
     * A file and its rows.
     *
     * @param lines that are to be rows
     * @param missing lines without a row
     * @param duplicated rows beyond one for each line
     */
    record FileResult(String name, long lines, long rows, long missing, long duplicated) {
        boolean holds() {
            return missing == 0 && duplicated == 0;
        }
    }

    long sum(ToLongFunction<FileResult> what) {
        return files.stream().mapToLong(what).sum();
    }

    /** Rows of files that are gone are no fault: files may be deleted once they are read. */
    boolean holds() {
        return files.stream().allMatch(FileResult::holds) && rowsWithout == 0;
    }

    Map<String, Long> elsewhereSorted() {
        return new TreeMap<>(elsewhere);
    }
}
