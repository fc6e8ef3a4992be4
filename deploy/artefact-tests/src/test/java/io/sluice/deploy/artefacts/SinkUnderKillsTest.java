package io.sluice.deploy.artefacts;

import io.sluice.deploy.cluster.ClusterNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The sink from its archive in two real workers, which are killed in the middle of the load. DuckDB reads the directory. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SinkUnderKillsTest {

    private static final int KILLS = 4;
    private static final int WORKERS = 2;

    private Path lake;
    private ArchiveCluster cluster;

    @BeforeAll
    void startCluster(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path temporary)
            throws IOException, InterruptedException {
        lake = Files.createDirectory(temporary.resolve("lake"));
        cluster = ArchiveCluster.start("connector-sink", temporary, WORKERS);
    }

    @AfterAll
    void stopCluster() {
        cluster.close();
    }

    @Test
    void everyCommittedRecordIsThereOnceForWhoeverReadsTheDirectoryAlthoughWorkersAreKilled()
            throws IOException, InterruptedException, ExecutionException, TimeoutException, SQLException {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        cluster.createTopic("trades", 3);
        cluster.rest().putConfig("lake", config(2));
        try (TradeLoad load = new TradeLoad(cluster.nodes().bootstrapServers(), "trades");
                Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
            Lake table = new Lake(duck, lake.resolve("trades"));
            for (int kill = 0; kill < KILLS; kill++) {
                awaitRows(table, load.records());
                Lake.pause(random.nextInt(1500));
                ClusterNode worker = cluster.worker(kill % WORKERS);
                worker.kill();
                Lake.pause(random.nextInt(1000));
                worker.start();
            }
            long written = load.end();
            awaitRows(table, written);
            // Long enough for one that is too many to be committed.
            Lake.pause(3000);

            table.assertNumbered(written);
        }
        cluster.rest().delete("lake");
    }

    /** Files are finished by the wall clock, which no replay repeats. */
    private Map<String, String> config(int tasks) {
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", "io.sluice.sink.ParquetSinkConnector");
        config.put("tasks.max", Integer.toString(tasks));
        config.put("topics", "trades");
        config.put("store.path", lake.toString());
        config.put("consumer.override.isolation.level", "read_committed");
        config.put("consumer.override.session.timeout.ms", "6000");
        config.put("consumer.override.heartbeat.interval.ms", "1000");
        config.put("rotate.age.ms", "700");
        config.put("partition.fields", "symbol");
        config.put("parquet.row.group.bytes", "1000000");
        config.put("memory.budget.bytes", "20000000");
        config.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        config.put("value.converter.schemas.enable", "false");
        config.put("key.converter", ArchiveCluster.BYTES);
        return config;
    }

    private void awaitRows(Lake table, long least) throws InterruptedException {
        Lake.await(
                () -> {
                    cluster.attend("lake");
                    return table.rows() >= least;
                },
                () -> "there are " + table.rows() + " rows of " + least + ". Logs are in "
                        + cluster.nodes().logDirectory());
    }
}
