package io.sluice.streams.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.record.RowSchema;
import io.sluice.streams.bytes.PackedReader;
import io.sluice.streams.bytes.PackedWriter;
import io.sluice.streams.rows.RowValues;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Every aggregate, over rows that are added, split, merged and stored in any way, against what BigDecimal says. */
class AggregatesPropertyTest {
    private static final RowSchema SCHEMA = RowSchema.parse("ts timestamp_micros, price decimal(18,4)?,"
            + " quantity decimal(18,3)?, big decimal(38,2)?, n long?, d double?, name string?");
    private static final Aggregates AGGREGATES = Aggregates.parse(
            "ohlcv(price, quantity), ohlcv(big, price) as big, count() as rows, count(name), sum(quantity), sum(big),"
                    + " sum(n), sum(d), min(price), max(big), min(name), avg(price), avg(d), variance(price),"
                    + " variance(big), variance(d), first(name), last(n), distinct(name), quantiles(d, 0.5, 0.99),"
                    + " max(d), sum(price)",
            SCHEMA,
            0);
    private static final byte[] INPUT = "p:trades-0".getBytes(StandardCharsets.UTF_8);

    private record Row(
            long ts, Long price, Long quantity, BigInteger big, Long n, Double d, String name, long offset) {}

    @Test
    void anySplitAndOrderOfMergingGivesWhatBigDecimalSays() {
        long seed = 20161007;
        for (int schedule = 0; schedule < 2_000; schedule++) {
            Random random = new Random(seed + schedule);
            List<Row> rows = rows(random);
            Map<String, Object> shown = ShownFields.of(AGGREGATES, merged(rows, random));
            assertThat(shown).as("seed %d", seed + schedule).containsAllEntriesOf(expected(rows));
            if (rows.stream().anyMatch(row -> row.d != null)) {
                double[] values = rows.stream()
                        .filter(row -> row.d != null)
                        .mapToDouble(row -> row.d)
                        .toArray();
                double sum = Arrays.stream(values).sum();
                double size = Arrays.stream(values).map(Math::abs).sum();
                assertThat((double) shown.get("sum_d"))
                        .as("seed %d", seed + schedule)
                        .isCloseTo(sum, within(1e-15 * size));
                double mean = sum / values.length;
                if (values.length > 1) {
                    double variance = Arrays.stream(values)
                                    .map(value -> (value - mean) * (value - mean))
                                    .sum()
                            / (values.length - 1);
                    assertThat((double) shown.get("variance_d")).isCloseTo(variance, within(1e-9 * variance + 1e-300));
                }
            }
        }
    }

    private static List<Row> rows(Random random) {
        List<Row> rows = new ArrayList<>();
        int count = random.nextInt(1, 60);
        boolean huge = random.nextInt(4) == 0;
        for (int i = 0; i < count; i++) {
            long price = huge ? 999_999_999_999_999_999L - random.nextInt(9) : random.nextLong(-50, 1_000_000);
            long quantity = huge ? 999_999_999_999_999_999L : random.nextLong(1, 5_000);
            rows.add(new Row(
                    random.nextInt(20),
                    random.nextInt(10) == 0 ? null : (Long) price,
                    random.nextInt(10) == 0 ? null : (Long) quantity,
                    random.nextInt(10) == 0 ? null : new BigInteger(huge ? 126 : 40, random).subtract(BigInteger.TEN),
                    random.nextInt(10) == 0 ? null : (Long) random.nextLong(),
                    random.nextInt(10) == 0 ? null : (Double) (random.nextGaussian() * 1e6 + 1e9),
                    random.nextInt(10) == 0 ? null : "n" + random.nextInt(40),
                    i));
        }
        return rows;
    }

    private static AggregateValues merged(List<Row> rows, Random random) {
        List<AggregateValues> parts = new ArrayList<>();
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            parts.add(AGGREGATES.newValues());
        }
        List<Row> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, random);
        RowValues values = new RowValues(SCHEMA);
        Order order = new Order(0);
        for (Row row : shuffled) {
            fill(values, row);
            order.time(row.ts);
            order.at(INPUT, row.offset, 0);
            parts.get(random.nextInt(parts.size())).add(values, order);
        }
        while (parts.size() > 1) {
            AggregateValues other = stored(parts.remove(random.nextInt(parts.size())));
            parts.get(random.nextInt(parts.size())).merge(other);
        }
        return stored(parts.get(0));
    }

    private static AggregateValues stored(AggregateValues values) {
        PackedWriter out = new PackedWriter();
        values.write(out);
        AggregateValues read = AGGREGATES.newValues();
        PackedReader in = new PackedReader().over(out.toBytes());
        read.read(in);
        assertThat(in.isAtEnd()).isTrue();
        return read;
    }

    private static void fill(RowValues values, Row row) {
        values.longValue(0, row.ts);
        decimal(values, 1, row.price);
        decimal(values, 2, row.quantity);
        if (row.big == null) {
            values.nullValue(3);
        } else {
            values.wideDecimalValue(3, row.big.shiftRight(64).longValue(), row.big.longValue());
        }
        decimal(values, 4, row.n);
        if (row.d == null) {
            values.nullValue(5);
        } else {
            values.doubleValue(5, row.d);
        }
        if (row.name == null) {
            values.nullValue(6);
        } else {
            byte[] name = row.name.getBytes(StandardCharsets.UTF_8);
            values.bytesValue(6, name, 0, name.length);
        }
    }

    private static void decimal(RowValues values, int column, Long value) {
        if (value == null) {
            values.nullValue(column);
        } else {
            values.longValue(column, value);
        }
    }

    private static Map<String, Object> expected(List<Row> rows) {
        Map<String, Object> all = new HashMap<>();
        List<Row> ordered = rows.stream()
                .sorted(Comparator.comparingLong(Row::ts).thenComparingLong(Row::offset))
                .toList();
        List<Row> trades = ordered.stream()
                .filter(row -> row.price != null && row.quantity != null)
                .toList();
        List<BigDecimal> prices = trades.stream().map(row -> price(row)).toList();
        all.put("open", prices.isEmpty() ? null : prices.get(0));
        all.put("close", prices.isEmpty() ? null : prices.get(prices.size() - 1));
        all.put("high", prices.stream().max(Comparator.naturalOrder()).orElse(null));
        all.put("low", prices.stream().min(Comparator.naturalOrder()).orElse(null));
        BigDecimal volume = trades.stream().map(row -> quantity(row)).reduce(new BigDecimal("0.000"), BigDecimal::add);
        all.put("volume", volume);
        BigDecimal turnover =
                trades.stream().map(row -> price(row).multiply(quantity(row))).reduce(BigDecimal.ZERO, BigDecimal::add);
        all.put("vwap", volume.signum() == 0 ? null : turnover.divide(volume, 10, RoundingMode.HALF_EVEN));
        all.put("trades", (long) trades.size());
        all.put("nulls", (long) rows.size() - trades.size());
        all.put("rows", (long) rows.size());
        all.put("count_name", values(ordered, Row::name).size() + 0L);
        all.put("sum_quantity", sum(values(ordered, row -> row.quantity == null ? null : quantity(row))));
        List<BigDecimal> bigs = values(ordered, row -> row.big == null ? null : new BigDecimal(row.big, 2));
        all.put("sum_big", sum(bigs));
        all.put("max_big", bigs.stream().max(Comparator.naturalOrder()).orElse(null));
        all.put("variance_big", variance(bigs, 10));
        all.put("sum_n", sum(values(ordered, row -> row.n == null ? null : BigDecimal.valueOf(row.n))));
        List<BigDecimal> allPrices = values(ordered, row -> row.price == null ? null : price(row));
        all.put("min_price", allPrices.stream().min(Comparator.naturalOrder()).orElse(null));
        all.put(
                "avg_price",
                allPrices.isEmpty()
                        ? null
                        : sum(allPrices).divide(BigDecimal.valueOf(allPrices.size()), 10, RoundingMode.HALF_EVEN));
        all.put("variance_price", variance(allPrices, 14));
        List<String> names = values(ordered, Row::name);
        all.put("min_name", names.stream().min(Comparator.naturalOrder()).orElse(null));
        all.put("first_name", names.isEmpty() ? null : names.get(0));
        all.put("distinct_name", names.stream().distinct().count());
        List<Long> numbers = values(ordered, Row::n);
        all.put("last_n", numbers.isEmpty() ? null : numbers.get(numbers.size() - 1));
        List<Double> doubles = values(ordered, Row::d).stream().sorted().toList();
        all.put("d_p50", doubles.isEmpty() ? null : doubles.get(doubles.size() / 2));
        all.put("max_d", doubles.isEmpty() ? null : doubles.get(doubles.size() - 1));
        return all;
    }

    private static BigDecimal price(Row row) {
        return BigDecimal.valueOf(row.price, 4);
    }

    private static BigDecimal quantity(Row row) {
        return BigDecimal.valueOf(row.quantity, 3);
    }

    private static <T> List<T> values(List<Row> rows, Function<Row, T> value) {
        return rows.stream().map(value).filter(Objects::nonNull).toList();
    }

    private static BigDecimal sum(List<BigDecimal> values) {
        return values.stream().reduce(BigDecimal::add).orElse(null);
    }

    private static BigDecimal variance(List<BigDecimal> values, int scale) {
        if (values.size() < 2) {
            return null;
        }
        BigDecimal count = BigDecimal.valueOf(values.size());
        BigDecimal squares = sum(values.stream().map(value -> value.pow(2)).toList());
        return count.multiply(squares)
                .subtract(sum(values).pow(2))
                .divide(count.multiply(count.subtract(BigDecimal.ONE)), scale, RoundingMode.HALF_EVEN);
    }
}
