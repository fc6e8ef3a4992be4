package io.sluice.sink.store.operations;

import java.util.List;

/**
 * What a verification found.
 *
 * @param gaps offsets that no commit holds, which transaction markers or compaction may explain
 * @param resets where somebody let a source go on elsewhere; after one that goes back, rows may count twice as was wished
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
        List<Reset> resets,
        List<String> unpublished) {
    public VerificationReport {
        problems = List.copyOf(problems);
        gaps = List.copyOf(gaps);
        resets = List.copyOf(resets);
        unpublished = List.copyOf(unpublished);
    }

    /** Whether nothing is wrong. Gaps, resets and unpublished commits are not wrong. */
    public boolean isSound() {
        return problems.isEmpty();
    }

    /** Offsets {@code from} one {@code to} before another that a log passes over. */
    public record Gap(String log, long from, long to) {}

    /** Entry {@code sequence} of a log lets its source go on at {@code to}, where {@code from} was next. */
    public record Reset(String log, long sequence, long from, long to) {}
}
