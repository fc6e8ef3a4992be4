package io.sluice.sink.store.operations;

import io.sluice.sink.store.log.CommitLog;
import io.sluice.sink.store.log.Entry;
import io.sluice.sink.store.log.EntryKind;
import io.sluice.sink.store.log.LogEnd;
import io.sluice.sink.store.log.Logs;
import io.sluice.sink.store.log.Sweep;
import io.sluice.sink.store.targets.StagingArea;
import io.sluice.sink.store.targets.StagingAreas;
import io.sluice.sink.store.targets.Target;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Finishes what a crash interrupted, without claiming anything: writers that live go on undisturbed. Any thread. */
public final class Repair {
    private final Target target;

    public Repair(Target target) {
        this.target = target;
    }

    /** What became of the end of a log. */
    public enum Outcome {
        /** Every file of the last commit is visible, by now or all along. */
        PUBLISHED,
        /** Staged content was lost, so the last commit was taken back. Its source has to be read again. */
        VOIDED,
        /** There was nothing to do. */
        NOTHING
    }

    /** Makes the last commit of each log visible: an interrupted publication is finished. By log. */
    public Map<String, Outcome> publish() throws IOException {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        try (StagingArea area = StagingAreas.open(target, "publish.")) {
            for (CommitLog log : Logs.of(target)) {
                Optional<Entry> tail = LogEnd.published(target, log, area);
                outcomes.put(log.name(), outcome(tail));
            }
        }
        return outcomes;
    }

    private static Outcome outcome(Optional<Entry> tail) {
        if (tail.isEmpty() || !tail.get().changesFiles()) {
            return Outcome.NOTHING;
        }
        return tail.get().kind() == EntryKind.VOID ? Outcome.VOIDED : Outcome.PUBLISHED;
    }

    /** Removes what writers staged and did not commit that are certain to be dead, and nothing else. */
    public Sweep.Report collect() throws IOException {
        return Sweep.ofAll(target, Instant.MIN);
    }

    /**
     * As {@link #collect()}, and where nobody can tell whether a writer lives, what was begun before that time. If its writer
     * lives after all, and commits it, the next who looks takes that commit back.
     */
    public Sweep.Report collect(Instant abandoned) throws IOException {
        return Sweep.ofAll(target, abandoned);
    }
}
