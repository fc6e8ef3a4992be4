package io.sluice.sink.store.operations;

import java.util.List;

/**
 * What a verification found.
 *
 * @param gaps offsets that no commit holds, which transaction markers or compaction may explain
 * @param unpublished the last entries whose files are not all visible yet
 */
public record VerificationReport(
        long logs,
        long entries,
        long files,
        long rows,
        long bytes,
        List<Problem> problems,
        List<Gap> gaps,
        List<String> unpublished) {
    public VerificationReport {
        problems = List.copyOf(problems);
        gaps = List.copyOf(gaps);
        unpublished = List.copyOf(unpublished);
    }

    /** Whether nothing is wrong. Gaps and unpublished commits are not wrong. */
    public boolean isSound() {
        return problems.isEmpty();
    }

    /** Offsets {@code from} one {@code to} before another that a log passes over. */
    public record Gap(String log, long from, long to) {}
}
