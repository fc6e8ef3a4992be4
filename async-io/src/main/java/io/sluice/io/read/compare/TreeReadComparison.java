package io.sluice.io.read.compare;

import io.sluice.io.read.FileOutcome;
import io.sluice.io.vfs.Vfs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a directory in four ways, counts words, lines and characters in each, and says what each cost. All ways find the
 * files in the page cache, as a pass that is not measured reads them first, and their own code compiled, as each reads some
 * of the files before it is measured. Worker processes start cold: that is part of what they cost. The paths of the tree are
 * held in memory, its content is not.
 *
 * <p>Blocks the calling thread, which must not be an I/O worker. Every thread and process it starts has ended when it
 * returns, also when it is interrupted.
 */
public final class TreeReadComparison {

    private final Vfs vfs;
    private final ComparisonSettings settings;

    /** @param vfs must be of this machine's files, which the worker processes read too */
    public TreeReadComparison(Vfs vfs, ComparisonSettings settings) {
        this.vfs = vfs;
        this.settings = settings;
    }

    public ComparisonReport run(Path directory, ComparisonProgress progress) throws IOException, InterruptedException {
        TreeFiles tree = TreeFiles.under(vfs, directory);
        int buffer = settings.read().bufferSize();
        Way oneByOne = new ThreadsWay(vfs, 1, buffer);
        measure("warming up", oneByOne, tree, progress, 0);
        WayReport base = measure(oneByOne.title(), oneByOne, tree, progress, 0);
        List<WayReport> reports = new ArrayList<>();
        reports.add(base);
        for (Way way : List.of(
                new OperationsWay(vfs, settings.threads(), settings.filesInProgress(), buffer),
                new ThreadsWay(vfs, settings.threads(), buffer),
                new HybridWay(vfs, settings.threads(), settings.read()),
                new ProcessesWay(directory, settings, process -> {}))) {
            if (way.warmsUp()) {
                measure("warming up", way, tree.some(), progress, 0);
            }
            reports.add(measure(way.title(), way, tree, progress, base.time().toNanos()));
        }
        return new ComparisonReport(directory, tree.files().size(), tree.bytes(), tree.unlisted(), reports);
    }

    private WayReport measure(String title, Way way, TreeFiles tree, ComparisonProgress progress, long baseNanos)
            throws InterruptedException {
        progress.begin(title, tree.files().size(), tree.bytes());
        Tally tally = new Tally(progress);
        try (MemoryWatch memory = new MemoryWatch()) {
            long start = vfs.nanoTime();
            way.read(tree.files(), progress, tally::add);
            long nanos = Math.max(1, vfs.nanoTime() - start);
            boolean here = way.processBytes() < 0;
            return new WayReport(
                    title,
                    tally.totals(),
                    tally.succeeded(),
                    tally.failures(),
                    Duration.ofNanos(nanos),
                    here ? memory.peakBytes() : way.processBytes(),
                    here ? "heap and direct memory" : "resident memory of all worker processes",
                    baseNanos == 0 ? 1 : (double) baseNanos / nanos);
        }
    }

    /** Adds up what becomes of the files of one way. Any thread. */
    private static final class Tally {
        private final ComparisonProgress progress;
        private final List<FileFailure> failures = new ArrayList<>();
        private TextCounts totals = TextCounts.NONE;
        private long succeeded;

        Tally(ComparisonProgress progress) {
            this.progress = progress;
        }

        synchronized void add(FileOutcome<TextCounts> outcome) {
            progress.fileDone();
            if (outcome.succeeded()) {
                totals = totals.plus(outcome.result());
                succeeded++;
            } else {
                failures.add(FileFailure.of(outcome.path(), outcome.error()));
            }
        }

        synchronized TextCounts totals() {
            return totals;
        }

        synchronized long succeeded() {
            return succeeded;
        }

        synchronized List<FileFailure> failures() {
            return List.copyOf(failures);
        }
    }
}
