package io.sluice.deploy.artefacts;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.io.vfs.LocalVfs;
import io.sluice.sink.store.targets.StoredContent;
import io.sluice.sink.store.targets.s3.S3Credentials;
import io.sluice.sink.store.targets.s3.S3Settings;
import io.sluice.sink.store.targets.s3.S3Target;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The sink from its archive in a real worker, into a bucket behind a wire that gets slow, loses answers and is cut. It goes on by
 * itself, and DuckDB finds each record once in what the bucket shows.
 */
class SinkIntoFaultyS3Test {
    private static final String CONNECTOR = "lake";
    private static final String TOPIC = "trades";
    private static final String BUCKET = "lake";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    private ArchiveCluster cluster;
    private FaultyWire wire;
    private TradeLoad load;
    private S3Target table;
    private Lake lake;

    /** For the soak, as long as CI has no room for it. */
    @Tag("soak")
    @Test
    void everyRecordIsThereOnceAlthoughS3IsSlowLosesAnswersAndGoesAway() throws Exception {
        BlobStore blobs = BlobStores.create("transient-nio2", new Properties());
        blobs.createContainer(BUCKET);
        S3Proxy server = S3Proxy.builder()
                .blobStore(blobs)
                .awsAuthentication(AuthenticationType.NONE, null, null)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .build();
        server.start();
        Path shown = Files.createDirectory(directory.resolve("shown"));
        S3Settings settings = S3Settings.at("s3://" + BUCKET + "/all/" + TOPIC)
                .withEndpoint(URI.create("http://127.0.0.1:" + server.getPort()), true)
                .withCredentials(new S3Credentials("tester", "do-not-tell"));
        try (FaultyWire faulty = new FaultyWire(server.getPort());
                LocalVfs vfs = LocalVfs.rootedAt(directory);
                S3Target target = new S3Target(settings, vfs, directory);
                ArchiveCluster started = ArchiveCluster.start("connector-sink", directory, 1);
                Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
            wire = faulty;
            table = target;
            cluster = started;
            lake = new Lake(duck, shown);
            cluster.createTopic(TOPIC, 2);
            cluster.rest().putConfig(CONNECTOR, config(wire.port()));
            try (TradeLoad writing = new TradeLoad(cluster.nodes().bootstrapServers(), TOPIC)) {
                load = writing;
                awaitRows(shown, 500);
                suffer(FaultyWire.State.SLOW, 60);
                suffer(FaultyWire.State.LOSES_ANSWERS, 8);
                suffer(FaultyWire.State.CUT, 4);
                wire.set(FaultyWire.State.SOUND);
                long written = load.end();
                awaitRows(shown, written);
                lake.assertNumbered(written);
            }
            cluster.rest().delete(CONNECTOR);
        } finally {
            server.stop();
        }
    }

    /** Until so much has gone wrong. */
    private void suffer(FaultyWire.State state, int faults) throws InterruptedException {
        wire.set(state);
        Lake.await(
                () -> {
                    cluster.attend(CONNECTOR);
                    return wire.faults() >= faults;
                },
                () -> state + ": only " + wire.faults() + " faults; " + load.records() + " records are written");
    }

    private void awaitRows(Path shown, long least) throws InterruptedException {
        Lake.await(
                () -> {
                    cluster.attend(CONNECTOR);
                    fetch(shown);
                    return lake.rows() >= least;
                },
                () -> "there are " + lake.rows() + " rows of " + least + ". Logs are in "
                        + cluster.nodes().logDirectory());
    }

    /** Makes files of what the bucket shows, of which none ever changes. */
    private void fetch(Path shown) {
        try {
            List<String> names = new ArrayList<>();
            table.walk("", (name, bytes) -> names.add(name));
            for (String name : names) {
                Path file = shown.resolve(name.replace('/', '_'));
                if (!name.endsWith(".parquet") || Files.exists(file)) {
                    continue;
                }
                try (StoredContent content = table.open(name)) {
                    ByteBuffer bytes = ByteBuffer.allocate((int) content.bytes());
                    while (bytes.hasRemaining()) {
                        assertThat(content.read(bytes, bytes.position())).isPositive();
                    }
                    Files.write(file, bytes.array());
                }
            }
        } catch (IOException e) {
            throw new AssertionError("the bucket cannot be read", e);
        }
    }

    private Map<String, String> config(int port) {
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", "io.sluice.sink.ParquetSinkConnector");
        config.put("tasks.max", "1");
        config.put("topics", TOPIC);
        config.put("store.path", "s3://" + BUCKET + "/all");
        config.put("s3.endpoint", "http://127.0.0.1:" + port);
        config.put("s3.path.style", "true");
        config.put("s3.access.key", "tester");
        config.put("s3.secret.key", "do-not-tell");
        config.put("s3.spool.directory", directory.toString());
        config.put("consumer.override.isolation.level", "read_committed");
        config.put("rotate.age.ms", "500");
        config.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        config.put("value.converter.schemas.enable", "false");
        config.put("key.converter", ArchiveCluster.BYTES);
        return config;
    }
}
