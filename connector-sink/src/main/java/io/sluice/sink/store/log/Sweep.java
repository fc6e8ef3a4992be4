package io.sluice.sink.store.log;

import io.sluice.sink.store.targets.StagingArea;
import io.sluice.sink.store.targets.Target;
import io.sluice.sink.store.targets.Uploads;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what dead writers staged and did not commit. First it takes their areas over, so that they are certain to commit no
 * more; then it reads the ends of all logs; then it removes what no end names. In another order it could remove what a writer
 * committed in between. Any thread.
 */
public final class Sweep {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    private Sweep() {}

    /**
     * What was done.
     *
     * @param removed what was staged and is gone, as {@code writer/id}
     * @param kept what is committed and not yet published
     * @param living writers that live, whose areas were not looked into; or uploads whose writers may live
     */
    public record Report(List<String> removed, List<String> kept, List<String> living) {}

    /** What the writers of a log staged before the claim of that number, which fenced them. */
    public static void ofLog(Target target, CommitLog log, long epoch, Predicate<String> writers) throws IOException {
        Optional<Uploads> uploads = target.uploads();
        if (uploads.isPresent()) {
            UploadSweep.ofLog(uploads.get(), log, epoch);
        } else {
            Report unused = run(target, writers);
        }
    }

    /**
     * What all dead writers staged.
     *
     * @param abandoned uploads from before that are taken for abandoned, where nobody can tell whether their writer lives; a
     *     writer that does live and commits one finds its commit taken back
     */
    public static Report ofAll(Target target, Instant abandoned) throws IOException {
        Optional<Uploads> uploads = target.uploads();
        return uploads.isPresent() ? UploadSweep.ofAll(target, uploads.get(), abandoned) : run(target, writer -> true);
    }

    /** Looks into the areas of those {@code writers}. */
    private static Report run(Target target, Predicate<String> writers) throws IOException {
        List<StagingArea> dead = new ArrayList<>();
        List<String> living = new ArrayList<>();
        Report report = new Report(new ArrayList<>(), new ArrayList<>(), living);
        try {
            for (String writer : target.stagingWriters()) {
                if (writers.test(writer)) {
                    StagingArea area = target.takeOverStaging(writer);
                    if (area == null) {
                        living.add(writer);
                    } else {
                        dead.add(area);
                    }
                }
            }
            if (!dead.isEmpty()) {
                Set<String> needed = unpublished(target);
                for (StagingArea area : dead) {
                    remove(area, needed, report);
                }
            }
        } finally {
            close(dead);
        }
        return report;
    }

    private static void remove(StagingArea area, Set<String> needed, Report report) throws IOException {
        for (String id : area.staged()) {
            String what = area.writer() + "/" + id;
            if (needed.contains(what)) {
                report.kept.add(what);
            } else {
                area.discard(id);
                report.removed.add(what);
                LOG.info("{}: removed, a dead writer left it", what);
            }
        }
    }

    /** What the last entries name, published or not. */
    private static Set<String> unpublished(Target target) throws IOException {
        Set<String> needed = new HashSet<>();
        for (CommitLog log : Logs.of(target)) {
            Optional<Entry> last = log.lastEntry();
            if (last.isPresent() && last.get().kind() == EntryKind.COMMIT) {
                for (Change change : last.get().changes()) {
                    change.added().forEach(file -> needed.add(file.writer() + "/" + file.staged()));
                }
            }
        }
        return needed;
    }

    private static void close(List<StagingArea> areas) throws IOException {
        IOException first = null;
        for (StagingArea area : areas) {
            try {
                area.close();
            } catch (IOException failure) {
                first = first == null ? failure : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
