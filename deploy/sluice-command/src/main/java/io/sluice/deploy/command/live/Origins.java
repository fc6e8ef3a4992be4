package io.sluice.deploy.command.live;

import io.sluice.deploy.page.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which file the record of a problem came from, where the problem does not say so itself, as late rows do not: it stands in the headers
 * of the record. Looks few of them up at a time, and remembers them. Used by one thread at a time.
 */
final class Origins implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Origins.class);

    /** Each costs a question to a broker. */
    static final int MOST_AT_ONCE = 10;

    private static final int MOST_REMEMBERED = 1_000;
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int MOST_POLLS = 10;

    private final Set<String> topics;
    private final Supplier<Consumer<String, byte[]>> opening;
    private final Map<Place, Optional<Origin>> known = new LinkedHashMap<>();
    private Consumer<String, byte[]> consumer;

    /**
     * Nothing is known yet.
     *
     * @param topics those of the pipeline: a question for another one might create it
     * @param opening makes the consumer once one is needed
     */
    Origins(Set<String> topics, Supplier<Consumer<String, byte[]>> opening) {
        this.topics = Set.copyOf(topics);
        this.opening = opening;
    }

    private record Place(TopicPartition partition, long offset) {}

    private record Origin(String file, Long position) {}

    /** The same problems, with their files as far as they could be found. */
    List<Problem> complete(List<Problem> problems) {
        List<Problem> complete = new ArrayList<>();
        int questions = 0;
        for (Problem problem : problems) {
            if (problem.file() != null || problem.topic() == null || !topics.contains(problem.topic())) {
                complete.add(problem);
                continue;
            }
            Place place = new Place(new TopicPartition(problem.topic(), problem.partition()), problem.offset());
            if (!known.containsKey(place) && questions < MOST_AT_ONCE) {
                questions++;
                remember(place, read(place));
            }
            complete.add(known.getOrDefault(place, Optional.empty())
                    .map(origin -> problem.from(origin.file(), origin.position()))
                    .orElse(problem));
        }
        return complete;
    }

    private void remember(Place place, Optional<Origin> origin) {
        if (known.size() == MOST_REMEMBERED) {
            known.remove(known.keySet().iterator().next());
        }
        known.put(place, origin);
    }

    private Optional<Origin> read(Place place) {
        try {
            if (consumer == null) {
                consumer = opening.get();
            }
            consumer.assign(List.of(place.partition()));
            consumer.seek(place.partition(), place.offset());
            Optional<Origin> origin = found(place);
            // What comes behind it is not wanted.
            consumer.assign(List.of());
            return origin;
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.debug("The page cannot read the record at {} of {}", place.offset(), place.partition(), e);
            return Optional.empty();
        }
    }

    private Optional<Origin> found(Place place) {
        for (int i = 0; i < MOST_POLLS; i++) {
            for (ConsumerRecord<String, byte[]> next : consumer.poll(POLL)) {
                String file = SideRecords.text(next, SideRecords.FILE);
                return next.offset() == place.offset() && file != null
                        ? Optional.of(new Origin(file, SideRecords.number(next, SideRecords.POSITION)))
                        : Optional.empty();
            }
            if (consumer.position(place.partition()) > place.offset()) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        if (consumer != null) {
            consumer.close();
        }
    }
}
