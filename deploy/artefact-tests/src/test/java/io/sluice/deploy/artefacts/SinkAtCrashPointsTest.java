package io.sluice.deploy.artefacts;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.cluster.ClusterException;
import io.sluice.deploy.cluster.ClusterNode;
import io.sluice.deploy.command.dataset.DatasetCommand;
import io.sluice.io.flow.RetrySettings;
import io.sluice.io.vfs.ForwardingVfs;
import io.sluice.io.vfs.LocalVfs;
import io.sluice.sink.CrashPoint;
import io.sluice.sink.CrashPointConnector;
import io.sluice.sink.store.ClaimedLog;
import io.sluice.sink.store.DataSet;
import io.sluice.sink.store.DataSetSettings;
import io.sluice.sink.store.targets.LocalTarget;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.connect.sink.SinkConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/**
 * The sink from its archive in two real workers, which are killed, or stand still while others take over, at each named point of a
 * commit and of a claim. Each point is another partition's, so that all of them are met at once. DuckDB reads the directory.
 */
class SinkAtCrashPointsTest {

    private static final Logger LOG = LoggerFactory.getLogger(SinkAtCrashPointsTest.class);

    private static final String CONNECTOR = "lake";
    private static final String TOPIC = "trades";

    /** Each of two workers has half of them, and one for each point at least. */
    private static final int PARTITIONS = 32;

    private static final int TASKS = 4;

    /** However partitions are given to tasks, each task has some with a log. */
    private static final int BETWEEN_LOGS = 3;

    /** So that the first commit but one makes a checkpoint due: that is every 64 entries. */
    private static final int ENTRIES_BEFORE = 61;

    private static final Set<CrashPoint> OF_A_CLAIM =
            EnumSet.of(CrashPoint.CLAIM_LINK, CrashPoint.CLAIM_LINKED, CrashPoint.SWEEP);

    /** Comes once only, to few partitions: so it comes before the others, at which those could stand still for ever. */
    private static final Set<CrashPoint> RARE = EnumSet.of(CrashPoint.CHECKPOINT);

    private static final Set<CrashPoint> OF_A_COMMIT = EnumSet.range(CrashPoint.STAGING_CREATE, CrashPoint.TABLE_SYNC);

    /** Holds up Connect's thread, and with it all partitions of a task: so it comes after the others. */
    private static final Set<CrashPoint> AT_LAST = EnumSet.of(CrashPoint.PRE_COMMIT);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    private ArchiveCluster cluster;
    private ArmedPoints points;
    private Lake lake;

    @Test
    void everyRecordIsThereOnceAlthoughWorkersAreKilledOrStandStillAtEachPointOfACommitAndAClaim()
            throws IOException, InterruptedException, ExecutionException, TimeoutException, SQLException {
        Path store = Files.createDirectory(directory.resolve("lake"));
        Path control = Files.createDirectory(directory.resolve("points"));
        points = new ArmedPoints(control);
        makeLogs(store);
        try (ArchiveCluster started = ArchiveCluster.start(List.of("connector-sink"), directory, 2, settings -> {
                    addProbe();
                    return settings.jvmArguments(
                            List.of("-XX:TieredStopAtLevel=1", "-Dsluice.test.crash.points=" + control));
                });
                Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
            cluster = started;
            lake = new Lake(duck, store.resolve(TOPIC));
            ClusterNode killed = cluster.worker(0);
            ClusterNode stopped = cluster.worker(1);
            cluster.createTopic(TOPIC, PARTITIONS);
            points.arm(killed, RARE);
            points.arm(stopped, RARE);
            cluster.rest().putConfig(CONNECTOR, config(store));
            try (TradeLoad load = new TradeLoad(cluster.nodes().bootstrapServers(), TOPIC)) {
                awaitRows(1000);

                // In the middle of commits: one dies, and one stands still.
                await(RARE, killed);
                await(RARE, stopped);
                meet(OF_A_COMMIT, killed, stopped);
                meet(AT_LAST, killed, stopped);
                stopped.pause();
                killed.kill();

                // In the middle of taking over what the first life of the one has left.
                points.release(killed);
                points.arm(killed, OF_A_CLAIM);
                killed.start();
                await(OF_A_CLAIM, killed);
                killed.kill();

                // And once more, but now it stands still, and the other one goes on where it stood.
                points.release(killed);
                points.arm(killed, OF_A_CLAIM);
                killed.start();
                await(OF_A_CLAIM, killed);
                killed.pause();
                points.release(stopped);
                stopped.resume();
                awaitRows(load.records());

                // What has been fenced meanwhile goes on.
                points.release(killed);
                killed.resume();
                long written = load.end();
                awaitRows(written);
                lake.assertNumbered(written);
            }
            end();
            verify(store.resolve(TOPIC));
        }
    }

    /** Puts the probe beside the jars of the archive, which is as users unpack it otherwise. */
    private void addProbe() {
        try (Stream<Path> files = Files.walk(directory.resolve("plugins"))) {
            Path own = files.filter(file -> file.getFileName().toString().startsWith("connector-sink-"))
                    .findAny()
                    .orElseThrow();
            PackageJar.write(
                    own.resolveSibling("crash-points.jar"),
                    List.of(CrashPointConnector.class, ForwardingVfs.class),
                    SinkConnector.class,
                    CrashPointConnector.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void meet(Set<CrashPoint> crashPoints, ClusterNode... workers) throws IOException, InterruptedException {
        for (ClusterNode worker : workers) {
            points.arm(worker, crashPoints);
        }
        for (ClusterNode worker : workers) {
            await(crashPoints, worker);
        }
    }

    private void await(Collection<CrashPoint> crashPoints, ClusterNode worker) throws InterruptedException {
        Lake.await(
                () -> points.notReached(worker, crashPoints).isEmpty(),
                () -> worker.name() + " did not come to " + points.notReached(worker, crashPoints) + ". " + report());
        LOG.info("{} stands still at each of {}", worker.name(), crashPoints);
    }

    private void awaitRows(long least) throws InterruptedException {
        Lake.await(
                () -> {
                    if (lake.rows() >= least) {
                        return true;
                    }
                    startFencedTasksAnew();
                    return false;
                },
                () -> "there are " + lake.rows() + " rows of " + least + ". " + report());
        LOG.info("{} rows are there", least);
    }

    /** Whoever stood still in a claim may fence the one that had taken over: then somebody, or something, starts that anew. */
    private void startFencedTasksAnew() throws InterruptedException {
        cluster.attend(CONNECTOR, "another writer has this number");
    }

    private void end() throws InterruptedException {
        Lake.await(
                () -> {
                    try {
                        cluster.rest().delete(CONNECTOR);
                        return true;
                    } catch (ClusterException again) {
                        // The worker that stood still has led the others, and finds out now that it does no more.
                        LOG.info("The connector will be ended once more", again);
                        return false;
                    }
                },
                () -> "the connector could not be deleted. " + report());
    }

    private String report() {
        return "Logs are in " + cluster.nodes().logDirectory();
    }

    private static Map<String, String> config(Path store) {
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", CrashPointConnector.class.getName());
        config.put("tasks.max", Integer.toString(TASKS));
        config.put("topics", TOPIC);
        config.put("store.path", store.toString());
        config.put("consumer.override.isolation.level", "read_committed");
        config.put("consumer.override.session.timeout.ms", "6000");
        // The other tests of kills have Connect's own, which takes all partitions away and gives them again.
        config.put(
                "consumer.override.partition.assignment.strategy",
                "org.apache.kafka.clients.consumer.CooperativeStickyAssignor");
        config.put("consumer.override.heartbeat.interval.ms", "1000");
        config.put("rotate.age.ms", "500");
        config.put("memory.budget.bytes", "30000000");
        // A thread that stands still is one that nobody else has.
        config.put("writer.threads", "24");
        config.put("close.timeout.ms", "5000");
        config.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        config.put("value.converter.schemas.enable", "false");
        config.put("key.converter", ArchiveCluster.BYTES);
        return config;
    }

    /** Logs of some partitions of each task that have entries, so that a checkpoint is due soon. */
    private static void makeLogs(Path store) throws IOException {
        try (LocalVfs vfs = LocalVfs.rootedAt(store);
                LocalTarget target = new LocalTarget(
                        vfs, Files.createDirectory(store.resolve(TOPIC)), Runnable::run, RetrySettings.NONE);
                DataSet table = DataSet.open(target, DataSetSettings.of(CONNECTOR))) {
            for (int partition = 0; partition < PARTITIONS; partition += BETWEEN_LOGS) {
                try (ClaimedLog log = table.claim(TOPIC + "-" + partition)) {
                    for (int entry = 1; entry < ENTRIES_BEFORE; entry++) {
                        log.reset(0);
                    }
                }
            }
        }
    }

    /** The log agrees with what a reader by glob sees, and Kafka has nothing where the log passes over offsets. */
    private void verify(Path table) {
        StringWriter out = new StringWriter();
        int exit = new CommandLine(DatasetCommand.class)
                .setOut(new PrintWriter(out))
                .execute(
                        "verify",
                        table.toString(),
                        "--bootstrap",
                        cluster.nodes().bootstrapServers());
        assertThat(out.toString())
                .contains("EXPLAINED: nothing to be read is there")
                .doesNotContain("UNKNOWN", "MISSING")
                .endsWith("sound\n");
        assertThat(exit).isEqualTo(ExitCode.OK);
    }
}
