package io.sluice.deploy.command.live;

import io.sluice.deploy.command.pipeline.Generated.Connector;
import io.sluice.deploy.command.pipeline.Input;
import io.sluice.deploy.command.pipeline.Pipeline;
import io.sluice.deploy.command.pipeline.Table;
import io.sluice.deploy.page.Bar;
import io.sluice.deploy.page.FileRow;
import io.sluice.deploy.page.PageBoard;
import io.sluice.deploy.page.Point;
import io.sluice.deploy.page.Problem;
import io.sluice.deploy.page.TopicRecord;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at a pipeline once a second and puts what it sees on the board. Everybody is asked on threads of its own,
 * {@code sluice-page-look-N}, so that one who does not answer does not hide the others.
 */
final class PipelineWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PipelineWatch.class);
    private static final int THREADS = 4;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration SELDOM = Duration.ofSeconds(2);
    private static final Duration FILES = Duration.ofSeconds(5);

    /** Each request costs money there. */
    private static final Duration FAR = Duration.ofSeconds(10);

    private static final int LOOKS_FOR_A_POINT = 5;
    private static final int STOP_SECONDS = 10;

    private final PageBoard board;
    private final Clock clock;
    private final Consumer<StagePicture.Drawn> show;
    private final Plan plan;
    private final StagePicture picture;
    private final NewProblems newProblems;
    private final RecentBars recent = new RecentBars();
    private final WorkerBeans beans;
    private final TopicOffsets offsets;
    private final TopicFeed feed;
    private final Origins origins;
    private final RecordReader records;
    private final BarHistory history;
    private final List<TableTail> tails = new ArrayList<>();
    private final List<TableTail> farTails = new ArrayList<>();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Look<Map<String, ConnectorSights.Sight>> connectors;
    private final Look<WorkerBeans.Told> numbers;
    private final Look<AppNumbers> app;
    private final Look<Map<TopicPartition, Long>> ends;
    private final Look<Map<String, TableTail.Sight>> tables;
    private final Look<Map<String, TableTail.Sight>> farTables;
    private final Look<TopicFeed.Batch> topics;
    private final Look<Void> drawing;
    private final Map<String, Look<List<FileRow>>> files = new HashMap<>();
    /** The connectors of inputs. */
    private final Map<String, String> sources = new HashMap<>();

    private final ScheduledThreadPoolExecutor threads;
    private final PageCost cost = new PageCost();
    private List<Look<?>> asked = List.of();
    private long problemsBefore;
    private int looks;

    /** @param show puts up what was drawn */
    PipelineWatch(Watched watched, PageBoard board, Clock clock, Consumer<StagePicture.Drawn> show) {
        this.board = board;
        this.clock = clock;
        this.show = show;
        Pipeline pipeline = watched.pipeline();
        this.plan = new Plan(pipeline, watched.generated());
        this.picture = new StagePicture(plan);
        this.newProblems = new NewProblems(plan);
        this.beans = new WorkerBeans(watched.worker());
        this.offsets = new TopicOffsets(watched.bootstrapServers(), plan.allPartitions());
        this.feed = new TopicFeed(PageConsumer.open(watched.bootstrapServers()), plan.results(), plan.aside());
        this.origins = new Origins(plan.topics().keySet(), () -> PageConsumer.open(watched.bootstrapServers()));
        this.records = new RecordReader(watched.bootstrapServers(), plan.topics());
        this.history = new BarHistory(http, watched.app(), plan.levels(), recent, clock);
        for (Table table : pipeline.tables()) {
            TablePlace place = TablePlace.of(pipeline, table);
            (place.directory().isPresent() ? tails : farTails).add(new TableTail(place));
        }
        AtomicInteger number = new AtomicInteger();
        this.threads = new ScheduledThreadPoolExecutor(THREADS, work -> {
            Thread thread = new Thread(work, "sluice-page-look-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        List<String> names =
                watched.generated().connectors().stream().map(Connector::name).toList();
        this.connectors = new Look<>("Connect", SELDOM, Map.of(), () -> ConnectorSights.ask(watched.rest(), names));
        this.numbers = new Look<>("the worker's metrics", SECOND, WorkerBeans.Told.NOTHING, beans::read);
        this.app = new Look<>(
                "the application",
                SELDOM,
                AppNumbers.NONE,
                () -> watched.app().isPresent()
                        ? AppNumbers.ask(http, watched.app().get())
                        : AppNumbers.NONE);
        this.ends = new Look<>("the brokers", SECOND, Map.of(), offsets::ends);
        this.tables = new Look<>("the tables", SECOND, Map.of(), () -> tables(tails));
        this.farTables = new Look<>("the tables in S3", FAR, Map.of(), () -> tables(farTails));
        this.topics = new Look<>("the results", SECOND, TopicFeed.Batch.EMPTY, this::topics);
        this.drawing = new Look<>("the picture", SECOND, null, this::draw);
        for (Input input : pipeline.inputs()) {
            String source = plan.source(input).name();
            sources.put(input.name(), source);
            FilesLook look = new FilesLook(watched.rest(), source, input);
            files.put(input.name(), new Look<>("the files of " + input.name(), FILES, null, look::ask));
        }
    }

    void begin() {
        List<Look<?>> all = new ArrayList<>(List.of(connectors, numbers, app, ends, tables, topics, drawing));
        if (!farTails.isEmpty()) {
            all.add(farTables);
        }
        all.addAll(files.values());
        all.forEach(look -> look.begin(threads));
        asked = List.copyOf(all);
    }

    List<Bar> bars(String key, String window, Long from, Long to, int limit) throws IOException, InterruptedException {
        return history.bars(key, window, from, to, limit);
    }

    Optional<TopicRecord> record(String topic, int partition, long offset) throws IOException, InterruptedException {
        return records.read(topic, partition, offset);
    }

    private Map<String, TableTail.Sight> tables(List<TableTail> asked) throws IOException {
        Map<String, TableTail.Sight> sights = new HashMap<>();
        for (TableTail tail : asked) {
            Optional<TableTail.Sight> sight = look(tail);
            if (sight.isPresent()) {
                sights.put(sight.get().table(), sight.get());
                board.commits(sight.get().commits());
                board.problems(sight.get().takenBack().stream()
                        .map(commit -> Problem.of(commit.at(), "error", commit.toString()))
                        .toList());
            }
        }
        return sights;
    }

    /** One table that cannot be read does not hide the others. */
    private Optional<TableTail.Sight> look(TableTail tail) throws IOException {
        try {
            return tail.look();
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            LOG.debug("The page cannot read a table's log", e);
            tail.failed(e).ifPresent(news -> board.problems(List.of(Problem.of(clock.millis(), "error", news))));
            return Optional.empty();
        }
    }

    private TopicFeed.Batch topics() {
        TopicFeed.Batch batch = feed.look(ends.last());
        recent.add(batch.bars());
        board.bars(batch.bars(), batch.skipped());
        board.problems(origins.complete(batch.problems()));
        return batch;
    }

    private Void draw() {
        WorkerBeans.Told told = numbers.last();
        Map<String, List<FileRow>> known = new HashMap<>();
        List<FileRow> all = new ArrayList<>();
        files.forEach((input, look) -> {
            List<FileRow> rows = look.last();
            if (rows != null) {
                List<FileRow> shown =
                        FilesLook.withFailing(rows, told.troubles().get(sources.get(input)));
                known.put(input, shown);
                all.addAll(shown);
            }
        });
        Map<String, TableTail.Sight> allTables = new HashMap<>(tables.last());
        allTables.putAll(farTables.last());
        Sight sight = new Sight(clock.millis(), connectors.last(), told, app.last(), ends.last(), allTables, known);
        StagePicture.Drawn drawn = picture.draw(sight);
        List<Problem> problems = new ArrayList<>(newProblems.since(sight));
        problems.sort(Comparator.comparingLong(Problem::at));
        board.problems(problems);
        board.files(all);
        board.progress(drawn.progress());
        show.accept(drawn);
        if (++looks % LOOKS_FOR_A_POINT == 0) {
            cost.look();
            long soFar = board.problemsSoFar();
            board.point(new Point(
                    sight.at(),
                    drawn.bytesPerSecond(),
                    drawn.recordsPerSecond(),
                    drawn.barsPerSecond(),
                    drawn.rowsPerSecond(),
                    drawn.latencyMillis(),
                    soFar - problemsBefore));
            problemsBefore = soFar;
        }
        return null;
    }

    /** What the page has taken of one core while it watched; once it is closed. */
    double share() {
        return cost.share();
    }

    /** Asks everybody who knows what came of it once more, and then nobody. */
    @Override
    public void close() {
        cost.look();
        LOG.debug("The page's looks took {}", asked);
        threads.shutdownNow();
        boolean interrupted = false;
        boolean ended = false;
        try {
            ended = threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
            if (ended) {
                ends.once();
                tables.once();
                farTables.once();
                drawing.once();
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        // A client that is still in use would be torn from its thread.
        if (ended) {
            feed.close();
            origins.close();
            beans.close();
            tails.addAll(farTails);
            for (TableTail tail : tails) {
                try {
                    tail.close();
                } catch (IOException unread) {
                    // It was only read.
                }
            }
        }
        records.close();
        offsets.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
