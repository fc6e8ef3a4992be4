package io.sluice.deploy.command.chaos;

import io.sluice.deploy.cluster.ClusterException;
import io.sluice.deploy.cluster.ClusterNode;
import io.sluice.deploy.command.audit.TopicAudit;
import io.sluice.deploy.command.audit.TradesAudit;
import io.sluice.deploy.command.cluster.StopOnSignal;
import io.sluice.deploy.command.feed.LogFeed;
import io.sluice.deploy.command.pipeline.Generated;
import io.sluice.deploy.command.pipeline.Pipeline;
import io.sluice.deploy.command.pipeline.PipelineFile;
import io.sluice.deploy.command.run.Artefacts;
import io.sluice.deploy.command.run.LocalRun;
import io.sluice.io.vfs.LocalVfs;
import io.sluice.sink.store.targets.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One run: everything is started and fed, broken by the schedule, healed, waited for, and audited. Owned by the command's thread.
 */
final class Chaos {
    private static final String WATCH_LANE = "watch";
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration BETWEEN_READINGS = Duration.ofSeconds(1);
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(15);
    private static final Duration LONGEST_START = Duration.ofMinutes(4);
    private static final Duration LONGEST_BACKLOG = Duration.ofMinutes(10);
    private static final Duration LONGEST_HEALING = Duration.ofMinutes(10);
    private static final Duration LONGEST_READING = Duration.ofMinutes(10);
    /** After everything has landed: a row that is one too many would come by now. */
    private static final Duration QUIET = Duration.ofSeconds(6);
    /** The feed is held up while so many seconds' worth of it has not landed, and until half of that has. */
    private static final int MOST_SECONDS_BEHIND = 120;

    private static final long DISK_BYTES = 4L << 30;
    private static final int AUDIT_GIGABYTES = 2;

    private final ChaosDirectory directory;
    private final Schedule schedule;
    private final int rate;
    private final Duration longestSettling;
    private final Consumer<String> say;
    private final long begin = System.nanoTime();
    private final Ending ending = new Ending();
    private final Watch watch = new Watch();

    /** @param longestSettling how long to wait until all has landed, after all is healed */
    Chaos(ChaosDirectory directory, Schedule schedule, int rate, Duration longestSettling, Consumer<String> say) {
        this.directory = directory;
        this.schedule = schedule;
        this.rate = rate;
        this.longestSettling = longestSettling;
        this.say = say;
    }

    Findings run(StopOnSignal stop) throws IOException, InterruptedException {
        // The last that goes is what the others use.
        try (SmallDisk disk = SmallDisk.over(directory.lake(), DISK_BYTES);
                S3Store s3 = S3Store.start(directory.s3(), schedule.seed())) {
            disk.whyNot()
                    .ifPresent(
                            why -> say.accept("The disk cannot be made full, as this process may not mount: " + why));
            Artefacts artefacts = Artefacts.unpack(directory.workspace());
            String text = ChaosPipeline.text();
            Pipeline pipeline =
                    PipelineFile.parse("chaos", directory.workspace().directory(), text);
            Generated generated = LocalRun.generate(pipeline, directory.workspace(), artefacts);
            Arrival arrival;
            say.accept("Starting 3 brokers and 3 workers");
            try (ChaosCluster cluster = ChaosCluster.start(directory, artefacts, generated)) {
                try {
                    arrival = breakAndHeal(cluster, artefacts, generated, disk, s3);
                } finally {
                    // After this, a signal waits for the stop that is under way.
                    boolean unused = stop.beginStop();
                    say.accept("Stopping");
                }
            }
            say.accept("Comparing");
            boolean holds = false;
            try (TradesAudit audit = arrival.audit()) {
                Findings findings = new ChaosAudit(directory, audit, s3)
                        .findings(arrival, schedule, rate, watch, Duration.ofNanos(System.nanoTime() - begin));
                holds = findings.hold();
                return findings;
            } finally {
                // Also when it could not be compared: what was run for an hour can be looked at by hand.
                if (!holds && disk.whyNot().isEmpty()) {
                    disk.copyTo(directory.kept());
                }
            }
        }
    }

    private Arrival breakAndHeal(
            ChaosCluster cluster, Artefacts artefacts, Generated generated, SmallDisk disk, S3Store s3)
            throws IOException, InterruptedException {
        Map<String, Map<String, String>> configs =
                ChaosPipeline.connectors(generated, s3.proxy().endpoint());
        // First, so that files are on their way while the application starts.
        new Connectors(new Nodes(cluster.workers(), cluster.workers(), ending), configs, ending).all();
        try (LocalVfs vfs = LocalVfs.rootedAt(directory.scratch());
                Target s3Table = s3.target(ChaosPipeline.TRADES, vfs, directory.scratch());
                LogFeed feed =
                        LogFeed.start(directory.input(), directory.journal(), schedule.seed(), rate, Schedule.LOGS);
                Gauges gauges = new Gauges(cluster.bootstrapServers(), feed::lines, directory.lake(), s3Table)) {
            say.accept("Starting 2 instances of the application");
            cluster.startApps(directory, artefacts, generated);
            List<ClusterNode> all = new ArrayList<>(cluster.brokersAndWorkers());
            all.addAll(cluster.apps());
            Nodes nodes = new Nodes(all, cluster.workers(), ending);
            Connectors connectors = new Connectors(nodes, configs, ending);
            try (Lanes lanes = new Lanes(lanes());
                    Operator operator = new Operator(nodes, lanes, connectors, watch, say)) {
                operator.start();
                awaitFlow(feed, gauges);
                Deeds deeds = new Deeds(nodes, lanes, connectors, feed, s3.proxy(), disk, watch, ending, say);
                say.accept("Breaking it for " + schedule.length().toSeconds() + " s; logs are in " + cluster.logs());
                breakIt(deeds, feed, gauges, lanes);
                say.accept("Healing");
                heal(deeds, lanes);
                long lines = feed.end();
                say.accept(lines + " lines are written; waiting until all have landed");
                return settle(
                        cluster,
                        new Settled(
                                feed, gauges, deeds, operator, lines, s3.proxy().spoilt()));
            } finally {
                ending.end();
            }
        }
    }

    /** What is broken before anything has moved proves little. */
    private void awaitFlow(LogFeed feed, Gauges gauges) throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < LONGEST_START.toNanos()) {
            feed.requireWriting();
            Gauges.Reading reading = look(feed, gauges);
            if (reading.landed() > 0 && reading.landedInS3() > 0 && reading.bars() > 0) {
                return;
            }
            var unused = ending.goesOnFor(LOOK);
        }
        throw new ClusterException("No line has landed in both tables and become a bar within "
                + LONGEST_START.toSeconds() + " s, although nothing was broken yet; the logs say why.");
    }

    private static List<String> lanes() {
        List<String> lanes = new ArrayList<>(Deeds.lanes());
        lanes.add(WATCH_LANE);
        return lanes;
    }

    private void breakIt(Deeds deeds, LogFeed feed, Gauges gauges, Lanes lanes)
            throws IOException, InterruptedException {
        Deque<Action> ahead = new ArrayDeque<>(schedule.actions());
        long start = System.nanoTime();
        long read = start - BETWEEN_READINGS.toNanos();
        long said = start;
        while (!ahead.isEmpty() || System.nanoTime() - start < schedule.length().toNanos()) {
            feed.requireWriting();
            while (!ahead.isEmpty() && ahead.peek().at().toNanos() <= System.nanoTime() - start) {
                deeds.begin(ahead.poll());
            }
            // Elsewhere, as brokers may take long to answer, and the schedule does not wait.
            if (System.nanoTime() - read > BETWEEN_READINGS.toNanos() && lanes.isIdle(WATCH_LANE)) {
                read = System.nanoTime();
                boolean tell = System.nanoTime() - said > BETWEEN_LINES.toNanos();
                said = tell ? System.nanoTime() : said;
                var unused = lanes.put(WATCH_LANE, () -> {
                    Gauges.Reading reading = look(feed, gauges);
                    if (tell) {
                        say.accept(progress(reading, feed));
                    }
                });
            }
            var unused = ending.goesOnFor(LOOK);
        }
    }

    private Gauges.Reading look(LogFeed feed, Gauges gauges) throws InterruptedException {
        Gauges.Reading reading = gauges.read();
        watch.take(reading);
        long behind = reading.lines() - Math.min(reading.landed(), reading.landedInS3());
        long most = (long) MOST_SECONDS_BEHIND * rate;
        if (behind > most) {
            feed.hold(true);
        } else if (behind < most / 2) {
            feed.hold(false);
        }
        return reading;
    }

    private static String progress(Gauges.Reading reading, LogFeed feed) {
        return String.format(
                Locale.ROOT,
                "%,d lines written%s; %,d have landed, %,d in S3",
                reading.lines(),
                feed.isHeld() ? " (held up)" : "",
                reading.landed(),
                reading.landedInS3());
    }

    private void heal(Deeds deeds, Lanes lanes) throws IOException, InterruptedException {
        if (!lanes.drained(LONGEST_BACKLOG)) {
            say.accept("Some of what was begun is not over after " + LONGEST_BACKLOG.toMinutes() + " minutes");
        }
        deeds.heal(LONGEST_HEALING);
    }

    /** What the waiting needs. */
    private record Settled(LogFeed feed, Gauges gauges, Deeds deeds, Operator operator, long lines, long spoilt) {}

    private Arrival settle(ChaosCluster cluster, Settled all) throws IOException, InterruptedException {
        long start = System.nanoTime();
        TradesAudit audit = TradesAudit.of(
                List.of(directory.journal()), directory.scratch().resolve("audit.duckdb"), AUDIT_GIGABYTES);
        boolean kept = false;
        try {
            boolean finished = false;
            long said = start;
            while (!finished && System.nanoTime() - start < longestSettling.toNanos()) {
                Gauges.Reading reading = look(all.feed(), all.gauges());
                finished = isThere(reading, all.lines(), audit);
                if (System.nanoTime() - said > BETWEEN_LINES.toNanos()) {
                    said = System.nanoTime();
                    say.accept(progress(reading, all.feed()));
                }
                var unused = ending.goesOnFor(finished ? QUIET : BETWEEN_READINGS);
            }
            double settleSeconds = (System.nanoTime() - start) / 1e9;
            watch.take(all.gauges().read());
            // Nobody is to start anything any more.
            all.operator().close();
            say.accept(
                    finished ? "All have landed" : "NOT ALL HAVE LANDED within " + longestSettling.toSeconds() + " s");
            TopicAudit.Lines topic = TopicAudit.lines(
                    cluster.bootstrapServers(), Gauges.topic(ChaosPipeline.TRADES), all.lines(), LONGEST_READING);
            kept = true;
            return new Arrival(
                    finished,
                    all.feed().files().size(),
                    all.feed().heldSeconds(),
                    settleSeconds,
                    all.deeds(),
                    all.spoilt(),
                    all.operator(),
                    topic,
                    ChaosAudit.strays(cluster.bootstrapServers(), LONGEST_READING),
                    audit);
        } finally {
            if (!kept) {
                audit.close();
            }
        }
    }

    /** The readings tell when to ask the tables of bars, which costs more. */
    private boolean isThere(Gauges.Reading reading, long lines, TradesAudit audit) throws IOException {
        return reading.landed() >= lines
                && reading.landedInS3() >= lines
                && audit.rowsInBars(directory.lake().resolve(ChaosPipeline.S1)) >= lines
                && audit.rowsInBars(directory.lake().resolve(ChaosPipeline.M1)) >= lines;
    }
}
