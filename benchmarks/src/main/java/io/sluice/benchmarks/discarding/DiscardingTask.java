package io.sluice.benchmarks.discarding;

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** Forgets what it gets. Used by the task's thread. */
public final class DiscardingTask extends SinkTask {

    @Override
    public void start(Map<String, String> properties) {
        // There is nothing to prepare.
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        // Converted, and no more.
    }

    @Override
    public void stop() {
        // Nothing was started.
    }

    @Override
    public String version() {
        return "1";
    }
}
