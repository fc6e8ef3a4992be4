package io.sluice.source;

import io.sluice.source.scan.DirectoryScan;
import io.sluice.source.scan.FoundFile;
import io.sluice.source.scan.ScanProblem;
import io.sluice.source.scan.ScanResult;
import io.sluice.source.tail.FileScan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the directories for the reader. A file that one pass misses is shown as it was seen last, until the scan is sure that it
 * is gone: it may have been renamed in the middle of the pass. Used by the reader thread; the numbers are read from any.
 */
final class FoundFiles implements FileScan, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("io.sluice.source.files");

    private final DirectoryScan scan;

    /** Files that the last pass missed and that are not known to be gone. */
    private final Map<String, FoundFile> missed = new LinkedHashMap<>();

    private List<FoundFile> last = List.of();

    /** Other tasks' files. */
    private List<FoundFile> others = List.of();

    private volatile long files;
    private volatile long problems;

    FoundFiles(DirectoryScan scan, SourceMetrics metrics) {
        this.scan = scan;
        metrics.numbers()
                .gauge("files-present", "Files that the last look at the directories found, of all tasks", () -> files);
        metrics.numbers()
                .gauge("scan-problems", "Directories and names that cannot be looked at or read now", () -> problems);
    }

    @Override
    public Result look() {
        ScanResult result;
        try {
            result = scan.scan();
        } catch (IOException e) {
            throw new UncheckedIOException("the directories cannot be looked at: " + e.getMessage(), e);
        }
        files = result.counts().files();
        problems = result.counts().problems();
        tell(result);
        note(result);
        // What is missed stays in the list until it is gone for sure; so what is not in it was looked for.
        return new Result(shown(), others, directory -> !result.isUnseen(directory));
    }

    private static void tell(ScanResult result) {
        for (ScanProblem problem : result.problems()) {
            LOG.warn("Cannot see {}; the rest is read, and this is tried again", problem);
        }
        for (ScanProblem problem : result.resolved()) {
            LOG.info("In order again: {}", problem.path());
        }
        if (result.counts().problemsNotTold() > 0) {
            LOG.warn("Cannot see {} more, too many to name", result.counts().problemsNotTold());
        }
    }

    @SuppressWarnings("ReferenceEquality")
    private void note(ScanResult result) {
        Set<String> gone = new HashSet<>();
        result.gone().forEach(file -> gone.add(file.inodeKey()));
        missed.keySet().removeAll(gone);
        // The scan hands out the same list as long as nothing has changed.
        if (result.files() == last) {
            return;
        }
        Set<String> present = new HashSet<>();
        result.files().forEach(file -> present.add(file.inodeKey()));
        result.unwatched().forEach(file -> present.add(file.inodeKey()));
        for (FoundFile file : last) {
            if (!present.contains(file.inodeKey()) && !gone.contains(file.inodeKey())) {
                missed.put(file.inodeKey(), file);
            }
        }
        missed.keySet().removeAll(present);
        last = result.files();
        others = result.unwatched();
    }

    private List<FoundFile> shown() {
        if (missed.isEmpty()) {
            return last;
        }
        List<FoundFile> shown = new ArrayList<>(last);
        shown.addAll(missed.values());
        return shown;
    }

    @Override
    public void close() throws IOException {
        scan.close();
    }
}
