package io.sluice.sink.store.log;

import io.sluice.sink.store.targets.Target;
import io.sluice.sink.store.targets.Uploads;
import io.sluice.sink.store.targets.Uploads.Upload;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Aborts uploads that will never be published, where nobody can tell whether a writer lives. Whoever claimed a log and was
 * followed by another claim can commit no more: so uploads of earlier claims go, by their exact names. The uploads are listed
 * before the logs are read; in another order one could belong to a claim that the logs did not show yet. One thread at a time.
 */
final class UploadSweep {
    private final Uploads uploads;
    private final Map<String, Long> epochs = new HashMap<>();
    private final Set<String> unpublished = new HashSet<>();
    private final List<Upload> found;

    private UploadSweep(Uploads uploads) throws IOException {
        this.uploads = uploads;
        this.found = uploads.list();
    }

    /** Those that writers of a log began before the claim of that number. */
    static void ofLog(Uploads uploads, CommitLog log, long epoch) throws IOException {
        UploadSweep sweep = new UploadSweep(uploads);
        sweep.epochs.put(FileName.logPart(log.name()), epoch);
        sweep.run(Instant.MIN);
    }

    /** Those of all logs, and, whoever began them, those from before {@code abandoned} that no last entry names. */
    static Sweep.Report ofAll(Target target, Uploads uploads, Instant abandoned) throws IOException {
        UploadSweep sweep = new UploadSweep(uploads);
        for (CommitLog log : Logs.of(target)) {
            Optional<Entry> last = log.lastEntry();
            last.ifPresent(entry -> sweep.note(log, entry));
        }
        return sweep.run(abandoned);
    }

    private void note(CommitLog log, Entry last) {
        epochs.put(FileName.logPart(log.name()), last.epoch());
        if (last.kind() == EntryKind.COMMIT) {
            last.changes().forEach(change -> change.added().forEach(file -> unpublished.add(file.name())));
        }
    }

    private Sweep.Report run(Instant abandoned) throws IOException {
        List<Upload> dead = new ArrayList<>();
        Sweep.Report report = new Sweep.Report(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (Upload upload : found) {
            String what = upload.name() + " (upload " + upload.id() + ")";
            if (unpublished.contains(upload.name())) {
                report.kept().add(what);
            } else if (isFenced(upload) || upload.begun().isBefore(abandoned)) {
                dead.add(upload);
                report.removed().add(what);
            } else {
                report.living().add(what);
            }
        }
        uploads.abort(dead);
        return report;
    }

    private boolean isFenced(Upload upload) {
        return FileName.parse(upload.name())
                .map(name -> name.epoch() < epochs.getOrDefault(name.log(), -1L))
                .orElse(false);
    }
}
