package io.sluice.deploy.command.chaos;

import io.sluice.deploy.cluster.ClusterException;
import io.sluice.deploy.command.chaos.FaultyProxy.Fault;
import io.sluice.deploy.command.feed.LogFeed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Does what the schedule says, each thing on the lane of what it is done to, and counts what was done and what could not be. Given
 * actions by one thread; carries them out on the lanes'.
 */
final class Deeds {
    private static final String INPUT_LANE = "input";
    private static final String CONNECTORS_LANE = "connectors";
    private static final String S3_LANE = "s3";
    private static final String DISK_LANE = "disk";
    private static final String ROLLING_LANE = "rolling";
    private static final int MOST_REMARKS = 100;

    private final Nodes nodes;
    private final Lanes lanes;
    private final Connectors connectors;
    private final LogFeed feed;
    private final Truncation truncation;
    private final FaultyProxy s3;
    private final SmallDisk disk;
    private final Watch watch;
    private final Ending ending;
    private final Consumer<String> say;

    private final AtomicInteger kills = new AtomicInteger();

    // Guarded by this.
    private final Map<Deed, Integer> done = new EnumMap<>(Deed.class);
    private final Map<Deed, Integer> skipped = new EnumMap<>(Deed.class);
    private final List<String> remarks = new ArrayList<>();

    Deeds(
            Nodes nodes,
            Lanes lanes,
            Connectors connectors,
            LogFeed feed,
            FaultyProxy s3,
            SmallDisk disk,
            Watch watch,
            Ending ending,
            Consumer<String> say) {
        this.nodes = nodes;
        this.lanes = lanes;
        this.connectors = connectors;
        this.feed = feed;
        this.truncation = new Truncation(feed, connectors, ending);
        this.s3 = s3;
        this.disk = disk;
        this.watch = watch;
        this.ending = ending;
        this.say = say;
    }

    /** The lanes that actions are done on. */
    static List<String> lanes() {
        List<String> lanes = new ArrayList<>(Nodes.lanes());
        lanes.addAll(List.of(INPUT_LANE, CONNECTORS_LANE, S3_LANE, DISK_LANE, ROLLING_LANE));
        return lanes;
    }

    private static String lane(Action action) {
        return switch (action.deed()) {
            case KILL, FREEZE, LOSE_BROKER -> Nodes.lane(action.target());
            case ROLL_WORKERS, ROLL_APPS, ROLL_BROKERS -> ROLLING_LANE;
            case ROTATE, COMPRESS, TRUNCATE -> INPUT_LANE;
            case PAUSE_CONNECTOR, RECONFIGURE, RECREATE, RETASK -> CONNECTORS_LANE;
            case S3_REFUSES, S3_STALLS, S3_BUSY, S3_LOSES_ANSWERS -> S3_LANE;
            case FILL_DISK -> DISK_LANE;
        };
    }

    /** Has it done, soon. */
    void begin(Action action) {
        var unused = lanes.put(lane(action), () -> attempt(action));
    }

    /** How it went: done, or why not. */
    private void attempt(Action action) throws InterruptedException {
        String whyNot;
        try {
            if (!ending.goesOn()) {
                whyNot = "the time was over";
            } else {
                whyNot = carryOut(action);
            }
        } catch (ClusterException | IOException | UncheckedIOException e) {
            whyNot = e.getMessage().lines().findFirst().orElse("");
        }
        note(action, whyNot);
    }

    private synchronized void note(Action action, String whyNot) {
        (whyNot.isEmpty() ? done : skipped).merge(action.deed(), 1, Integer::sum);
        if (!whyNot.isEmpty() && remarks.size() < MOST_REMARKS) {
            remarks.add(action.toString().strip() + ": " + whyNot);
        }
        say.accept(action + (whyNot.isEmpty() ? "" : " NOT DONE: " + whyNot));
    }

    /** Returns nothing, or why it was not done. */
    private String carryOut(Action action) throws InterruptedException, IOException {
        String target = action.target();
        return switch (action.deed()) {
            case KILL, LOSE_BROKER -> kill(action);
            case FREEZE -> freeze(action);
            case ROLL_WORKERS -> roll(action.deed(), Schedule.WORKERS);
            case ROLL_APPS -> roll(action.deed(), Schedule.APPS);
            case ROLL_BROKERS -> roll(action.deed(), Schedule.BROKERS);
            case ROTATE -> {
                feed.rotate(target);
                yield "";
            }
            case COMPRESS -> {
                boolean newest = action.variant() > 1;
                if (!feed.compress(target, newest)) {
                    feed.rotate(target);
                    boolean unused = feed.compress(target, newest);
                }
                yield "";
            }
            case TRUNCATE -> truncation.of(target);
            case PAUSE_CONNECTOR -> {
                broken(action);
                connectors.pause(target);
                var unused = ending.goesOnFor(action.lasting());
                connectors.resume(target);
                yield "";
            }
            case RECONFIGURE -> {
                broken(action);
                connectors.change(target, ChaosPipeline.settings(target, action.variant()));
                yield "";
            }
            case RECREATE -> {
                broken(action);
                connectors.delete(target);
                var unused = ending.goesOnFor(action.lasting());
                connectors.create(target);
                yield "";
            }
            case RETASK -> {
                broken(action);
                connectors.change(target, ChaosPipeline.tasks(action.variant()));
                yield "";
            }
            case S3_REFUSES -> spoil(action, Fault.REFUSES);
            case S3_STALLS -> spoil(action, Fault.STALLS);
            case S3_BUSY -> spoil(action, Fault.BUSY);
            case S3_LOSES_ANSWERS -> spoil(action, Fault.LOSES_ANSWERS);
            case FILL_DISK -> fill(action);
        };
    }

    private void broken(Action action) {
        if (action.deed().hurts()) {
            watch.broken(action.deed(), System.nanoTime(), feed.lines());
        }
    }

    private String kill(Action action) throws InterruptedException {
        broken(action);
        boolean ran = nodes.kill(action.target());
        if (ran) {
            kills.incrementAndGet();
        }
        var unused = ending.goesOnFor(action.lasting());
        nodes.up(action.target());
        return ran ? "" : "it did not run";
    }

    private String freeze(Action action) throws InterruptedException {
        broken(action);
        if (!nodes.freeze(action.target())) {
            nodes.up(action.target());
            return "it did not run";
        }
        try {
            var unused = ending.goesOnFor(action.lasting());
        } finally {
            nodes.thaw(action.target());
        }
        return "";
    }

    private String roll(Deed deed, List<String> names) throws InterruptedException {
        for (String name : names) {
            CompletableFuture<Void> rolled = lanes.put(Nodes.lane(name), () -> {
                watch.broken(deed, System.nanoTime(), feed.lines());
                nodes.stop(name);
                nodes.up(name);
            });
            try {
                rolled.get();
            } catch (ExecutionException e) {
                return name + " could not be restarted: " + e.getCause().getMessage();
            }
        }
        return "";
    }

    private String spoil(Action action, Fault fault) throws InterruptedException {
        broken(action);
        s3.set(fault);
        try {
            var unused = ending.goesOnFor(action.lasting());
        } finally {
            s3.set(Fault.NONE);
        }
        return "";
    }

    private String fill(Action action) throws InterruptedException, IOException {
        if (disk.whyNot().isPresent()) {
            return "this process may not mount: " + disk.whyNot().get();
        }
        broken(action);
        try {
            disk.fill();
            var unused = ending.goesOnFor(action.lasting());
        } finally {
            disk.free();
        }
        return "";
    }

    /** Makes everything whole: what is down is started, and the connectors are what they are to be. */
    void heal(Duration longest) throws InterruptedException, IOException {
        s3.set(Fault.NONE);
        if (disk.whyNot().isEmpty()) {
            disk.free();
        }
        for (String node : nodes.names()) {
            var unused = lanes.put(Nodes.lane(node), () -> {
                nodes.thaw(node);
                nodes.up(node);
            });
        }
        if (!lanes.drained(longest)) {
            throw new ClusterException(
                    "Not everything runs again within " + longest.toSeconds() + " s; the logs say why.");
        }
        connectors.all();
    }

    int kills() {
        return kills.get();
    }

    synchronized Map<Deed, Integer> done() {
        return Collections.unmodifiableMap(new EnumMap<>(done));
    }

    synchronized Map<Deed, Integer> skipped() {
        return Collections.unmodifiableMap(new EnumMap<>(skipped));
    }

    synchronized List<String> remarks() {
        return List.copyOf(remarks);
    }
}
