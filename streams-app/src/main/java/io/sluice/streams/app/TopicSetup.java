package io.sluice.streams.app;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the input topics and creates those for results, before the application starts. Used once, by one thread. */
final class TopicSetup {
    private static final Logger LOG = LoggerFactory.getLogger(TopicSetup.class);
    private static final long SECONDS = 60;

    private final Admin admin;

    TopicSetup(Admin admin) {
        this.admin = admin;
    }

    /** How many partitions each input topic has. */
    Map<String, Integer> inputs(List<String> topics) throws InterruptedException {
        Map<String, Integer> partitions = new HashMap<>();
        Map<String, KafkaFuture<TopicDescription>> described =
                admin.describeTopics(topics).topicNameValues();
        for (String topic : topics) {
            try {
                partitions.put(
                        topic,
                        described
                                .get(topic)
                                .get(SECONDS, TimeUnit.SECONDS)
                                .partitions()
                                .size());
            } catch (ExecutionException e) {
                if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                    throw new ConfigMistake(
                            "input.topics", topic, "the brokers have no such topic; create it, or correct the name");
                }
                throw new IllegalStateException("cannot look at topic '" + topic + "': " + e.getCause(), e);
            } catch (TimeoutException e) {
                throw new IllegalStateException(
                        "the brokers did not answer within " + SECONDS + " s; look at bootstrap.servers", e);
            }
        }
        return partitions;
    }

    /** Creates those that are missing. */
    void create(AppConfig config) throws InterruptedException {
        List<NewTopic> topics = new ArrayList<>();
        List<String> names = new ArrayList<>(config.topics().bars().values());
        names.add(config.topics().late());
        names.add(config.topics().invalid());
        for (String name : names) {
            topics.add(new NewTopic(
                    name,
                    Optional.of(config.outputPartitions()),
                    config.replication() < 0 ? Optional.empty() : Optional.of(config.replication())));
        }
        Map<String, KafkaFuture<Void>> created = admin.createTopics(topics).values();
        for (String name : names) {
            try {
                created.get(name).get(SECONDS, TimeUnit.SECONDS);
                LOG.info("Created topic {} of {} partitions", name, config.outputPartitions());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw new IllegalStateException("cannot create topic '" + name + "': " + e.getCause(), e);
                }
            } catch (TimeoutException e) {
                throw new IllegalStateException(
                        "the brokers did not create topic '" + name + "' within " + SECONDS + " s", e);
            }
        }
    }
}
