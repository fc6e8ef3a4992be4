package io.sluice.deploy.command.run;

import io.sluice.deploy.cluster.ClusterException;
import io.sluice.deploy.command.pipeline.Generated.Topic;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the topics that are not there yet. Used by the command's thread. */
public final class TopicCreation implements AutoCloseable {
    private final Admin admin;

    public TopicCreation(String bootstrapServers) {
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    public void create(List<Topic> topics) throws InterruptedException {
        CreateTopicsResult result = admin.createTopics(topics.stream()
                .map(topic -> new NewTopic(topic.name(), topic.partitions(), (short) -1).configs(topic.config()))
                .toList());
        for (Map.Entry<String, KafkaFuture<Void>> topic : result.values().entrySet()) {
            try {
                topic.getValue().get(60, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw new ClusterException(
                            "The topic " + topic.getKey() + " cannot be created: " + e.getCause(), e);
                }
            } catch (TimeoutException e) {
                throw new ClusterException("The topic " + topic.getKey() + " was not created within a minute", e);
            }
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
