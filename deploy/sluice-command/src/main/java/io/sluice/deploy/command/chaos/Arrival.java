package io.sluice.deploy.command.chaos;

import io.sluice.deploy.command.audit.TopicAudit;
import io.sluice.deploy.command.audit.TradesAudit;
import java.util.Map;

/**
 * What was found of a run while everything still ran.
 *
 * @param finished whether all had landed before the waiting was over
 * @param files of the input, at the end
 * @param spoilt connections and answers of S3
 * @param strays committed records of topics that are to have none
 * @param audit has read the journal; whoever has this closes it
 */
record Arrival(
        boolean finished,
        int files,
        double heldSeconds,
        double settleSeconds,
        Deeds deeds,
        long spoilt,
        Operator operator,
        TopicAudit.Lines topic,
        Map<String, Long> strays,
        TradesAudit audit) {}
