package io.sluice.io.read.compare;

import java.nio.file.Path;
import java.util.List;

/**
 * What a {@link TreeReadComparison} found.
 *
 * @param directory the directory read
 * @param files the files found in it
 * @param bytes their sizes in sum, when they were found
 * @param unlisted directories that could not be listed; what is in them no way could read
 * @param ways one thread reading file after file, which the others are compared with, then the four ways
 */
public record ComparisonReport(
        Path directory, long files, long bytes, List<FileFailure> unlisted, List<WayReport> ways) {

    public ComparisonReport {
        unlisted = List.copyOf(unlisted);
        ways = List.copyOf(ways);
    }

    /** Whether all ways counted the same, in the same number of files. */
    public boolean totalsAgree() {
        return ways.stream()
                .allMatch(way -> way.totals().equals(ways.get(0).totals())
                        && way.filesRead() == ways.get(0).filesRead());
    }
}
