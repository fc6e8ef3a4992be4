package io.sluice.deploy.command.chaos;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What is done, and when: a pure function of seed and length. Each deed is spread over the whole time, one in each equal part of it,
 * somewhere in that part; whom it hits is drawn like cards, so that nobody is spared. Immutable.
 *
 * @param actions by time
 */
record Schedule(long seed, Duration length, List<Action> actions) {
    static final List<String> BROKERS = List.of("broker-1", "broker-2", "broker-3");
    static final List<String> WORKERS = List.of("worker-1", "worker-2", "worker-3");
    static final List<String> APPS = List.of("app-1", "app-2");
    static final List<String> LOGS = List.of("trades-a.csv", "trades-b.csv");

    /** Longer than every session and transaction time-out of the pipeline. */
    static final Duration LEAST_FREEZE = Duration.ofSeconds(13);

    private static final Duration SHORT = Duration.ofMinutes(2);
    private static final int SEVERAL = 3;

    Schedule {
        actions = List.copyOf(actions);
    }

    static Schedule of(long seed, Duration length) {
        return new Schedule(seed, length, new Draft(seed, length).actions());
    }

    long kills() {
        return actions.stream()
                .filter(action -> action.deed() == Deed.KILL || action.deed() == Deed.LOSE_BROKER)
                .count();
    }

    /** The making of one. */
    private static final class Draft {
        private final Random random;
        private final Duration length;
        private final Map<Deed, Deque<String>> decks = new EnumMap<>(Deed.class);

        Draft(long seed, Duration length) {
            this.random = new Random(seed);
            this.length = length;
        }

        List<Action> actions() {
            List<Action> actions = new ArrayList<>();
            double minutes = length.toMillis() / 60_000.0;
            for (Deed deed : Deed.values()) {
                int times = deed.times(minutes);
                for (int time = 0; time < times; time++) {
                    double share = (time + random.nextDouble()) / times;
                    String target = target(deed);
                    Duration lasting = lasting(deed);
                    // What lasts long begins early enough to be over with the time.
                    long latest = Math.max(0, length.minus(lasting).toMillis());
                    Duration at = Duration.ofMillis(Math.min(latest, (long) (length.toMillis() * share)));
                    actions.add(new Action(at, deed, target, lasting, random.nextInt(SEVERAL) + 1));
                }
            }
            actions.sort(Comparator.comparing(Action::at));
            return actions;
        }

        private String target(Deed deed) {
            Deque<String> deck = decks.computeIfAbsent(deed, unused -> new ArrayDeque<>());
            if (deck.isEmpty()) {
                List<String> cards = new ArrayList<>(cards(deed));
                Collections.shuffle(cards, random);
                deck.addAll(cards);
            }
            return deck.pop();
        }

        private List<String> cards(Deed deed) {
            return switch (deed) {
                // Ten: as many as the shortest schedule has kills.
                case KILL -> concat(BROKERS, WORKERS, APPS, List.of(any(WORKERS), any(APPS)));
                case FREEZE -> isShort() ? concat(List.of(any(WORKERS), any(APPS))) : concat(BROKERS, WORKERS, APPS);
                case LOSE_BROKER -> BROKERS;
                case ROTATE, COMPRESS, TRUNCATE -> LOGS;
                case PAUSE_CONNECTOR, RECONFIGURE, RECREATE, RETASK -> ChaosPipeline.CONNECTORS;
                default -> List.of("");
            };
        }

        private boolean isShort() {
            return length.compareTo(SHORT) < 0;
        }

        private String any(List<String> of) {
            return of.get(random.nextInt(of.size()));
        }

        @SafeVarargs
        private static List<String> concat(List<String>... lists) {
            List<String> all = new ArrayList<>();
            for (List<String> list : lists) {
                all.addAll(list);
            }
            return all;
        }

        private Duration lasting(Deed deed) {
            return switch (deed) {
                case KILL -> between(200, 4_000);
                case FREEZE -> between(LEAST_FREEZE.toMillis(), 20_000);
                case LOSE_BROKER -> between(25_000, 45_000);
                case PAUSE_CONNECTOR -> isShort() ? between(1_000, 4_000) : between(2_000, 25_000);
                case RECREATE -> between(200, 5_000);
                case S3_REFUSES, S3_STALLS, S3_BUSY, S3_LOSES_ANSWERS, FILL_DISK ->
                    isShort() ? between(2_000, 5_000) : between(3_000, 30_000);
                default -> Duration.ZERO;
            };
        }

        private Duration between(long leastMillis, long mostMillis) {
            return Duration.ofMillis(leastMillis + random.nextInt((int) (mostMillis - leastMillis)));
        }
    }
}
