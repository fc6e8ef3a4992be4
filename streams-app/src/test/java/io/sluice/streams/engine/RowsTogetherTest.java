package io.sluice.streams.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.record.CsvFormat;
import io.sluice.record.CsvRows;
import io.sluice.streams.aggregate.Aggregates;
import io.sluice.streams.rows.RowValues;
import io.sluice.streams.window.Level;
import io.sluice.streams.window.TimeScale;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Rows that are handed over together add up to what they add up to one by one. */
class RowsTogetherTest {
    // Enough for the fold to look ahead.
    private static final int KEYS = 6_000;
    private static final int ROWS = 20_000;
    private static final int RECORDS = 10;

    private final Plan plan = new Plan(
            TestPlans.SCHEMA,
            new KeyColumns(TestPlans.SCHEMA, List.of("symbol")),
            0,
            List.of(),
            Aggregates.parse("ohlcv(price, quantity), first(symbol) as f, count() as n", TestPlans.SCHEMA, 0),
            TestPlans.levels(Duration.ZERO, Level.Emit.FINAL, 0, "a=tumbling 10ms"),
            TimeScale.MILLIS,
            false,
            Optional.empty(),
            0);

    @Test
    void rowsOfManyKeysWithQuotesAndFaultsAddUpToTheSameHoweverManyAreHandedOverAtOnce() {
        for (long seed = 1; seed <= 3; seed++) {
            List<String> alone = folded(seed, 1);
            assertThat(alone)
                    .as("with refused rows and records of seed %d", seed)
                    .hasSizeGreaterThan(100);
            for (int together : new int[] {2, 7, 32, ROWS}) {
                assertThat(folded(seed, together))
                        .as("%d rows at once, seed %d", together, seed)
                        .isEqualTo(alone);
            }
        }
    }

    /** The refused rows and the records that came out, in their order. */
    private List<String> folded(long seed, int together) {
        Random random = new Random(seed);
        List<String> all = new ArrayList<>();
        PartialAggregates folding = new PartialAggregates(
                plan, 2, Integer.MAX_VALUE, (row, from, length, reason) -> all.add(row + ": " + reason));
        CsvRows decoder = new CsvRows(plan.schema(), CsvFormat.standard());
        RowValues values = new RowValues(plan.schema(), together);
        for (int record = 0; record < RECORDS; record++) {
            StringBuilder csv = new StringBuilder();
            for (int i = 0; i < ROWS / RECORDS; i++) {
                int key = random.nextInt(KEYS);
                csv.append(random.nextInt(100)).append(',').append(symbol(key)).append(',');
                csv.append(random.nextInt(100) == 0 ? "none" : "1." + random.nextInt(10, 100))
                        .append(",1\n");
            }
            byte[] bytes = csv.toString().getBytes(StandardCharsets.UTF_8);
            folding.begin(Origin.ofFile("t", 0, record, "f" + record % 3), 1_000_000L * record);
            decoder.decode(bytes, 0, bytes.length, 1_000_000L * record, values.to(folding, bytes));
            values.end();
        }
        folding.flush((partition, value) -> all.add(partition + " " + new String(value, StandardCharsets.ISO_8859_1)));
        return all;
    }

    private static String symbol(int key) {
        return switch (key % 4) {
            case 0 -> "\"K\"\"" + key + "\"";
            case 1 -> "a longer key, ".replace(",", "") + key;
            case 2 -> key % 3 == 0 ? "" : "é" + key;
            default -> "S" + key;
        };
    }
}
