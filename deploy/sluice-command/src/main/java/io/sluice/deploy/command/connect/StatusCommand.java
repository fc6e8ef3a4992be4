package io.sluice.deploy.command.connect;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.deploy.cluster.ConnectRest;
import io.sluice.deploy.command.terminal.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows how far a pipeline is, in one table. The command's thread asks, prints and waits. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Show connectors and instances of the Streams app: their tasks, how far they are behind, how long ago they"
                    + " committed, and how many windows are open.",
            "",
            "Connect's REST interface knows states and offsets; the rest is known elsewhere, and is 'unknown' where nobody was"
                    + " asked: how far sinks are behind by the brokers (--bootstrap), how far sources are behind and when"
                    + " connectors committed by the workers' metrics (--metrics, see deploy/monitoring), what the Streams app does"
                    + " by itself (--app). A lag in bytes with >= is as of the last commit of each file: it may have grown since."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything runs",
            "1:something does not run, or does not answer",
            "2:wrong command line",
            "130:--watch was ended by Ctrl-C"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice status --connect http://localhost:8083",
            "  sluice status --connect http://localhost:8083 --bootstrap localhost:9092 --app http://localhost:7070",
            "  sluice status --connect http://localhost:8083 --metrics http://w1:9404/metrics,http://w2:9404/metrics --watch"
        })
public final class StatusCommand implements Callable<Integer> {
    private static final CountDownLatch NEVER = new CountDownLatch(1);
    private static final String CLEAR_SCREEN = "\033[H\033[2J";

    @Mixin
    private ClusterOption cluster;

    @Mixin
    private BrokerOptions brokers;

    @Option(
            names = "--metrics",
            split = ",",
            paramLabel = "URL",
            description = "The page of each worker's JMX exporter, with deploy/monitoring/jmx-exporter.yml.")
    private List<URI> metrics = List.of();

    @Option(
            names = "--app",
            split = ",",
            paramLabel = "URL",
            description = "Each instance of the Streams app, as http.port says.")
    private List<URI> apps = List.of();

    @Option(
            names = "--watch",
            arity = "0..1",
            fallbackValue = "2",
            paramLabel = "SECONDS",
            description = "Again and again, until Ctrl-C (every 2 seconds if nothing else is said).")
    private Integer watch;

    @Option(names = "--json", description = "Print one JSON object a look.")
    private boolean json;

    @Mixin
    private Console console;

    private StatusCommand() {}

    @Override
    public Integer call() throws Exception {
        return Refusal.toldBy(console, this::status);
    }

    private int status() throws IOException, InterruptedException {
        if (watch != null && watch < 1) {
            throw console.mistake("--watch is " + watch + ", but must be 1 or more.");
        }
        ConnectRest rest = cluster.rest(console);
        cluster.plugins(rest);
        HttpClient http =
                HttpClient.newBuilder().connectTimeout(MetricsPage.PATIENCE).build();
        Optional<Properties> client = brokers.client(console.spec());
        try (TopicEnds ends = client.isPresent() ? new TopicEnds(client.get()) : null) {
            StatusSurvey survey = new StatusSurvey(rest, http, Optional.ofNullable(ends), metrics, apps);
            while (true) {
                List<StatusRow> rows = survey.rows();
                print(rows, survey.remarks());
                if (watch == null) {
                    return rows.stream().allMatch(StatusRow::runs)
                                    && survey.remarks().isEmpty()
                            ? ExitCode.OK
                            : ExitCode.SOFTWARE;
                }
                if (NEVER.await(watch, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("nobody counts this down");
                }
            }
        }
    }

    private void print(List<StatusRow> rows, List<String> remarks) throws IOException {
        PrintWriter out = console.out();
        if (json) {
            out.println(new ObjectMapper()
                    .writeValueAsString(Map.of(
                            "rows", rows.stream().map(StatusRow::json).toList(), "remarks", new ArrayList<>(remarks))));
        } else {
            if (watch != null) {
                out.println((CommandLine.Help.Ansi.AUTO.enabled() ? CLEAR_SCREEN : "") + Instant.now());
            }
            if (rows.isEmpty()) {
                out.println("There is no connector. Create one: sluice apply FILE --connect URL");
            } else {
                StatusTable.print(rows, out);
            }
            remarks.forEach(out::println);
        }
        out.flush();
    }
}
