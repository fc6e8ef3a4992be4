package io.sluice.deploy.command.chaos;

import io.sluice.deploy.command.audit.TopicAudit;
import io.sluice.deploy.command.audit.TradesAudit;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares the journal with every table, once nothing runs any more. Used by the command's thread. */
final class ChaosAudit {
    private final ChaosDirectory directory;
    private final TradesAudit audit;
    private final S3Store s3;

    ChaosAudit(ChaosDirectory directory, TradesAudit audit, S3Store s3) {
        this.directory = directory;
        this.audit = audit;
        this.s3 = s3;
    }

    /** How many committed records there are in topics that are to have none. */
    static Map<String, Long> strays(String bootstrapServers, Duration longest) {
        Map<String, Long> strays = new LinkedHashMap<>();
        for (String name : List.of("invalid", "trades-bad", "trades-s3-bad", "s1-bad", "m1-bad")) {
            strays.put(Gauges.topic(name), TopicAudit.records(bootstrapServers, Gauges.topic(name), longest));
        }
        return strays;
    }

    /** @param passed since the run began */
    Findings findings(Arrival arrival, Schedule schedule, int rate, Watch watch, Duration passed)
            throws IOException, InterruptedException {
        s3.fetch(ChaosPipeline.TRADES, directory.fetched());
        Map<String, TradesAudit.Rows> rows = new LinkedHashMap<>();
        rows.put("local", audit.rows(directory.lake().resolve(ChaosPipeline.TRADES)));
        rows.put("S3", audit.rows(directory.fetched()));
        List<TradesAudit.Bars> bars = List.of(
                audit.bars(
                        ChaosPipeline.S1,
                        ChaosPipeline.S1_MICROS,
                        directory.lake().resolve(ChaosPipeline.S1)),
                audit.bars(
                        ChaosPipeline.M1,
                        ChaosPipeline.M1_MICROS,
                        directory.lake().resolve(ChaosPipeline.M1)));
        Deeds deeds = arrival.deeds();
        Operator operator = arrival.operator();
        return new Findings(
                schedule.seed(),
                schedule.length().toMillis() / 60_000.0,
                rate,
                arrival.finished(),
                audit.lines(),
                arrival.files(),
                arrival.heldSeconds(),
                deeds.kills(),
                deeds.done(),
                deeds.skipped(),
                deeds.remarks(),
                arrival.spoilt(),
                arrival.topic(),
                rows,
                bars,
                arrival.strays(),
                Verifications.of(directory, s3),
                watch.recoveries(),
                operator.revived(),
                operator.restarts(),
                operator.unstuck(),
                MachineFacts.of(directory.workspace().directory()),
                passed.toMillis() / 1e3,
                arrival.settleSeconds());
    }
}
