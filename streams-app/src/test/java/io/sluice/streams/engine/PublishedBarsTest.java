package io.sluice.streams.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.record.RowSchema;
import io.sluice.streams.aggregate.Aggregates;
import io.sluice.streams.window.Level;
import io.sluice.streams.window.TimeScale;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/**
 * Second bars as an exchange's data vendor published them, rolled up to minutes, against the minute bars that he published:
 * every digit of all 2,819.
 */
class PublishedBarsTest {
    private static final List<LocalDate> DAYS = List.of(LocalDate.of(2016, 10, 7), LocalDate.of(2016, 10, 8));

    private record Published(long millis, String open, String high, String low, String close, String volume) {}

    @Test
    void barsOfBarsAreThePublishedMinutes() throws IOException {
        RowSchema schema = RowSchema.parse("ts timestamp_millis, symbol string, open decimal(18,8), high decimal(18,8),"
                + " low decimal(18,8), close decimal(18,8), volume decimal(18,8)");
        Plan plan = plan(
                schema,
                List.of(),
                "first(open) as open, max(high) as high, min(low) as low, last(close) as close, sum(volume) as volume,"
                        + " count() as n");
        List<String> lines = new ArrayList<>();
        for (Published bar : published("second")) {
            lines.add(bar.millis + ",BTCUSD," + bar.open + "," + bar.high + "," + bar.low + "," + bar.close + ","
                    + bar.volume + "\n");
        }
        isThePublishedMinutes(run(plan, lines, 1), 7_516);
    }

    @Test
    void ohlcvOfTheFourTradesOfEachSecondIsThePublishedMinutes() throws IOException {
        RowSchema schema = RowSchema.parse(
                "ts timestamp_millis, symbol string, price decimal(18,8)," + " quantity decimal(18,8), number int");
        Plan plan = plan(schema, List.of(4), "ohlcv(price, quantity), count() as n");
        List<String> lines = new ArrayList<>();
        for (Published bar : published("second")) {
            String[] prices = {bar.open, bar.high, bar.low, bar.close};
            for (int i = 0; i < prices.length; i++) {
                lines.add(bar.millis + ",BTCUSD," + prices[i] + "," + (i == 0 ? bar.volume : "0") + "," + i + "\n");
            }
        }
        isThePublishedMinutes(run(plan, lines, 2), 30_064);
    }

    private static void isThePublishedMinutes(EngineRun engine, long rows) throws IOException {
        assertThat(engine.late).isEmpty();
        assertThat(engine.refused).isEmpty();
        List<EngineRun.Result> minutes = engine.results.stream()
                .filter(result -> result.level().equals("m1"))
                .toList();
        List<Published> expected = published("minute");
        assertThat(expected).hasSize(2_819);
        assertThat(minutes).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            EngineRun.Result bar = minutes.get(i);
            Published wanted = expected.get(i);
            assertThat(bar.start()).isEqualTo(wanted.millis);
            assertThat((BigDecimal) bar.fields().get("open"))
                    .as("open of %s", wanted)
                    .isEqualByComparingTo(wanted.open);
            assertThat((BigDecimal) bar.fields().get("high"))
                    .as("high of %s", wanted)
                    .isEqualByComparingTo(wanted.high);
            assertThat((BigDecimal) bar.fields().get("low"))
                    .as("low of %s", wanted)
                    .isEqualByComparingTo(wanted.low);
            assertThat((BigDecimal) bar.fields().get("close"))
                    .as("close of %s", wanted)
                    .isEqualByComparingTo(wanted.close);
            assertThat((BigDecimal) bar.fields().get("volume"))
                    .as("volume of %s", wanted)
                    .isEqualByComparingTo(wanted.volume);
        }
        assertThat(minutes.stream().mapToLong(EngineRun.Result::rows).sum()).isEqualTo(rows);
    }

    private static EngineRun run(Plan plan, List<String> lines, long seed) {
        Random random = new Random(seed);
        EngineRun engine = new EngineRun(plan);
        long position = 0;
        for (int from = 0, number = 0; from < lines.size(); number++) {
            int to = Math.min(lines.size(), from + random.nextInt(1, 400));
            String chunk = String.join("", lines.subList(from, to));
            engine.fold(Origin.ofFile("trades", 0, number, "day"), chunk, position)
                    .forEach(engine::accept);
            position += chunk.length();
            from = to;
        }
        engine.accept(PartialAggregates.inputEnded("f:day".getBytes(StandardCharsets.UTF_8)));
        engine.accept(PartialAggregates.upstream(0, 1, true, TestPlans.IDLE.toMillis(), 0));
        return engine;
    }

    private static Plan plan(RowSchema schema, List<Integer> sequence, String aggregates) {
        return new Plan(
                schema,
                new KeyColumns(schema, List.of("symbol")),
                0,
                sequence,
                Aggregates.parse(aggregates, schema, sequence.size()),
                TestPlans.levels(Duration.ZERO, Level.Emit.FINAL, 0, "s1=tumbling 1s", "m1=tumbling 1m of s1"),
                TimeScale.MILLIS,
                false,
                Optional.empty(),
                0);
    }

    private static List<Published> published(String size) throws IOException {
        List<Published> bars = new ArrayList<>();
        for (LocalDate day : DAYS) {
            long midnight = day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
            String name = "/lean/" + size + "/" + day.toString().replace("-", "") + "_trade.zip";
            try (InputStream file = PublishedBarsTest.class.getResourceAsStream(name);
                    ZipInputStream zip = new ZipInputStream(file)) {
                zip.getNextEntry();
                for (String line : new String(zip.readAllBytes(), StandardCharsets.US_ASCII)
                        .lines()
                        .toList()) {
                    String[] fields = line.split(",");
                    bars.add(new Published(
                            midnight + Long.parseLong(fields[0]),
                            fields[1],
                            fields[2],
                            fields[3],
                            fields[4],
                            fields[5]));
                }
            }
        }
        return bars;
    }
}
