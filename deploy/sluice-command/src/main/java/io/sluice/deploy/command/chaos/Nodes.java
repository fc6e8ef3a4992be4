package io.sluice.deploy.command.chaos;

import io.sluice.deploy.cluster.ClusterException;
import io.sluice.deploy.cluster.ClusterNode;
import io.sluice.deploy.cluster.ConnectRest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The processes of the pipeline by their names, and which of them stand still. What changes one node is called on its lane; what asks,
 * by any thread.
 */
final class Nodes {
    /** All brokers share one lane: with two of three away nothing can be written, and nothing is to be learned from that. */
    static final String BROKERS_LANE = "brokers";

    private static final int MOST_STARTS = 8;
    private static final Duration BETWEEN_STARTS = Duration.ofSeconds(2);
    private static final Duration REQUEST = Duration.ofSeconds(10);

    private final Map<String, ClusterNode> nodes = new LinkedHashMap<>();
    private final Map<String, ConnectRest> rests = new LinkedHashMap<>();
    private final Set<String> frozen = ConcurrentHashMap.newKeySet();
    private final Ending ending;

    /** @param workers of these, those that answer for Connect */
    Nodes(List<ClusterNode> all, List<ClusterNode> workers, Ending ending) {
        all.forEach(node -> nodes.put(node.name(), node));
        workers.forEach(node -> rests.put(node.name(), new ConnectRest(List.of(URI.create(node.address())), REQUEST)));
        this.ending = ending;
    }

    List<String> names() {
        return List.copyOf(nodes.keySet());
    }

    /** What is done to this node is done here. */
    static String lane(String node) {
        return Schedule.BROKERS.contains(node) ? BROKERS_LANE : node;
    }

    static List<String> lanes() {
        List<String> lanes = new ArrayList<>(List.of(BROKERS_LANE));
        lanes.addAll(Schedule.WORKERS);
        lanes.addAll(Schedule.APPS);
        return lanes;
    }

    boolean isAlive(String name) {
        return nodes.get(name).alive();
    }

    /** Whether it ran; if it did, it does not any more. */
    boolean kill(String name) throws InterruptedException {
        ClusterNode node = nodes.get(name);
        boolean ran = node.alive();
        node.kill();
        frozen.remove(name);
        return ran;
    }

    void stop(String name) throws InterruptedException {
        nodes.get(name).stop();
    }

    /** Whether it ran; if it did, it stands still now. */
    boolean freeze(String name) throws InterruptedException {
        ClusterNode node = nodes.get(name);
        if (!node.alive()) {
            return false;
        }
        frozen.add(name);
        node.pause();
        return true;
    }

    void thaw(String name) throws InterruptedException {
        frozen.remove(name);
        nodes.get(name).resume();
    }

    /** Returns when it runs and answers. A start may fail while others are away, so it is tried again. */
    void up(String name) throws InterruptedException {
        for (int start = 1; ; start++) {
            try {
                nodes.get(name).start();
                return;
            } catch (ClusterException e) {
                if (start == MOST_STARTS || !ending.goesOnFor(BETWEEN_STARTS)) {
                    throw e;
                }
            }
        }
    }

    /** A worker that may answer, each time another one if there are several. */
    Optional<ConnectRest> worker(int turn) {
        List<ConnectRest> able = rests.entrySet().stream()
                .filter(worker -> isAlive(worker.getKey()) && !frozen.contains(worker.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        return able.isEmpty() ? Optional.empty() : Optional.of(able.get(Math.floorMod(turn, able.size())));
    }
}
