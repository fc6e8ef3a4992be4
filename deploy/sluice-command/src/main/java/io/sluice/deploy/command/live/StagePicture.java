package io.sluice.deploy.command.live;

import io.sluice.deploy.command.live.Commits.Behind;
import io.sluice.deploy.command.live.StageRules.Judged;
import io.sluice.deploy.command.pipeline.Generated.Connector;
import io.sluice.deploy.command.pipeline.Input;
import io.sluice.deploy.command.pipeline.Pipeline;
import io.sluice.deploy.command.pipeline.Table;
import io.sluice.deploy.page.Commit.Progress;
import io.sluice.deploy.page.FileRow;
import io.sluice.deploy.page.PipelineState.Failure;
import io.sluice.deploy.page.PipelineState.Flow;
import io.sluice.deploy.page.PipelineState.Lag;
import io.sluice.deploy.page.PipelineState.Stage;
import io.sluice.deploy.page.PipelineState.Totals;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Draws the stages from what was seen: rates, lags, and who waits for whom. Remembers what rates need. Used by one thread.
 */
final class StagePicture {
    private static final long DEFAULT_BUDGET = 16L << 20;

    private final Plan plan;
    private final Map<String, Rate> rates = new HashMap<>();
    private final Commits commits = new Commits();

    StagePicture(Plan plan) {
        this.plan = plan;
    }

    /** The stages and what is between them, with the sums that the charts are of. */
    record Drawn(
            List<Stage> stages,
            List<Flow> flows,
            Totals totals,
            List<Progress> progress,
            Double bytesPerSecond,
            Double recordsPerSecond,
            Double barsPerSecond,
            Double rowsPerSecond,
            Long latencyMillis) {}

    /** One drawing under way. */
    private final class Drawing {
        private final Sight sight;
        private final List<Stage> stages = new ArrayList<>();
        private final List<Flow> flows = new ArrayList<>();
        private final List<Progress> progress = new ArrayList<>();
        private final Map<String, Behind> behind = new HashMap<>();
        private final Map<String, Judged> judged = new HashMap<>();
        private Double bytes;
        private Double records;
        private Double rows;
        private Long latency;

        Drawing(Sight sight) {
            this.sight = sight;
        }

        private Drawn drawn() {
            Pipeline pipeline = plan.pipeline();
            commits.add(sight.at(), sight.ends());
            for (Table table : pipeline.tables()) {
                behind.put(
                        table.name(),
                        commits.of(
                                sight.at(),
                                sight.tables().get(table.name()),
                                sight.number(plan.sink(table).name(), "offsets-uncommitted")));
            }
            pipeline.inputs().forEach(this::directory);
            pipeline.inputs().forEach(this::topic);
            plan.levels().keySet().forEach(this::window);
            pipeline.tables().forEach(this::table);
            return new Drawn(
                    stages,
                    flows,
                    totals(),
                    progress,
                    bytes,
                    records,
                    rate("results", sight.app().count("results")),
                    rows,
                    latency);
        }

        private Double rate(String what, Number total) {
            return rates.computeIfAbsent(what, unused -> new Rate()).add(sight.at(), total);
        }

        private Failure failure(Connector connector) {
            ConnectorSights.Sight seen = sight.connectors().get(connector.name());
            return seen == null ? null : seen.failure();
        }

        private void add(
                String id,
                String kind,
                String name,
                Judged judgement,
                Double recordRate,
                Double byteRate,
                Long recordCount,
                Long byteCount,
                Lag lag,
                Failure failure,
                Map<String, Long> detail) {
            detail.values().removeIf(value -> value == null);
            judged.put(id, judgement);
            stages.add(new Stage(
                    id,
                    kind,
                    name,
                    judgement.state(),
                    recordRate,
                    byteRate,
                    recordCount,
                    byteCount,
                    lag,
                    judgement.waitsFor(),
                    judgement.reason(),
                    failure,
                    detail));
        }

        private void directory(Input input) {
            Connector connector = plan.source(input);
            String name = connector.name();
            Failure failure = failure(connector);
            Double recordRate = rate(name + " records", sight.number(name, "records-sent"));
            Double byteRate = rate(name + " bytes", sight.number(name, "bytes-read"));
            Long failing = sight.number(name, "files-failing");
            Long measured = sight.number(name, "lag-bytes");
            List<FileRow> files = sight.files().get(input.name());
            Long lag = measured != null ? measured : sum(files, true);
            Map<String, Long> detail = new LinkedHashMap<>();
            detail.put("files", files == null ? null : Long.valueOf(files.size()));
            detail.put("filesBehind", sight.number(name, "lag-files"));
            detail.put("filesFailing", failing);
            detail.put("badRecords", sight.number(name, "bad-records"));
            detail.put("losses", sight.number(name, "losses"));
            detail.put("bytesInFlight", sight.number(name, "bytes-in-flight"));
            add(
                    Plan.directory(input),
                    "directory",
                    input.name(),
                    StageRules.directory(
                            failure,
                            byteRate,
                            lag,
                            sight.number(name, "bytes-in-flight" + WorkerBeans.LARGEST),
                            budget(connector),
                            failing,
                            plan.topic(input.name())),
                    recordRate,
                    byteRate,
                    null,
                    sum(files, false),
                    lag == null ? null : new Lag(lag, "bytes"),
                    failure,
                    detail);
            bytes = plus(bytes, byteRate);
            records = plus(records, recordRate);
            flow(Plan.directory(input), plan.topic(input.name()), name, failure, byteRate);
        }

        private Long sum(List<FileRow> files, boolean lag) {
            if (files == null) {
                return null;
            }
            long sum = 0;
            for (FileRow file : files) {
                Long value = lag ? file.lag() : file.position();
                sum += value == null ? 0 : value;
            }
            return sum;
        }

        private void topic(Input input) {
            String topic = plan.pipeline().topic(input.name());
            Long end = sight.end(topic);
            Double offsetRate = rate(topic, end);
            Long sent = sight.number(plan.source(input).name(), "records-sent");
            // Exact, without the marks of transactions, if the source tells.
            Double recordRate = sent == null ? offsetRate : rate(topic + " sent", sent);
            String slowest = null;
            Long most = null;
            double allowed = 0;
            if (plan.pipeline()
                    .windows()
                    .filter(of -> of.input().equals(input.name()))
                    .isPresent()) {
                most = sight.app().lag(topic);
                slowest = firstWindow();
                allowed = StageRules.mostBehind(offsetRate, 0);
            }
            for (Table table : plan.pipeline().tables()) {
                Long lag = table.name().equals(input.name())
                        ? behind.get(table.name()).records()
                        : null;
                // A sink is behind by what it has not committed yet, as it is told to.
                double more =
                        StageRules.mostBehind(offsetRate, 2 * plan.pipeline().every() / 1_000.0);
                if (lag != null && (most == null || lag - more > most - allowed)) {
                    most = lag;
                    slowest = Plan.table(table);
                    allowed = more;
                }
            }
            Map<String, Long> detail = new LinkedHashMap<>();
            detail.put("endOffsets", end);
            detail.put("partitions", Long.valueOf(input.partitions()));
            add(
                    plan.topic(input.name()),
                    "topic",
                    topic,
                    StageRules.topic(offsetRate, end, slowest, most, allowed),
                    recordRate,
                    null,
                    null,
                    null,
                    most == null ? null : new Lag(most, "records"),
                    null,
                    detail);
        }

        private String firstWindow() {
            return plan.levels().keySet().stream().map(Plan::window).findFirst().orElse(null);
        }

        private void window(String level) {
            String topic = plan.pipeline().topic(level);
            Double rate = rate(topic, sight.end(topic));
            boolean first = Plan.window(level).equals(firstWindow());
            Long lag = first
                    ? sight.app()
                            .lag(plan.pipeline()
                                    .topic(plan.pipeline()
                                            .windows()
                                            .orElseThrow()
                                            .input()))
                    : null;
            Map<String, Long> detail = new LinkedHashMap<>();
            if (first) {
                detail.put("late", late());
                detail.put("corrected", sight.app().count("corrected_rows"));
                detail.put("invalid", sight.app().count("invalid_rows"));
                detail.put("results", sight.app().count("results"));
            }
            detail.put("endOffsets", sight.end(topic));
            add(
                    Plan.window(level),
                    "window",
                    level,
                    StageRules.window(sight.app().answers(), rate),
                    rate,
                    null,
                    null,
                    null,
                    lag == null ? null : new Lag(lag, "records"),
                    null,
                    detail);
            flow(plan.before(level), Plan.window(level), plan.pipeline().name() + "-windows", null, rate);
        }

        private void table(Table table) {
            Connector connector = plan.sink(table);
            String name = connector.name();
            Failure failure = failure(connector);
            TableTail.Sight seen = sight.tables().get(table.name());
            Behind lag = behind.get(table.name());
            Long rowCount = seen != null ? Long.valueOf(seen.content().rows()) : sight.number(name, "rows-committed");
            Long byteCount =
                    seen != null ? Long.valueOf(seen.content().bytes()) : sight.number(name, "bytes-committed");
            // A log in S3 is looked at too seldom for a rate.
            boolean near = TablePlace.of(plan.pipeline(), table).directory().isPresent();
            Double rowRate = rate(name + " rows", near ? rowCount : sight.number(name, "rows-committed"));
            Map<String, Long> detail = new LinkedHashMap<>();
            detail.put(
                    "files", seen == null ? null : Long.valueOf(seen.content().files()));
            detail.put("openFiles", sight.number(name, "files-open"));
            detail.put("deadLetters", sight.number(name, "dead-letters"));
            detail.put("retries", sight.number(name, "store-retries"));
            detail.put("oldestUncommittedMillis", lag.oldestMillis());
            add(
                    Plan.table(table),
                    "table",
                    table.name(),
                    StageRules.table(
                            failure,
                            sight.connectors().containsKey(name) || seen != null,
                            rowRate,
                            sight.number(name, "breaker-open"),
                            rate(name + " pauses", sight.number(name, "budget-pauses"))),
                    rowRate,
                    rate(name + " written", near ? byteCount : sight.number(name, "bytes-committed")),
                    rowCount,
                    byteCount,
                    lag.records() == null ? null : new Lag(lag.records(), "records"),
                    failure,
                    detail);
            progress.addAll(lag.partitions());
            rows = plus(rows, rowRate);
            if (lag.oldestMillis() != null) {
                latency = Math.max(latency == null ? 0 : latency, lag.oldestMillis());
            }
            flow(plan.before(table), Plan.table(table), name, failure, rowRate);
        }

        private void flow(String from, String to, String via, Failure failure, Double rate) {
            Judged before = judged.get(from);
            flows.add(new Flow(from, to, via, StageRules.flow(failure, before, to, rate), failure));
        }

        private Long late() {
            Long late = sight.app().count("late_rows");
            Long corrected = sight.app().count("corrected_rows");
            return late == null || corrected == null ? null : Long.valueOf(late + corrected);
        }

        private Totals totals() {
            Long deadLetters = null;
            for (String topic : plan.deadLetterTopics()) {
                Long end = sight.end(topic);
                deadLetters = end == null ? deadLetters : Long.valueOf((deadLetters == null ? 0 : deadLetters) + end);
            }
            return new Totals(late(), sight.app().count("invalid_rows"), deadLetters);
        }
    }

    Drawn draw(Sight sight) {
        return new Drawing(sight).drawn();
    }

    private static long budget(Connector connector) {
        String set = connector.config().get("budget.bytes");
        return set != null && set.matches("[0-9]{1,18}") ? Long.parseLong(set) : DEFAULT_BUDGET;
    }

    private static Double plus(Double sum, Double more) {
        return more == null ? sum : Double.valueOf((sum == null ? 0 : sum) + more);
    }
}
