package io.sluice.deploy.page.browser;

import io.sluice.deploy.page.Bar;
import io.sluice.deploy.page.Commit;
import io.sluice.deploy.page.FileRow;
import io.sluice.deploy.page.LivePage;
import io.sluice.deploy.page.PageQuestions;
import io.sluice.deploy.page.PageSettings;
import io.sluice.deploy.page.PipelineState;
import io.sluice.deploy.page.PipelineState.Failure;
import io.sluice.deploy.page.PipelineState.Flow;
import io.sluice.deploy.page.PipelineState.Lag;
import io.sluice.deploy.page.PipelineState.Stage;
import io.sluice.deploy.page.PipelineState.Totals;
import io.sluice.deploy.page.Point;
import io.sluice.deploy.page.Problem;
import io.sluice.deploy.page.TopicRecord;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A pipeline that does not run: all that it says follows from the time it is given, so that a test knows every number on the page.
 * Immutable; any thread.
 */
final class MadeUpMarket implements PageQuestions {
    /** A moment for tests that show no clock. */
    static final long NOON = 1_790_000_000_000L;

    static final int BARS = 600;
    static final Failure FULL = new Failure(
            "The file system of /data/lake is full: 0 of 100 GB are free",
            "Free some space; the task goes on by itself, or restart it with: deploy/sluice up",
            "market-m1-lake, task 0");

    private static final Map<String, Integer> PRICES = Map.of("AAPL", 18_120, "MSFT", 41_350, "NVDA", 12_075);

    private final long now;

    MadeUpMarket(long now) {
        this.now = now;
    }

    /** Served, with everything on it that a page shows. */
    LivePage serve(int port, String instance, Map<String, Path> tables) throws IOException {
        LivePage page = LivePage.start(PageSettings.onLoopback(port, tables), this);
        page.board().state(state(instance, 1_000_000, null));
        page.board().files(files(10_000));
        for (String key : List.of("AAPL", "MSFT", "NVDA")) {
            page.board().bars(List.of(bar(key, "s1", now - 1_000)), 0);
        }
        for (int i = 719; i >= 0; i--) {
            page.board().point(point(now - 5_000L * i));
        }
        page.board().commits(commits(60));
        page.board()
                .progress(List.of(
                        new Commit.Progress("trades", "market-trades", 0, 512_340, 3_200L),
                        new Commit.Progress("trades", "market-trades", 1, 487_660, 2_900L),
                        new Commit.Progress("s1", "market-s1", 0, 17_996, 0L),
                        new Commit.Progress("m1", "market-m1", 0, 301, 184_000L)));
        page.board().problems(problems());
        return page;
    }

    /**
     * The whole pipeline.
     *
     * @param records read so far
     * @param failure of the task that writes m1; null if it runs
     */
    PipelineState state(String instance, long records, Failure failure) {
        String lastState = failure == null ? "ok" : "failed";
        return new PipelineState(
                "market",
                instance,
                now,
                now - 4_512_000,
                "running",
                "",
                List.of(
                        stage("dir:trades", "directory", "trades", "ok", 1_250.0, 98_400.0, records)
                                .lag(128_400, "bytes")
                                .detail(Map.of("openFiles", 2L))
                                .made(),
                        stage("dir:snapshots", "directory", "snapshots", "waiting", 0.0, 0.0, 33)
                                .lag(3, "files")
                                .waits("topic:market-snapshots", "its broker has not acknowledged for 4 s")
                                .made(),
                        stage("topic:market-trades", "topic", "market-trades", "ok", 1_250.0, 99_100.0, records)
                                .made(),
                        stage("topic:market-snapshots", "topic", "market-snapshots", "idle", 0.0, 0.0, 33)
                                .made(),
                        stage("window:s1", "window", "s1", "ok", 60.0, null, 35_992)
                                .lag(840, "records")
                                .detail(Map.of("late", 17L, "invalid", 5L))
                                .made(),
                        stage("window:m1", "window", "m1", "ok", 1.0, null, 603)
                                .lag(2, "windows")
                                .made(),
                        stage("table:trades", "table", "trades", "ok", 1_250.0, 41_000.0, records - 6_000)
                                .lag(6_000, "records")
                                .made(),
                        stage("table:s1", "table", "s1", "ok", 60.0, 2_300.0, 35_940)
                                .made(),
                        stage("table:m1", "table", "m1", lastState, 0.0, 0.0, 600)
                                .failure(failure)
                                .made()),
                List.of(
                        new Flow("dir:trades", "topic:market-trades", "market-trades-files", "ok", null),
                        new Flow("dir:snapshots", "topic:market-snapshots", "market-snapshots-files", "waiting", null),
                        new Flow("topic:market-trades", "window:s1", "market-windows", "ok", null),
                        new Flow("window:s1", "window:m1", "market-windows", "ok", null),
                        new Flow("topic:market-trades", "table:trades", "market-trades-lake", "ok", null),
                        new Flow("window:s1", "table:s1", "market-s1-lake", "ok", null),
                        new Flow("window:m1", "table:m1", "market-m1-lake", lastState, failure)),
                List.of("s1", "m1"),
                List.of("trades", "s1", "m1"),
                new Totals(17L, 5L, 2L));
    }

    /** The same with rates that go up and down, for pictures. */
    PipelineState lively(String instance, long records, int step) {
        PipelineState state = state(instance, records, FULL);
        List<Stage> stages = state.stages().stream()
                .map(stage -> new StageBuilder(stage).times(1 + 0.2 * Math.sin(step / 4.0) + 0.05 * (step % 3)))
                .toList();
        return new PipelineState(
                state.pipeline(),
                instance,
                state.at(),
                state.startedAt(),
                state.phase(),
                "",
                stages,
                state.flows(),
                state.windows(),
                state.tables(),
                state.totals());
    }

    private static StageBuilder stage(
            String id, String kind, String name, String state, Double records, Double bytes, long total) {
        return new StageBuilder(
                new Stage(id, kind, name, state, records, bytes, total, null, null, null, null, null, Map.of()));
    }

    /** What few stages have. Used where it is made. */
    private record StageBuilder(Stage made) {
        StageBuilder lag(long value, String unit) {
            return with(new Lag(value, unit), made.waitsFor(), made.waitReason(), made.failure(), made.detail());
        }

        StageBuilder waits(String stage, String reason) {
            return with(made.lag(), stage, reason, made.failure(), made.detail());
        }

        StageBuilder failure(Failure failure) {
            return with(made.lag(), made.waitsFor(), made.waitReason(), failure, made.detail());
        }

        StageBuilder detail(Map<String, Long> detail) {
            return with(made.lag(), made.waitsFor(), made.waitReason(), made.failure(), detail);
        }

        Stage times(double factor) {
            return new Stage(
                    made.id(),
                    made.kind(),
                    made.name(),
                    made.state(),
                    (double) Math.round(made.recordsPerSecond() * factor),
                    made.bytesPerSecond(),
                    made.records(),
                    made.bytes(),
                    made.lag(),
                    made.waitsFor(),
                    made.waitReason(),
                    made.failure(),
                    made.detail());
        }

        private StageBuilder with(Lag lag, String stage, String reason, Failure failure, Map<String, Long> detail) {
            return new StageBuilder(new Stage(
                    made.id(),
                    made.kind(),
                    made.name(),
                    made.state(),
                    made.recordsPerSecond(),
                    made.bytesPerSecond(),
                    made.records(),
                    made.bytes(),
                    lag,
                    stage,
                    reason,
                    failure,
                    detail));
        }
    }

    List<FileRow> files(int count) {
        List<FileRow> files = new ArrayList<>();
        files.add(new FileRow(
                "trades", "/data/trades/current.csv", 9_871_600L, 10_000_000L, 128_400L, now - 400, "tailing", ""));
        files.add(new FileRow(
                "trades",
                "/data/trades/broken.csv.gz",
                4_096L,
                81_920L,
                77_824L,
                now - 90_000,
                "failed",
                "the gzip stream ends at byte 4,096"));
        for (int i = files.size(); i < count; i++) {
            files.add(new FileRow(
                    "trades",
                    String.format(Locale.ROOT, "/data/trades/2026/part-%05d.csv", i),
                    1_000L * i,
                    1_000L * i,
                    0L,
                    now - 60_000L * i,
                    i % 50 == 0 ? "rotated" : "done",
                    ""));
        }
        return files;
    }

    private List<Commit> commits(int count) {
        List<Commit> commits = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String table = List.of("trades", "trades", "s1").get(i % 3);
            long first = 6_000L * (i / 3);
            commits.add(new Commit(
                    table,
                    now - 3_300L * (count - i),
                    i,
                    "market-" + table,
                    i % 3 == 1 ? 1 : 0,
                    first,
                    first + 5_999,
                    3,
                    6_000,
                    184_320));
        }
        return commits;
    }

    private List<Problem> problems() {
        return List.of(
                new Problem(
                        0,
                        now - 900_000,
                        "late",
                        "12 s behind the end of window s1, which has closed",
                        "market-trades",
                        1,
                        40_211L,
                        "/data/trades/2026/part-00017.csv",
                        88_120L),
                new Problem(
                        0,
                        now - 610_000,
                        "invalid",
                        "price: \"12,5\" is no decimal(18,8)",
                        "market-trades",
                        0,
                        70_404L,
                        "/data/trades/current.csv",
                        4_511_004L),
                new Problem(
                        0,
                        now - 95_000,
                        "failed-file",
                        "the gzip stream ends at byte 4,096",
                        null,
                        null,
                        null,
                        "/data/trades/broken.csv.gz",
                        4_096L),
                new Problem(
                        0,
                        now - 42_000,
                        "dead-letter",
                        "schema 7 is not compatible with schema 6: column quantity has become text",
                        "market-trades",
                        0,
                        90_551L,
                        null,
                        null));
    }

    private static Point point(long at) {
        double swing = Math.sin(at / 300_000.0) + 0.35 * Math.sin(at / 47_000.0);
        return new Point(
                at,
                98_400 + 21_000 * swing,
                1_250 + 260 * swing,
                61 + 4 * swing,
                1_240 + 250 * swing,
                Math.round(3_200 + 900 * swing),
                swing > 1.3 ? 1 : 0);
    }

    @Override
    public List<Bar> bars(String key, String window, Long from, Long to, int limit) {
        long length = window.equals("m1") ? 60_000 : 1_000;
        long end = now / length * length;
        long first = end - BARS * length;
        List<Bar> bars = new ArrayList<>();
        for (long start = first; start < end && (to == null || start < to); start += length) {
            bars.add(bar(key, window, start));
        }
        return bars.subList(Math.max(0, bars.size() - limit), bars.size());
    }

    /** A bar that every look at its start finds the same. */
    static Bar bar(String key, String window, long start) {
        long length = window.equals("m1") ? 60_000 : 1_000;
        long step = start / length;
        int open = price(key, step - 1);
        int close = price(key, step);
        int reach = 3 + (int) Math.floorMod(step * 31, 9L);
        return new Bar(
                key,
                window,
                start,
                start + length,
                decimal(open),
                decimal(Math.max(open, close) + reach),
                decimal(Math.min(open, close) - reach),
                decimal(close),
                String.valueOf(400 + Math.floorMod(step * 7919, 900L)),
                decimal((open + close) / 2),
                21,
                false,
                0);
    }

    private static int price(String key, long step) {
        double wave = 60 * Math.sin(step / 37.0) + 25 * Math.sin(step / 7.3) + Math.floorMod(step * 2654435761L, 23L);
        return PRICES.getOrDefault(key, 10_000) + (int) Math.round(wave);
    }

    private static String decimal(int hundredths) {
        return BigDecimal.valueOf(hundredths, 2).toPlainString();
    }

    @Override
    public Optional<TopicRecord> record(String topic, int partition, long offset) {
        if (offset > 1_000_000) {
            return Optional.empty();
        }
        return Optional.of(new TopicRecord(
                topic,
                partition,
                offset,
                now - 42_000,
                "AAPL",
                "{\"ts\":1790000000000000,\"symbol\":\"AAPL\",\"price\":\"181.20\",\"quantity\":\"many\",\"sequence\":90551}",
                false,
                List.of(
                        new TopicRecord.Header("sluice.file", "/data/trades/current.csv"),
                        new TopicRecord.Header("sluice.offset", "4511004"))));
    }
}
