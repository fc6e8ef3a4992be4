package io.sluice.deploy.page;

import io.sluice.deploy.page.PipelineState.Failure;
import io.sluice.deploy.page.PipelineState.Flow;
import io.sluice.deploy.page.PipelineState.Lag;
import io.sluice.deploy.page.PipelineState.Stage;
import io.sluice.deploy.page.PipelineState.Totals;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** A pipeline that is only talked about: it answers what the page asks, and holds what a test may put up. Any thread. */
final class FakePipeline implements PageQuestions {
    static final long NOON = 1_700_000_000_000L;

    /** Serves it on a free port of the loopback. */
    LivePage serve() throws IOException {
        return serve(Map.of());
    }

    LivePage serve(Map<String, Path> tables) throws IOException {
        return LivePage.start(PageSettings.onLoopback(0, tables), this);
    }

    /** With a clock of the test's. */
    LivePage serve(LongSupplier nanoTime) throws IOException {
        return LivePage.start(PageSettings.onLoopback(0, Map.of()), this, nanoTime);
    }

    /** One input, one topic, one window, one table; the flow to the table has failed if there is a reason. */
    static PipelineState state(long at, long records, String failure) {
        Failure failed =
                failure == null ? null : new Failure(failure, "Make room.", "connector market-s1-lake, task 0");
        return new PipelineState(
                "market",
                "first",
                at,
                NOON,
                "running",
                "",
                List.of(
                        stage("dir:trades", "directory", "trades", "ok", records, new Lag(1_000, "bytes"), null),
                        stage("topic:market-trades", "topic", "market-trades", "ok", records, null, null),
                        stage("window:s1", "window", "s1", "idle", records / 10, new Lag(0, "records"), null),
                        stage("table:s1", "table", "s1", failed == null ? "ok" : "failed", records / 10, null, failed)),
                List.of(
                        new Flow("dir:trades", "topic:market-trades", "market-trades-files", "ok", null),
                        new Flow("topic:market-trades", "window:s1", "market-windows", "ok", null),
                        new Flow("window:s1", "table:s1", "market-s1-lake", failed == null ? "ok" : "failed", failed)),
                List.of("s1"),
                List.of("s1"),
                new Totals(2L, 1L, null));
    }

    private static Stage stage(
            String id, String kind, String name, String state, long records, Lag lag, Failure failure) {
        return new Stage(
                id, kind, name, state, 12.5, null, records, null, lag, null, null, failure, Map.of("late", 2L));
    }

    static FileRow file(String path, long position, long size, long changed, String state) {
        return new FileRow("trades", path, position, size, size - position, changed, state, "");
    }

    static List<FileRow> files(int count) {
        List<FileRow> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            files.add(file(
                    String.format("/data/trades-%05d.csv", i), i, 2L * i, NOON + i, i % 10 == 0 ? "tailing" : "done"));
        }
        return files;
    }

    static Bar bar(String key, long start) {
        return new Bar(key, "s1", start, start + 1_000, "1.10", "1.30", "1.00", "1.20", "7", "1.15", 3, false, 0);
    }

    static Point point(long at) {
        return new Point(at, 1_000.0, 10.0, 1.0, 11.0, null, 0);
    }

    @Override
    public List<Bar> bars(String key, String window, Long from, Long to, int limit) throws IOException {
        if (!window.equals("s1")) {
            throw new IllegalArgumentException("window is '" + window + "'; it must be one of [s1]");
        }
        if (key.equals("slow")) {
            throw new IOException("the application does not answer");
        }
        return List.of(bar(key, from == null ? NOON : from));
    }

    @Override
    public Optional<TopicRecord> record(String topic, int partition, long offset) {
        return offset > 99
                ? Optional.empty()
                : Optional.of(new TopicRecord(
                        topic,
                        partition,
                        offset,
                        NOON,
                        "AAPL",
                        "<script>alert(1)</script>",
                        false,
                        List.of(new TopicRecord.Header("sluice.file", "/data/a.csv"))));
    }
}
