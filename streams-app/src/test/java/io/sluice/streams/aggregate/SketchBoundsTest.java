package io.sluice.streams.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.record.RowSchema;
import io.sluice.streams.bytes.PackedReader;
import io.sluice.streams.bytes.PackedWriter;
import io.sluice.streams.rows.RowValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the sketches promise: their bounds, and for distinct values no dependence on the order at all. */
class SketchBoundsTest {
    private static final RowSchema SCHEMA = RowSchema.parse("n long");
    private static final Aggregates AGGREGATES =
            Aggregates.parse("distinct(n), quantiles(n, 0, 0.01, 0.5, 0.99, 1)", SCHEMA, 0);

    @Test
    void aHundredThousandValuesInManyPartsAreEstimatedWithinTheBounds() {
        long seed = 5;
        Map<String, Object> first = null;
        for (int schedule = 0; schedule < 3; schedule++) {
            Map<String, Object> shown = ShownFields.of(AGGREGATES, parts(new Random(seed + schedule)));
            assertThat((long) shown.get("distinct_n")).isBetween(95_200L, 104_800L);
            assertThat((double) shown.get("n_p01")).isCloseTo(1_000, within(100.0));
            assertThat((double) shown.get("n_p50")).isCloseTo(50_000, within(750.0));
            assertThat((double) shown.get("n_p99")).isCloseTo(99_000, within(100.0));
            assertThat(shown.get("n_p0")).isEqualTo(0.0);
            assertThat(shown.get("n_p100")).isEqualTo(99_999.0);
            if (first != null) {
                assertThat(shown.get("distinct_n")).isEqualTo(first.get("distinct_n"));
            }
            first = shown;
        }
    }

    private static AggregateValues parts(Random random) {
        List<AggregateValues> parts = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            parts.add(AGGREGATES.newValues());
        }
        RowValues row = new RowValues(SCHEMA);
        for (int n = 0; n < 100_000; n++) {
            row.longValue(0, n);
            parts.get(random.nextInt(parts.size())).add(row, new Order(0));
        }
        AggregateValues all = AGGREGATES.newValues();
        PackedWriter out = new PackedWriter();
        for (AggregateValues part : parts) {
            part.write(out.clear());
            AggregateValues read = AGGREGATES.newValues();
            read.read(new PackedReader().over(out.toBytes()));
            all.merge(read);
        }
        return all;
    }
}
