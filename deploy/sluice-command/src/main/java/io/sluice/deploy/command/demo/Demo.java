package io.sluice.deploy.command.demo;

import io.sluice.deploy.command.audit.BlobAudit;
import io.sluice.deploy.command.audit.TradesAudit;
import io.sluice.deploy.command.cluster.StopOnSignal;
import io.sluice.deploy.command.demo.DemoPipeline.Window;
import io.sluice.deploy.command.feed.MarketFeed;
import io.sluice.deploy.command.live.LiveView;
import io.sluice.deploy.command.live.PageOptions;
import io.sluice.deploy.command.pipeline.Pipeline;
import io.sluice.deploy.command.pipeline.PipelineFile;
import io.sluice.deploy.command.run.Figures;
import io.sluice.deploy.command.run.FiguresReader;
import io.sluice.deploy.command.run.LocalRun;
import io.sluice.deploy.command.run.ProgressView;
import io.sluice.deploy.command.run.ProgressView.Goal;
import io.sluice.deploy.command.run.TaskCare;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One demo: the pipeline is run as {@code sluice up} runs it, fed until all has arrived or nothing more comes, stopped, and audited.
 * Owned by the command's thread.
 */
final class Demo {
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    /** Eight megabytes, on a machine however busy. */
    private static final Duration READING = Duration.ofMinutes(2);

    private static final String TRADES = "trades";
    private static final String BOOKS = "books";

    private final DemoDirectory directory;
    private final Optional<Path> given;
    private final long trades;
    private final long seed;
    private final ProgressView view;
    private final PageOptions page;
    private final long begin = System.nanoTime();

    /** @param given the directory of the user's files; empty for a feed of {@code trades} trades */
    Demo(DemoDirectory directory, Optional<Path> given, long trades, long seed, ProgressView view, PageOptions page) {
        this.directory = directory;
        this.given = given;
        this.trades = trades;
        this.seed = seed;
        this.view = view;
        this.page = page;
    }

    Findings run(StopOnSignal stop) throws IOException, InterruptedException {
        if (given.isPresent()) {
            TradesAudit.requireAuditable(given.get(), InputFiles.in(given.get()));
        }
        String text = given.map(DemoPipeline::ofDirectory).orElseGet(DemoPipeline::ofFeed);
        Path file = directory.workspace().resolve("pipeline.yaml");
        Files.writeString(file, text);
        Pipeline pipeline =
                PipelineFile.parse(file.toString(), directory.workspace().directory(), text);
        Optional<BlobAudit.Blobs> blobs = Optional.empty();
        Arrival arrival;
        try (LiveView live = LiveView.open(page, pipeline, view::say)) {
            LocalRun run = LocalRun.start(pipeline, directory.workspace(), LocalRun.Lasting.BRIEFLY, view::say);
            try {
                live.watch(run.watched());
                arrival = feedUntilAllIsThere(run, live.alsoShown(view::say));
                if (given.isEmpty()) {
                    blobs = Optional.of(BlobAudit.compare(
                            run.bootstrapServers(),
                            pipeline.topic(BOOKS),
                            InputFiles.in(directory.books()),
                            directory.reassembled(),
                            READING));
                }
            } finally {
                // After this, a signal waits for the stop that is under way.
                boolean unused = stop.beginStop();
                live.stopping();
                run.close();
            }
        }
        try (TradesAudit audit = arrival.audit()) {
            return findings(arrival, audit, blobs);
        }
    }

    private Findings findings(Arrival arrival, TradesAudit audit, Optional<BlobAudit.Blobs> blobs) throws IOException {
        List<TradesAudit.Bars> bars = new ArrayList<>();
        for (Window window : Window.values()) {
            bars.add(audit.bars(window.window, window.micros, directory.table(window.window)));
        }
        String query = TradesAudit.query(directory.table(TRADES));
        TradesAudit.Rows rows = audit.rows(directory.table(TRADES));
        return new Findings(
                arrival.finished(),
                arrival.files(),
                rows,
                bars,
                blobs,
                directory.table(TRADES).getParent(),
                query,
                rows.rows() == 0 ? List.of(List.of("no rows")) : audit.ask(query),
                (System.nanoTime() - begin) / 1e9);
    }

    /** How the waiting ended. */
    private record Arrival(boolean finished, int files, TradesAudit audit) {}

    private Arrival feedUntilAllIsThere(LocalRun run, Consumer<String> problem)
            throws IOException, InterruptedException {
        if (given.isPresent()) {
            return untilAllIsThere(run, null, InputFiles.in(given.get()), problem);
        }
        int perSecond = (int) Math.max(20_000, Math.min(500_000, trades / 10));
        try (MarketFeed feed = MarketFeed.start(directory.trades(), directory.books(), seed, trades, perSecond)) {
            return untilAllIsThere(run, feed, List.of(), problem);
        }
    }

    private Arrival untilAllIsThere(LocalRun run, MarketFeed feed, List<Path> files, Consumer<String> problem)
            throws IOException, InterruptedException {
        TaskCare care = new TaskCare(run.rest(), view::say, System::nanoTime);
        TradesAudit audit = null;
        Goal goal = Goal.NONE;
        List<Path> inputs = files;
        Figures last = Figures.NONE;
        long changed = System.nanoTime();
        boolean kept = false;
        try (FiguresReader reader = new FiguresReader(run, problem)) {
            while (true) {
                Figures figures = reader.read();
                view.show(figures, goal);
                if (audit == null && (feed == null || feed.isDone())) {
                    inputs = feed == null ? files : InputFiles.in(directory.trades());
                    audit = TradesAudit.of(inputs);
                    goal = goal(audit, figures);
                }
                if (!figures.equals(last)) {
                    last = figures;
                    changed = System.nanoTime();
                }
                boolean stalled = System.nanoTime() - changed > PATIENCE.toNanos();
                if (audit != null && (stalled || isThere(figures, goal, audit))) {
                    kept = true;
                    return new Arrival(!stalled, inputs.size(), audit);
                }
                care.look(reader.connectors());
                run.requireAlive(LOOK);
            }
        } finally {
            if (!kept && audit != null) {
                audit.close();
            }
        }
    }

    private static Goal goal(TradesAudit audit, Figures figures) throws IOException {
        long bars = 0;
        for (Window window : Window.values()) {
            bars += audit.expectedBars(window.micros);
        }
        return new Goal(figures.bytesThere(), bars, audit.lines() + bars);
    }

    /** The figures tell when to ask the tables, which costs more; and with corrections more bars may come than are expected. */
    private boolean isThere(Figures figures, Goal goal, TradesAudit audit) throws IOException {
        long rows = figures.rows().values().stream().mapToLong(Long::longValue).sum();
        if (figures.bytesUnread() > 0 || figures.rowsOf(TRADES) < audit.lines() || rows < goal.rows()) {
            return false;
        }
        for (Window window : Window.values()) {
            if (audit.rowsInBars(directory.table(window.window)) < audit.lines()) {
                return false;
            }
        }
        return true;
    }
}
