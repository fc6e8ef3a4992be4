package io.sluice.deploy.command.live;

import io.sluice.deploy.cluster.ClusterException;
import io.sluice.deploy.command.pipeline.Pipeline;
import io.sluice.deploy.command.pipeline.Table;
import io.sluice.deploy.page.Bar;
import io.sluice.deploy.page.LivePage;
import io.sluice.deploy.page.PageQuestions;
import io.sluice.deploy.page.PageSettings;
import io.sluice.deploy.page.PipelineState;
import io.sluice.deploy.page.PipelineState.Totals;
import io.sluice.deploy.page.Problem;
import io.sluice.deploy.page.TopicRecord;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The live page of a run, from before its start until after its end. Opened, told and closed by the command's thread; the page's
 * threads and those that watch the pipeline share it.
 */
public final class LiveView implements AutoCloseable, PageQuestions {
    private static final String FAILED = "failed";

    private final Pipeline pipeline;
    private final Consumer<String> say;
    private final Clock clock = Clock.systemUTC();
    private final String instance = UUID.randomUUID().toString();
    private final long startedAt = clock.millis();
    private final Optional<LivePage> page;
    private volatile PipelineWatch watch;
    private String phase = "starting";
    private String reason = "";
    private StagePicture.Drawn drawn;

    private LiveView(PageOptions options, Pipeline pipeline, Consumer<String> say) {
        this.pipeline = pipeline;
        this.say = say;
        this.page = options.isWanted() ? Optional.of(serve(options, say)) : Optional.empty();
        page.ifPresent(served -> say.accept("Page     " + served.url()));
        show();
    }

    /** Serves the page, unless there is to be none, and says where. */
    public static LiveView open(PageOptions options, Pipeline pipeline, Consumer<String> say) {
        return new LiveView(options, pipeline, say);
    }

    private LivePage serve(PageOptions options, Consumer<String> say) {
        Map<String, Path> tables = new TreeMap<>();
        Map<String, String> elsewhere = new TreeMap<>();
        for (Table table : pipeline.tables()) {
            TablePlace place = TablePlace.of(pipeline, table);
            place.directory()
                    .ifPresentOrElse(
                            path -> tables.put(table.name(), path),
                            () -> elsewhere.put(table.name(), place.location()));
        }
        try {
            if (!InetAddress.getByName(options.address()).isLoopbackAddress()) {
                say.accept("The page listens on " + options.address()
                        + ": whoever reaches it sees, and can query, the pipeline's data.");
            }
            if (options.port() != null) {
                return LivePage.start(settings(options, options.port(), tables, elsewhere), this);
            }
            try {
                return LivePage.start(settings(options, PageOptions.USUAL_PORT, tables, elsewhere), this);
            } catch (IOException taken) {
                return LivePage.start(settings(options, 0, tables, elsewhere), this);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new ClusterException(e.getMessage(), e);
        }
    }

    private static PageSettings settings(
            PageOptions options, int port, Map<String, Path> tables, Map<String, String> elsewhere) {
        return new PageSettings(options.address(), port, options.hosts(), tables, elsewhere);
    }

    /** The pipeline runs. */
    public void watch(Watched watched) {
        page.ifPresent(served -> {
            synchronized (this) {
                phase = "running";
            }
            watch = new PipelineWatch(watched, served.board(), clock, this::drawn);
            watch.begin();
        });
    }

    private synchronized void drawn(StagePicture.Drawn now) {
        drawn = now;
        show();
    }

    private synchronized void show() {
        page.ifPresent(served -> served.board().state(state()));
    }

    private PipelineState state() {
        return new PipelineState(
                pipeline.name(),
                instance,
                clock.millis(),
                startedAt,
                phase,
                reason,
                drawn == null ? List.of() : drawn.stages(),
                drawn == null ? List.of() : drawn.flows(),
                pipeline.windows()
                        .map(windows -> List.copyOf(windows.levels().keySet()))
                        .orElse(List.of()),
                pipeline.tables().stream().map(Table::name).toList(),
                drawn == null ? new Totals(null, null, null) : drawn.totals());
    }

    /** The pipeline stops: nobody is asked any more. */
    public void stopping() {
        PipelineWatch watching = watch;
        watch = null;
        if (watching != null) {
            watching.close();
            say.accept(String.format(Locale.ROOT, "Page     took %.1f %% of a core", watching.share() * 100));
        }
        phase("stopping");
    }

    /** The pipeline cannot go on, and why. */
    public synchronized void failed(String why) {
        phase = FAILED;
        reason = why;
        show();
    }

    /** Whatever is said this way stands among the page's problems, too. */
    public Consumer<String> alsoShown(Consumer<String> say) {
        return problem -> {
            say.accept(problem);
            page.ifPresent(served -> served.board().problems(List.of(Problem.of(clock.millis(), "error", problem))));
        };
    }

    private synchronized void phase(String now) {
        if (!phase.equals(FAILED)) {
            phase = now;
        }
        show();
    }

    @Override
    public List<Bar> bars(String key, String window, Long from, Long to, int limit)
            throws IOException, InterruptedException {
        return watching().bars(key, window, from, to, limit);
    }

    @Override
    public Optional<TopicRecord> record(String topic, int partition, long offset)
            throws IOException, InterruptedException {
        return watching().record(topic, partition, offset);
    }

    private PipelineWatch watching() throws IOException {
        PipelineWatch watching = watch;
        if (watching == null) {
            throw new IOException("The pipeline does not run yet, or no more.");
        }
        return watching;
    }

    @Override
    public void close() {
        stopping();
        phase("stopped");
        page.ifPresent(LivePage::close);
    }
}
