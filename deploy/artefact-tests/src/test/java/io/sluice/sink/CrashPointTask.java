package io.sluice.sink;

import io.sluice.io.vfs.LocalVfs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** The sink's own task, in whose file system a thread can be made to stand still. Called as any task. */
public final class CrashPointTask extends SinkTask {
    private final CrashPoints points = new CrashPoints();
    private final ParquetSinkTask task = new ParquetSinkTask(this::open);

    private SinkRuntime open(SinkConfig config) throws IOException {
        return new SinkRuntime(
                new CrashPointVfs(LocalVfs.rootedAt(config.store().path()), points),
                SinkRuntime.placeOf(config.store()),
                config.connector(),
                SharedWork.lease(config.work()),
                null);
    }

    @Override
    public String version() {
        return task.version();
    }

    @Override
    public void initialize(SinkTaskContext given) {
        super.initialize(given);
        task.initialize(given);
    }

    @Override
    public void start(Map<String, String> properties) {
        task.start(properties);
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {
        task.open(partitions);
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        task.put(records);
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> current) {
        Map<TopicPartition, OffsetAndMetadata> committed = task.preCommit(current);
        if (!committed.isEmpty()) {
            try {
                points.pass(CrashPoint.PRE_COMMIT);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return committed;
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
        task.close(partitions);
    }

    @Override
    public void stop() {
        task.stop();
    }
}
