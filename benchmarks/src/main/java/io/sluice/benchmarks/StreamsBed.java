package io.sluice.benchmarks;

import io.sluice.deploy.cluster.ClusterSettings;
import io.sluice.deploy.cluster.LocalCluster;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * A broker, on which streams applications run, one at a time, each in a process of its own, as users run them. How far one
 * is tells what its group has committed, of the input and of its repartition topic. Owned by the benchmark's main thread.
 */
final class StreamsBed implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(2);
    private static final long MOST_NANOS = Duration.ofMinutes(3).toNanos();
    private static final long LOOK_MILLIS = 50;
    private static final long ANSWER_SECONDS = 60;

    private final Path directory;
    private final LocalCluster cluster;
    private final Admin admin;
    private final ProcessHandle broker;
    private int runs;

    /**
     * What runs.
     *
     * @param mainClass its program, which takes a file of properties
     * @param threads stream threads
     * @param properties makes them for an application id
     */
    record Application(String mainClass, int threads, PropertiesMaker properties) {}

    /** Makes the properties of an application. */
    interface PropertiesMaker {
        Map<String, String> of(String applicationId, Path state);
    }

    /** Looks what came out. */
    interface Check {
        void check(String bootstrapServers, String applicationId) throws Exception;
    }

    private StreamsBed(Path directory, LocalCluster cluster) {
        this.directory = directory;
        this.cluster = cluster;
        admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()));
        broker = ProcessHandle.current()
                .descendants()
                .filter(process -> Stream.of(process.info().arguments().orElse(new String[0]))
                        .anyMatch(argument ->
                                argument.contains(cluster.stateDirectory().toString())))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the broker's process is not to be found"));
    }

    static StreamsBed start(Path directory) throws IOException, InterruptedException {
        return new StreamsBed(
                directory,
                LocalCluster.start(ClusterSettings.in(directory.resolve("cluster"))
                        .heapMegabytes(1024, 64)
                        // What a run wrote is gone soon after its topics.
                        .brokerOverrides(
                                Map.of("log.segment.delete.delay.ms", "1000", "group.initial.rebalance.delay.ms", "0"))
                        .timeouts(START, Duration.ofSeconds(30))
                        .build()));
    }

    String bootstrapServers() {
        return cluster.bootstrapServers();
    }

    TradeTopic fill(String name, Trades trades, boolean inChunks) throws Exception {
        create(name);
        return TradeTopic.fill(bootstrapServers(), name, trades, inChunks);
    }

    private void create(String name) throws InterruptedException, ExecutionException, TimeoutException {
        admin.createTopics(List.of(new NewTopic(name, Trades.PARTITIONS, (short) 1)
                        .configs(Map.of("max.message.bytes", "2000000"))))
                .all()
                .get(ANSWER_SECONDS, TimeUnit.SECONDS);
    }

    /** The topic that an application of ours writes its bars to. */
    static String output(String applicationId) {
        return applicationId + "-m1";
    }

    /** Runs an application until it has committed all trades, stops it, and looks what came out. */
    StreamsRun run(String name, Application application, TradeTopic topic, Check check) throws Exception {
        String id = "run-" + runs++ + "-" + name.replaceAll("[^A-Za-z0-9]+", "-");
        Path home = Files.createDirectories(directory.resolve(id));
        create(output(id));
        Process process = start(application, id, home);
        StreamsRun run;
        try {
            run = new StreamsRun(topic.trades().size(), watch(process, id, application.threads(), topic));
        } catch (IllegalStateException e) {
            throw new IllegalStateException(e.getMessage() + "; its log ends:\n" + logEnd(home), e);
        } finally {
            stop(process);
        }
        check.check(bootstrapServers(), id);
        List<String> own = admin.listTopics().names().get(ANSWER_SECONDS, TimeUnit.SECONDS).stream()
                .filter(each -> each.startsWith(id + "-"))
                .toList();
        admin.deleteTopics(own).all().get(ANSWER_SECONDS, TimeUnit.SECONDS);
        Workplace.remove(home);
        return run;
    }

    private Process start(Application application, String id, Path home) throws IOException {
        Properties properties = new Properties();
        properties.putAll(application.properties().of(id, home.resolve("state")));
        Path file = home.resolve("app.properties");
        try (Writer out = Files.newBufferedWriter(file)) {
            properties.store(out, "");
        }
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xms1g", "-Xmx1g"));
        String more = System.getenv("BENCHMARK_STREAMS_JAVA_OPTS");
        if (more == null || !more.contains("GC")) {
            // As our start script has it; the topology by hand is given the same.
            command.add("-XX:+UseParallelGC");
        }
        if (more != null && !more.isBlank()) {
            command.addAll(List.of(more.strip().split("\\s+")));
        }
        command.addAll(List.of(
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                System.getProperty("java.class.path"),
                Contestant.class.getName(),
                application.mainClass(),
                file.toString()));
        return new ProcessBuilder(command)
                // It ends when this pipe does, and so with this process, however that ends.
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log(home)))
                .start();
    }

    private static File log(Path home) {
        return home.resolve("log").toFile();
    }

    private static String logEnd(Path home) throws IOException {
        String log = Files.readString(log(home).toPath());
        return log.substring(Math.max(0, log.length() - 3_000));
    }

    private static void stop(Process process) throws InterruptedException {
        // Not Process.destroy, which closes the pipe as well.
        process.toHandle().destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("the application did not stop");
        }
    }

    private List<StreamsRun.Sample> watch(Process process, String group, int threads, TradeTopic topic)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<StreamsRun.Sample> samples = new ArrayList<>();
        Map<TopicPartition, ListOffsetsResultInfo> partials = Map.of();
        long start = System.nanoTime();
        // Waiting for its end is looking whether it has failed, too.
        while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(ANSWER_SECONDS, TimeUnit.SECONDS);
            long now = System.nanoTime();
            long trades = trades(committed, topic);
            if (trades == topic.trades().size()) {
                if (partials.isEmpty()) {
                    // Those of all trades: they are committed with the offsets of the trades.
                    partials = endsOfPartials(group);
                }
                // The last one counts when what was folded of it is in windows.
                trades -= hasRead(partials, threads, committed) ? 0 : 1;
            }
            if (samples.isEmpty() || trades != samples.get(samples.size() - 1).trades()) {
                samples.add(new StreamsRun.Sample(
                        (now - start) / 1e9, trades, processorSeconds(process.toHandle()), processorSeconds(broker)));
            }
            if (trades == topic.trades().size()) {
                return samples;
            }
            if (now - start > MOST_NANOS) {
                throw new IllegalStateException(group + " had committed " + trades + " of "
                        + topic.trades().size() + " trades after " + Duration.ofNanos(MOST_NANOS));
            }
        }
        throw new IllegalStateException(group + " has ended with exit code " + process.exitValue());
    }

    private static double processorSeconds(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }

    private static long trades(Map<TopicPartition, OffsetAndMetadata> committed, TradeTopic topic) {
        long trades = 0;
        for (int partition = 0; partition < Trades.PARTITIONS; partition++) {
            OffsetAndMetadata offset = committed.get(new TopicPartition(topic.name(), partition));
            trades += offset == null ? 0 : topic.tradesBefore(partition, offset.offset());
        }
        return trades;
    }

    private Map<TopicPartition, ListOffsetsResultInfo> endsOfPartials(String group)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (String topic : admin.listTopics().names().get(ANSWER_SECONDS, TimeUnit.SECONDS)) {
            if (topic.startsWith(group) && topic.endsWith("-repartition")) {
                for (int partition = 0; partition < Trades.PARTITIONS; partition++) {
                    latest.put(new TopicPartition(topic, partition), OffsetSpec.latest());
                }
            }
        }
        if (latest.isEmpty()) {
            throw new IllegalStateException(group + " has no repartition topic");
        }
        return admin.listOffsets(latest).all().get(ANSWER_SECONDS, TimeUnit.SECONDS);
    }

    /** Whether nothing is left before these ends but, of each thread, the mark that ends its last transaction. */
    private static boolean hasRead(
            Map<TopicPartition, ListOffsetsResultInfo> ends,
            int threads,
            Map<TopicPartition, OffsetAndMetadata> committed) {
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end : ends.entrySet()) {
            OffsetAndMetadata reached = committed.get(end.getKey());
            if (end.getValue().offset() - (reached == null ? 0 : reached.offset()) > threads) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        admin.close();
        cluster.close();
    }
}
