package io.sluice.deploy.command.chaos;

import io.sluice.deploy.cluster.ClusterException;
import io.sluice.deploy.cluster.ConnectRest;
import io.sluice.deploy.cluster.ConnectorStatus;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The connectors and what they are to be, whatever workers there are just now: what is asked of Connect is asked again, of another
 * worker, until it is answered or two minutes are over. Any thread; one at a time changes.
 */
final class Connectors {
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final Duration BETWEEN = Duration.ofSeconds(1);

    private final Nodes nodes;
    private final Ending ending;
    private final Map<String, Map<String, String>> configs = new ConcurrentHashMap<>();
    private final List<String> names;
    private final Set<String> resting = ConcurrentHashMap.newKeySet();
    private final AtomicInteger turn = new AtomicInteger();

    /** @param configs of each connector, by name, in the order in which they are created */
    Connectors(Nodes nodes, Map<String, Map<String, String>> configs, Ending ending) {
        this.nodes = nodes;
        this.ending = ending;
        this.configs.putAll(configs);
        this.names = List.copyOf(configs.keySet());
    }

    /** Something that is asked of Connect. */
    @FunctionalInterface
    private interface Call<T> {
        T of(ConnectRest rest) throws InterruptedException;
    }

    List<String> names() {
        return names;
    }

    /** Whether it is not to run just now. */
    boolean isResting(String name) {
        return resting.contains(name);
    }

    /** Makes every connector what it is to be, and lets it run. */
    void all() throws InterruptedException {
        for (String name : names) {
            put(name);
            resume(name);
        }
    }

    /** Gives it other settings. */
    void change(String name, Map<String, String> settings) throws InterruptedException {
        Map<String, String> config = new LinkedHashMap<>(configs.get(name));
        config.putAll(settings);
        configs.put(name, config);
        put(name);
    }

    private void put(String name) throws InterruptedException {
        ask(rest -> {
            rest.putConfig(name, configs.get(name));
            return null;
        });
    }

    void pause(String name) throws InterruptedException {
        resting.add(name);
        ask(rest -> {
            rest.pause(name);
            return null;
        });
    }

    void resume(String name) throws InterruptedException {
        ask(rest -> {
            rest.resume(name);
            return null;
        });
        resting.remove(name);
    }

    void delete(String name) throws InterruptedException {
        resting.add(name);
        ask(rest -> {
            // An answer may have been lost.
            if (rest.config(name).isPresent()) {
                rest.delete(name);
            }
            return null;
        });
    }

    void create(String name) throws InterruptedException {
        put(name);
        resting.remove(name);
    }

    /** As it is just now; empty if there is none, or nobody says. */
    Optional<ConnectorStatus> status(String name) throws InterruptedException {
        Optional<ConnectRest> worker = nodes.worker(turn.incrementAndGet());
        try {
            return worker.isEmpty() ? Optional.empty() : worker.get().status(name);
        } catch (ClusterException busy) {
            return Optional.empty();
        }
    }

    /** Starts what has failed, or all, anew; tells whether Connect has agreed. */
    boolean restart(String name, boolean onlyFailed) throws InterruptedException {
        Optional<ConnectRest> worker = nodes.worker(turn.incrementAndGet());
        try {
            if (worker.isPresent() && onlyFailed) {
                worker.get().restartFailed(name);
            } else if (worker.isPresent()) {
                worker.get().restart(name);
            }
            return worker.isPresent();
        } catch (ClusterException busy) {
            return false;
        }
    }

    /** What the source has stored; empty if nobody says. */
    Map<Map<String, Object>, Map<String, Object>> offsets() throws InterruptedException {
        Optional<ConnectRest> worker = nodes.worker(turn.incrementAndGet());
        try {
            return worker.isEmpty() ? Map.of() : worker.get().offsets(ChaosPipeline.SOURCE);
        } catch (ClusterException busy) {
            return Map.of();
        }
    }

    private <T> T ask(Call<T> call) throws InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (true) {
            Optional<ConnectRest> worker = nodes.worker(turn.incrementAndGet());
            ClusterException failure = new ClusterException("No worker of the cluster runs");
            if (worker.isPresent()) {
                try {
                    return call.of(worker.get());
                } catch (ClusterException e) {
                    failure = e;
                }
            }
            if (System.nanoTime() - end > 0 || !ending.goesOnFor(BETWEEN)) {
                throw failure;
            }
        }
    }
}
