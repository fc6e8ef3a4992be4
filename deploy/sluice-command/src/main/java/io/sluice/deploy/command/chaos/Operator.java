package io.sluice.deploy.command.chaos;

import io.sluice.deploy.cluster.ConnectorStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after what is broken as the operating guides say, on its own thread, {@code chaos-operator}: starts processes that have ended
 * by themselves, failed tasks, and connectors that stand still with work before them. Counts each of it.
 */
final class Operator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Operator.class);
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration LONGEST_END = Duration.ofMinutes(1);
    private static final int LONGEST_REASON = 200;
    private static final int MOST_REASONS = 50;

    private final Nodes nodes;
    private final Lanes lanes;
    private final Connectors connectors;
    private final Watch watch;
    private final Consumer<String> say;
    private final Ending ending = new Ending();
    private final Thread thread = new Thread(this::work, "chaos-operator");

    // Guarded by this.
    private final Map<String, Integer> revived = new TreeMap<>();
    private final Map<String, Integer> restarts = new TreeMap<>();
    private final Map<String, Integer> unstuck = new TreeMap<>();

    Operator(Nodes nodes, Lanes lanes, Connectors connectors, Watch watch, Consumer<String> say) {
        this.nodes = nodes;
        this.lanes = lanes;
        this.connectors = connectors;
        this.watch = watch;
        this.say = say;
    }

    void start() {
        thread.start();
    }

    private void work() {
        try {
            while (ending.goesOnFor(LOOK)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() throws InterruptedException {
        for (String node : nodes.names()) {
            // What is down for a deed has its lane busy.
            if (!nodes.isAlive(node) && lanes.isIdle(Nodes.lane(node))) {
                count(revived, node);
                say.accept(node + " has ended by itself and is started again");
                var unused = lanes.put(Nodes.lane(node), () -> nodes.up(node)).exceptionally(failure -> {
                    LOG.warn("{} could not be started again", node, failure);
                    return null;
                });
            }
        }
        for (String connector : connectors.names()) {
            for (String reason : failures(connector)) {
                if (connectors.restart(connector, true)) {
                    count(restarts, connector + ": " + reason);
                }
            }
        }
        for (String connector : watch.stuck()) {
            if (!connectors.isResting(connector) && connectors.restart(connector, false)) {
                count(unstuck, connector);
                say.accept(connector + " has stood still for " + Watch.STUCK.toSeconds()
                        + " s with work before it, and is started anew");
                watch.forgetSpan();
            }
        }
    }

    /** One reason if anything of it has failed. */
    private List<String> failures(String connector) throws InterruptedException {
        List<String> reasons = new ArrayList<>();
        for (ConnectorStatus status : connectors.status(connector).stream().toList()) {
            if (status.state().equals("FAILED")) {
                reasons.add(reason(status.trace()));
            }
            status.tasks().stream()
                    .filter(task -> task.state().equals("FAILED"))
                    .forEach(task -> reasons.add(reason(task.trace())));
        }
        return reasons.isEmpty() ? reasons : reasons.subList(0, 1);
    }

    /** What was at the bottom of it, without what differs each time. */
    static String reason(String trace) {
        List<String> lines = trace.lines().map(String::strip).toList();
        String reason = lines.stream()
                .filter(line -> line.startsWith("Caused by: "))
                .reduce((before, last) -> last)
                .map(cause -> cause.substring("Caused by: ".length()))
                .orElse(lines.isEmpty() ? "no reason is known" : lines.get(0));
        String same = reason.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "…").replaceAll("[0-9]+", "n");
        return same.length() > LONGEST_REASON ? same.substring(0, LONGEST_REASON) + "…" : same;
    }

    private synchronized void count(Map<String, Integer> counts, String what) {
        if (counts.containsKey(what) || counts.size() < MOST_REASONS) {
            counts.merge(what, 1, Integer::sum);
        } else {
            counts.merge("other", 1, Integer::sum);
        }
    }

    /** Processes that had ended by themselves, by name. */
    synchronized Map<String, Integer> revived() {
        return Collections.unmodifiableMap(new TreeMap<>(revived));
    }

    /** Restarts of failed tasks, by connector and reason. */
    synchronized Map<String, Integer> restarts() {
        return Collections.unmodifiableMap(new TreeMap<>(restarts));
    }

    /** Restarts of connectors that stood still, by name. */
    synchronized Map<String, Integer> unstuck() {
        return Collections.unmodifiableMap(new TreeMap<>(unstuck));
    }

    @Override
    public void close() {
        ending.end();
        // What it asks of Connect may take long, and nobody wants to know any more.
        thread.interrupt();
        try {
            thread.join(LONGEST_END.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
