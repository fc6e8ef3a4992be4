package io.sluice.deploy.command.chaos;

import io.sluice.deploy.command.audit.TopicAudit;
import io.sluice.deploy.command.audit.TradesAudit;
import java.util.List;
import java.util.Map;

/**
 * What a run has done and what its audit has found.
 *
 * @param finished whether everything had arrived before the waiting was over
 * @param rate lines a second, while the feed was not held up
 * @param records lines that were written
 * @param files input files at the end
 * @param done how often each deed was done, {@code skipped} how often it could not be, {@code remarks} why
 * @param spoilt connections and answers of S3 that were spoilt
 * @param rows of each table, by its name
 * @param topicRecords committed records of topics that are to have none, by topic
 * @param verified what {@code dataset verify} says of each table
 * @param restarts what the operator did, by what it was
 * @param seconds from the beginning to the last comparison, {@code settleSeconds} of them waiting until all had landed
 */
record Findings(
        long seed,
        double minutes,
        int rate,
        boolean finished,
        long records,
        int files,
        double feedHeldSeconds,
        int kills,
        Map<Deed, Integer> done,
        Map<Deed, Integer> skipped,
        List<String> remarks,
        long spoilt,
        TopicAudit.Lines topic,
        Map<String, TradesAudit.Rows> rows,
        List<TradesAudit.Bars> bars,
        Map<String, Long> topicRecords,
        List<Verified> verified,
        List<Watch.Recoveries> recoveries,
        Map<String, Integer> revived,
        Map<String, Integer> restarts,
        Map<String, Integer> unstuck,
        Map<String, String> machine,
        double seconds,
        double settleSeconds) {

    /** What {@code dataset verify} says of a table. */
    record Verified(
            String table, boolean sound, long files, long rows, int gaps, int unpublished, List<String> problems) {
        boolean holds() {
            return sound && unpublished == 0;
        }
    }

    boolean hold() {
        return finished
                && topic.holds()
                && rows.values().stream().allMatch(TradesAudit.Rows::holds)
                && bars.stream().allMatch(TradesAudit.Bars::holds)
                && topicRecords.values().stream().allMatch(count -> count == 0)
                && verified.stream().allMatch(Verified::holds);
    }
}
