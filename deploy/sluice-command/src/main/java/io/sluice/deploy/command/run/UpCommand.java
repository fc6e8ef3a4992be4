package io.sluice.deploy.command.run;

import io.sluice.deploy.cluster.ClusterException;
import io.sluice.deploy.command.cluster.StopOnSignal;
import io.sluice.deploy.command.doctor.Resources;
import io.sluice.deploy.command.live.LiveView;
import io.sluice.deploy.command.live.PageOptions;
import io.sluice.deploy.command.pipeline.Pipeline;
import io.sluice.deploy.command.pipeline.PipelineFile;
import io.sluice.deploy.command.pipeline.PipelineMistake;
import io.sluice.deploy.command.run.ProgressView.Goal;
import io.sluice.deploy.command.terminal.Console;
import io.sluice.deploy.command.terminal.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a pipeline on this machine until a signal, or prints what it consists of. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Run a pipeline of your own on this machine until Ctrl-C: files into Kafka, windows, Parquet. Started again, it"
                    + " goes on where it was, also after a kill -9. deploy/pipeline.md describes the file.",
            "With --print, nothing is started: what would be, in the forms that a Connect cluster and the application take."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:printed",
            "1:something did not start, or ended",
            "2:wrong command line, or a mistake in the file",
            "130:ended by Ctrl-C, after everything was stopped in order",
            "143:ended by SIGTERM, likewise"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice up pipeline.yaml",
            "  sluice up pipeline.yaml --print",
            "  sluice up pipeline.yaml --write deployment"
        })
public final class UpCommand implements Callable<Integer> {
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int BETWEEN_LINES = 29;
    private static final long DISK_BYTES = 1L << 30;

    @Parameters(index = "0", paramLabel = "PIPELINE.yaml", description = "The pipeline file.")
    private Path file;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Where topics, state and logs are kept (default: .sluice/NAME beside the file).")
    private Path directory;

    @Option(names = "--print", description = "Print topics, connectors and the application's configuration as JSON.")
    private boolean print;

    @Option(
            names = "--write",
            paramLabel = "DIR",
            description = "Write them into a directory: a NAME.json for each connector, as POST /connectors takes it,"
                    + " application.properties, and topics.txt.")
    private Path write;

    @Mixin
    private PageOptions page;

    @Mixin
    private Console console;

    private UpCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        Pipeline pipeline = pipeline();
        Path state = directory != null
                ? directory
                : file.toAbsolutePath().normalize().resolveSibling(".sluice").resolve(pipeline.name());
        PrintWriter err = console.err();
        if (print || write != null) {
            return new Printing(console.out(), write).print(pipeline);
        }
        return UntilSignal.run(err, stop -> {
            new Resources().require(state, LocalRun.MEMORY_BYTES, DISK_BYTES);
            ProgressView view = new ProgressView(err, Terminal.isStandardError(), BETWEEN_LINES);
            try (Workspace workspace = Workspace.open(state);
                    LiveView live = LiveView.open(page, pipeline, view::say)) {
                return run(pipeline, workspace, stop, view, live);
            }
        });
    }

    private Pipeline pipeline() throws IOException {
        try {
            Path base = file.toAbsolutePath().normalize().getParent();
            return PipelineFile.parse(file.toString(), base, Files.readString(file));
        } catch (PipelineMistake e) {
            throw console.mistake(e.getMessage(), e);
        } catch (NoSuchFileException e) {
            throw console.mistake("There is no file " + file + "; see deploy/pipeline.md", e);
        } catch (MalformedInputException e) {
            throw console.mistake(file + " is not text in UTF-8; save it as that", e);
        }
    }

    private int run(Pipeline pipeline, Workspace workspace, StopOnSignal stop, ProgressView view, LiveView live)
            throws IOException, InterruptedException {
        LocalRun run = LocalRun.start(pipeline, workspace, LocalRun.Lasting.LONG, view::say);
        try (FiguresReader reader = new FiguresReader(run, live.alsoShown(view::say))) {
            live.watch(run.watched());
            view.say("Kafka    " + run.bootstrapServers());
            view.say("Connect  " + run.connectUrls().get(0));
            run.app().ifPresent(app -> view.say("Windows  " + app));
            if (!pipeline.lake().isEmpty()) {
                view.say("Parquet  " + pipeline.lake());
            }
            view.say("Logs     " + run.logs());
            view.say("Running. Ctrl-C stops it and keeps everything; started again, it goes on.");
            TaskCare care = new TaskCare(run.rest(), view::say, System::nanoTime);
            while (true) {
                // Where a line comes every half minute only, nobody is asked for the others.
                if (view.isDue()) {
                    view.show(reader.read(), Goal.NONE);
                } else {
                    reader.rememberTables();
                }
                care.look(reader.connectors());
                run.requireAlive(LOOK);
            }
        } catch (ClusterException e) {
            live.failed(e.getMessage());
            throw e;
        } finally {
            boolean unused = stop.beginStop();
            live.stopping();
            run.close();
            view.say("Stopped");
        }
    }
}
