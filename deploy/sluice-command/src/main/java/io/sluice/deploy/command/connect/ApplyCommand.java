package io.sluice.deploy.command.connect;

import io.sluice.deploy.cluster.ClusterException;
import io.sluice.deploy.cluster.ConfigValidation;
import io.sluice.deploy.cluster.ConnectRest;
import io.sluice.deploy.cluster.ConnectorStatus;
import io.sluice.deploy.command.terminal.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a Connect cluster run what files say. The command's thread asks and waits. */
@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        description = {
            "Configure a Connect cluster from JSON files, one connector each: {\"name\": …, \"config\": {…}}.",
            "",
            "First the cluster validates all of them; if there is anything wrong with any, every error is printed and nothing"
                    + " is changed. Then what differs from what runs is printed, without secrets, and sent. What does not"
                    + " differ is left alone. Last, it waits until every connector and all of its tasks run, and explains what"
                    + " failed. Connectors without a file are left as they are."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every connector runs as its file says; with --dry-run, all files are valid",
            "1:a file is invalid, no worker answers, or a connector does not run",
            "2:wrong command line"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice apply --dry-run deploy/connect/connectors --connect http://localhost:8083",
            "  sluice apply tail-logs.json --connect http://worker-1:8083,http://worker-2:8083",
            "  sluice apply connectors/ --connect http://localhost:8083 --restart-failed"
        })
public final class ApplyCommand implements Callable<Integer> {
    private static final Duration QUIET_AFTER_A_CHANGE = Duration.ofSeconds(2);

    private final LongSupplier nanoTime;

    @Parameters(arity = "1..*", paramLabel = "FILE|DIR", description = "JSON files, or directories of them.")
    private List<Path> places;

    @Mixin
    private ClusterOption cluster;

    @Option(names = "--dry-run", description = "Validate and print what would change; change nothing.")
    private boolean dryRun;

    @Option(names = "--restart-failed", description = "Restart what has failed although its configuration is the same.")
    private boolean restartFailed;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long each connector may take until it runs (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--trace", description = "Print the whole stack traces of what failed.")
    private boolean trace;

    @Mixin
    private Console console;

    private ApplyCommand() {
        this(System::nanoTime);
    }

    ApplyCommand(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** A connector with what applying it changes. */
    private record Planned(ConnectorFile file, boolean isNew, ConfigDiff diff) {}

    @Override
    public Integer call() throws Exception {
        return Refusal.toldBy(console, this::apply);
    }

    private int apply() throws IOException, InterruptedException {
        if (seconds < 1) {
            throw console.mistake("--timeout is " + seconds + ", but must be 1 or more.");
        }
        List<ConnectorFile> files = ConnectorFile.readAll(places);
        ConnectRest rest = cluster.rest(console);
        Optional<List<Planned>> plan = plan(files, rest, cluster.plugins(rest));
        if (plan.isEmpty()) {
            return ExitCode.SOFTWARE;
        }
        PrintWriter out = console.out();
        plan.get().forEach(planned -> print(planned, out));
        if (dryRun) {
            out.println("Nothing was changed: --dry-run.");
            out.flush();
            return ExitCode.OK;
        }
        boolean all = true;
        for (Planned planned : plan.get()) {
            if (!planned.diff.isEmpty()) {
                rest.putConfig(planned.file.name(), planned.file.config());
            } else if (restartFailed) {
                rest.restartFailed(planned.file.name());
            }
        }
        for (Planned planned : plan.get()) {
            all &= awaitRunning(planned, rest, out);
        }
        return all ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    /** What is to be done; empty if it is not, because errors were found, which are printed. */
    private Optional<List<Planned>> plan(List<ConnectorFile> files, ConnectRest rest, Set<String> plugins)
            throws InterruptedException {
        PrintWriter err = console.err();
        List<Planned> plan = new ArrayList<>();
        int wrong = 0;
        for (ConnectorFile file : files) {
            String type = file.config().getOrDefault("connector.class", "");
            if (plugins.stream().noneMatch(plugin -> names(plugin, type))) {
                wrong++;
                err.println(file.file() + ": " + file.name() + " is invalid:");
                err.println("  connector.class: is '" + type + "', and no worker has such a plugin. Unpack its archive"
                        + " below plugin.path on every worker, and restart them. There are: " + plugins);
                continue;
            }
            ConfigValidation validation = rest.validate(file.config());
            if (!validation.errors().isEmpty()) {
                wrong++;
                err.println(file.file() + ": " + file.name() + " is invalid:");
                validation
                        .errors()
                        .forEach((key, errors) -> errors.forEach(error ->
                                err.println("  " + (error.startsWith(key + ":") ? error : key + ": " + error))));
                continue;
            }
            Optional<Map<String, String>> running = rest.config(file.name());
            plan.add(new Planned(
                    file,
                    running.isEmpty(),
                    ConfigDiff.of(running.orElse(Map.of()), file.config(), validation.secrets())));
        }
        if (wrong > 0) {
            err.println("Nothing was changed: " + wrong + " of " + files.size() + " file(s) are invalid.");
        }
        err.flush();
        return wrong > 0 ? Optional.empty() : Optional.of(plan);
    }

    /** Connect takes a class by its name, its last name, or that without Connector. */
    private static boolean names(String plugin, String type) {
        String last = plugin.substring(plugin.lastIndexOf('.') + 1);
        return type.equals(plugin) || type.equals(last) || (type + "Connector").equals(last);
    }

    private static void print(Planned planned, PrintWriter out) {
        String what = planned.isNew ? "new" : planned.diff.isEmpty() ? "unchanged" : "changed";
        out.println(planned.file.name() + ": " + what + " (" + planned.file.file() + ")");
        planned.diff.lines().forEach(line -> out.println("  " + line));
        out.flush();
    }

    private boolean awaitRunning(Planned planned, ConnectRest rest, PrintWriter out) throws InterruptedException {
        String name = planned.file.name();
        boolean changed = !planned.diff.isEmpty() || restartFailed;
        Settled settled = new Settled(changed ? QUIET_AFTER_A_CHANGE : Duration.ZERO, nanoTime);
        ConnectorStatus status;
        try {
            status = rest.awaitStatus(name, "running tasks", Duration.ofSeconds(seconds), settled);
        } catch (ClusterException e) {
            status = settled.last() != null ? settled.last() : rest.status(name).orElseThrow(() -> e);
            out.println(name + ": does not run after " + seconds
                    + " s. More time: --timeout. What it is doing is in the workers' logs.");
        }
        if (status.runs()) {
            out.println(name + ": RUNNING, " + status.tasks().size() + " task(s)");
            out.flush();
            return true;
        }
        new StatusExplanation(trace).print(status, out);
        return false;
    }
}
