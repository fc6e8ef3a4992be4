package io.sluice.deploy.command.cluster;

import io.sluice.deploy.cluster.ClusterException;
import io.sluice.deploy.cluster.ClusterNode;
import io.sluice.deploy.cluster.ClusterSettings;
import io.sluice.deploy.cluster.LocalCluster;
import io.sluice.deploy.command.terminal.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Runs a {@link LocalCluster} until a signal. The thread that runs the command starts the cluster, waits and closes it;
 * the JVM's shutdown hook, on the thread {@code cluster-stop}, interrupts it and waits for it. Not in Docker, even where
 * that answers: containers would not keep the state this command promises to keep.
 */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Start brokers and Connect workers and keep them running until Ctrl-C.",
            "Started again on the same state directory, the cluster continues with its topics, its connectors and,"
                    + " where they are free, its ports.",
            "The processes run on this machine, never in Docker, where the state would go with the containers."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "1:a node did not start, or all brokers or all workers ended",
            "2:wrong command line",
            "130:ended by Ctrl-C, even while starting, after the nodes were stopped",
            "143:ended by SIGTERM, even while starting, after the nodes were stopped"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice cluster up",
            "  sluice cluster up --brokers 3 --workers 2 --plugin-path plugins",
            "  sluice cluster up --state /var/tmp/c --broker-property log.retention.hours=1"
        })
final class ClusterUpCommand implements Callable<Integer> {
    @Option(
            names = "--brokers",
            paramLabel = "N",
            defaultValue = "1",
            description = "1 or 3 brokers, each also a controller (default: ${DEFAULT-VALUE}).")
    private int brokers;

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "1",
            description = "0 to 16 distributed Connect workers (default: ${DEFAULT-VALUE}).")
    private int workers;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            defaultValue = ".sluice/cluster",
            description = "Where data, ports and logs are kept (default: ${DEFAULT-VALUE}).")
    private Path state;

    @Option(
            names = "--plugin-path",
            paramLabel = "DIR",
            split = ",",
            description = "Where the workers load connectors from: a directory that holds one directory per plugin."
                    + " Several are separated by commas.")
    private List<Path> pluginPath = List.of();

    @Option(
            names = "--heap",
            paramLabel = "MB",
            defaultValue = "512",
            description = "Largest heap of each process in megabytes (default: ${DEFAULT-VALUE}).")
    private int heap;

    @Option(names = "--broker-property", paramLabel = "KEY=VALUE", description = "A property for every broker.")
    private Map<String, String> brokerProperties = new LinkedHashMap<>();

    @Option(names = "--worker-property", paramLabel = "KEY=VALUE", description = "A property for every worker.")
    private Map<String, String> workerProperties = new LinkedHashMap<>();

    @Mixin
    private Console console;

    private ClusterUpCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        ClusterSettings settings = settings();
        PrintWriter out = console.out();
        StopOnSignal stop = new StopOnSignal(Thread.currentThread(), () -> say(out, "Stopping"));
        // Before the start: a node must not outlive a signal that comes while it starts.
        Runtime.getRuntime().addShutdownHook(new Thread(stop::signal, "cluster-stop"));
        try {
            say(
                    out,
                    "Starting " + brokers + " broker(s) and " + workers + " worker(s) in " + settings.stateDirectory());
            run(settings, stop, out);
        } catch (InterruptedException | IOException | ClusterException e) {
            if (!stop.signalled()) {
                throw e;
            }
            sayWhatFailed(e);
        } finally {
            stop.end();
        }
        return ExitCode.SOFTWARE; // after a signal, the JVM ends with the signal's exit code
    }

    private static void run(ClusterSettings settings, StopOnSignal stop, PrintWriter out)
            throws IOException, InterruptedException {
        LocalCluster cluster;
        try {
            cluster = LocalCluster.start(settings);
        } catch (InterruptedException e) {
            say(out, "Stopped");
            throw e;
        }
        try {
            print(cluster, out);
            awaitEnd(cluster, node -> {
                if (!stop.stopping()) {
                    say(out, node.name() + " ended; its log is " + node.log());
                }
            });
        } finally {
            if (!stop.beginStop()) {
                say(out, "Stopping");
            }
            cluster.close();
            say(out, "Stopped");
        }
    }

    /** The JVM ends as soon as this command does, so its failures cannot wait for the usual report. */
    private void sayWhatFailed(Exception failure) {
        PrintWriter err = console.err();
        boolean interrupt = failure instanceof InterruptedException || failure instanceof ClosedByInterruptException;
        if (!interrupt) {
            say(err, "sluice: " + failure.getMessage());
        }
        for (Throwable also : failure.getSuppressed()) {
            say(err, "sluice: " + also.getMessage());
        }
    }

    private ClusterSettings settings() {
        for (Path path : pluginPath) {
            if (!Files.isDirectory(path)) {
                throw console.mistake(
                        "--plugin-path is " + path + "; it must name existing directories, each holding plugins");
            }
        }
        try {
            return ClusterSettings.in(state)
                    .brokers(brokers)
                    .workers(workers)
                    .pluginPath(pluginPath)
                    .heapMegabytes(heap, heap)
                    .brokerOverrides(brokerProperties)
                    .workerOverrides(workerProperties)
                    .build();
        } catch (IllegalArgumentException e) {
            throw console.mistake(e.getMessage(), e);
        }
    }

    private static void print(LocalCluster cluster, PrintWriter out) {
        out.println("Kafka    " + cluster.bootstrapServers());
        if (!cluster.workers().isEmpty()) {
            out.println("Connect  "
                    + cluster.connectUrls().stream().map(URI::toString).collect(Collectors.joining(" ")));
        }
        out.println("Logs     " + cluster.logDirectory());
        out.println("Ready. Ctrl-C stops it and keeps the state.");
        out.flush();
    }

    /** Returns when all brokers or all workers have ended; tells about each node that does. */
    private static void awaitEnd(LocalCluster cluster, Consumer<ClusterNode> ended) throws InterruptedException {
        CompletableFuture<Void> brokers = allEnded(cluster, cluster.brokers(), ended);
        CompletableFuture<?> either = cluster.workers().isEmpty()
                ? brokers
                : CompletableFuture.anyOf(brokers, allEnded(cluster, cluster.workers(), ended));
        try {
            either.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Watching the cluster's processes failed", e);
        }
    }

    private static CompletableFuture<Void> allEnded(
            LocalCluster cluster, List<ClusterNode> nodes, Consumer<ClusterNode> ended) {
        return CompletableFuture.allOf(nodes.stream()
                .map(node -> cluster.endOf(node).thenRun(() -> ended.accept(node)))
                .toArray(CompletableFuture[]::new));
    }

    private static void say(PrintWriter to, String line) {
        to.println(line);
        to.flush();
    }
}
