package io.sluice.deploy.command.connect;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Asks brokers how far a reader of committed records could be. Any thread; closed by the command. */
final class TopicEnds implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    private final Admin admin;
    private final String servers;

    TopicEnds(Properties client) {
        Properties properties = new Properties();
        properties.putAll(client);
        properties.putIfAbsent("default.api.timeout.ms", Integer.toString(PATIENCE_MILLIS));
        properties.putIfAbsent("request.timeout.ms", Integer.toString(PATIENCE_MILLIS));
        admin = Admin.create(properties);
        servers = client.getProperty("bootstrap.servers");
    }

    /**
     * Where topics end, as far as brokers say.
     *
     * @param known by partition
     * @param silence what is wrong with those that do not say, for people
     */
    record Ends(Map<TopicPartition, Long> known, Optional<String> silence) {
        Ends {
            known = Map.copyOf(known);
        }

        /**
         * How many offsets lie between these positions and the ends: a few more than records, as transactions have markers.
         * Empty if one end is not known, or there is no position.
         */
        OptionalLong lag(Map<TopicPartition, Long> positions) {
            if (positions.isEmpty() || !known.keySet().containsAll(positions.keySet())) {
                return OptionalLong.empty();
            }
            return OptionalLong.of(positions.entrySet().stream()
                    .mapToLong(position -> Math.max(0, known.get(position.getKey()) - position.getValue()))
                    .sum());
        }
    }

    /** Asks for all at once; a broker that is silent keeps back its own partitions only. */
    Ends of(Set<TopicPartition> partitions) throws InterruptedException {
        Map<TopicPartition, Long> known = new HashMap<>();
        if (partitions.isEmpty()) {
            return new Ends(known, Optional.empty());
        }
        ListOffsetsResult result = admin.listOffsets(
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest())),
                new ListOffsetsOptions(IsolationLevel.READ_COMMITTED));
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2L * PATIENCE_MILLIS);
        List<String> silent = new ArrayList<>();
        Throwable why = null;
        for (TopicPartition partition : partitions) {
            try {
                long left = Math.max(0, deadline - System.nanoTime());
                long end = result.partitionResult(partition)
                        .get(left, TimeUnit.NANOSECONDS)
                        .offset();
                known.put(partition, end);
            } catch (ExecutionException e) {
                silent.add(partition.toString());
                why = e.getCause();
            } catch (TimeoutException e) {
                silent.add(partition.toString());
                why = why == null ? e : why;
            }
        }
        silent.sort(null);
        return new Ends(
                known,
                silent.isEmpty()
                        ? Optional.empty()
                        : Optional.of("the brokers at " + servers + " do not say where " + String.join(", ", silent)
                                + (silent.size() == 1 ? " ends" : " end")
                                + ". Are they there, and do they let you in (--bootstrap-config)? " + why));
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
