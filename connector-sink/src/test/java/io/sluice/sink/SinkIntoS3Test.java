package io.sluice.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.io.vfs.LocalVfs;
import io.sluice.sink.parquet.GroupRows;
import io.sluice.sink.store.targets.StoredContent;
import io.sluice.sink.store.targets.s3.S3Settings;
import io.sluice.sink.store.targets.s3.S3Target;
import io.sluice.sink.store.targets.s3.S3TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A task whose tables are in a bucket of s3proxy. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SinkIntoS3Test {
    private final S3TestServer server = S3TestServer.s3proxy();

    @TempDir
    Path spool;

    @AfterAll
    void end() {
        server.close();
    }

    private Map<String, String> config(String prefix, String bucket) {
        S3Settings settings = server.settings(prefix);
        Map<String, String> config = new HashMap<>();
        config.put("store.path", "s3://" + bucket + "/" + prefix);
        config.put("s3.endpoint", server.endpoint().toString());
        config.put("s3.path.style", "true");
        config.put("s3.region", settings.region());
        config.put("s3.access.key", settings.credentials().accessKey());
        config.put("s3.secret.key", settings.credentials().secretKey());
        config.put("s3.spool.directory", spool.toString());
        config.put("partition.fields", "symbol");
        config.put("rotate.age.ms", "60000");
        return config;
    }

    private List<Long> numbers(String prefix) throws IOException {
        List<Long> numbers = new ArrayList<>();
        try (LocalVfs vfs = LocalVfs.rootedAt(spool);
                S3Target target = server.target(prefix + "/trades", vfs)) {
            target.walk("", (name, bytes) -> {
                if (name.endsWith(".parquet")) {
                    try (StoredContent content = target.open(name)) {
                        GroupRows.read(content, Long.MAX_VALUE, row -> numbers.add(row.getLong("number", 0)));
                    }
                }
            });
        }
        numbers.sort(null);
        return numbers;
    }

    @Test
    void everyRecordIsThereOnceAlsoWhenAnotherTaskTakesOver() throws IOException {
        FakeSinkWorker.Broker broker = Trades.broker(0, 12);
        try (LocalVfs vfs = LocalVfs.rootedAt(spool)) {
            SinkRig zombie = rig(vfs, broker, config("a", S3TestServer.BUCKET));
            zombie.start(SinkRig.TRADES).readAll(5);

            SinkRig next = rig(vfs, broker, config("a", S3TestServer.BUCKET));
            next.start(SinkRig.TRADES).readAllAndClose();
            assertThat(numbers("a")).isEqualTo(Trades.upTo(12));

            zombie.close();
            assertThat(numbers("a")).isEqualTo(Trades.upTo(12));

            for (long offset = 12; offset < 20; offset++) {
                broker.add(Trades.trade(offset));
            }
            rig(vfs, broker, config("a", S3TestServer.BUCKET))
                    .start(SinkRig.TRADES)
                    .readAllAndClose();
            assertThat(numbers("a")).isEqualTo(Trades.upTo(20));
        }
    }

    @Test
    void aBucketThatIsMissingIsNamed() throws IOException {
        try (LocalVfs vfs = LocalVfs.rootedAt(spool)) {
            SinkRig rig = rig(vfs, Trades.broker(0, 3), config("b", "nowhere"));
            rig.start(SinkRig.TRADES);

            assertThatThrownBy(() -> rig.readAll(3))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("s3://nowhere/b/trades");
            rig.close();
        }
    }

    @Test
    void aServerThatDoesNotAnswerIsWaitedFor() throws IOException {
        try (LocalVfs vfs = LocalVfs.rootedAt(spool)) {
            Map<String, String> config = config("c", S3TestServer.BUCKET);
            // Nobody listens there.
            config.put("s3.endpoint", "http://127.0.0.1:1");
            // There is nothing to commit when it closes, and nobody to tell.
            config.put("close.timeout.ms", "1000");
            SinkRig rig = rig(vfs, Trades.broker(0, 3), config);
            rig.start(SinkRig.TRADES);

            assertThat(rig.worker.poll(3)).isZero();
            assertThat(rig.waits()).isTrue();
            rig.close();
        }
    }

    private SinkRig rig(LocalVfs vfs, FakeSinkWorker.Broker broker, Map<String, String> config) {
        return new SinkRig(vfs, broker, config);
    }
}
