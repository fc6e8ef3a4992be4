package io.sluice.streams.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

/** What is counted and measured, as text. */
class PrometheusTextTest {
    private final Counts counts = new Counts(() -> 0);
    private final Map<MetricName, Metric> kafka = new LinkedHashMap<>();
    private final AtomicInteger measured = new AtomicInteger();
    private final PrometheusText text = new PrometheusText(counts, () -> kafka);

    private void add(String name, Map<String, String> tags, Object value) {
        MetricName metricName = new MetricName(name, "consumer-metrics", "", tags);
        kafka.put(metricName, new Metric() {
            @Override
            public MetricName metricName() {
                return metricName;
            }

            @Override
            public Object metricValue() {
                measured.incrementAndGet();
                return value;
            }
        });
    }

    @Test
    void allIsTherePutTogetherByNameAndWithEscapedLabels() {
        counts.results.add(3);
        add("records-lag", Map.of("topic", "a\"b\\c", "client-id", "one"), 5.0);
        add("bytes-rate", Map.of(), Double.NaN);
        add("records-lag", Map.of("topic", "d"), Double.POSITIVE_INFINITY);
        add("version", Map.of(), "4.3.1");

        assertThat(text.text(List.of()))
                .contains("# TYPE sluice_streams_results_total counter\nsluice_streams_results_total 3\n")
                .contains("sluice_streams_open_windows 0\n")
                .endsWith("""
                        # TYPE kafka_consumer_metrics_bytes_rate gauge
                        kafka_consumer_metrics_bytes_rate NaN
                        # TYPE kafka_consumer_metrics_records_lag gauge
                        kafka_consumer_metrics_records_lag{client_id="one",topic="a\\"b\\\\c"} 5.0
                        kafka_consumer_metrics_records_lag{topic="d"} +Inf
                        """);
    }

    @Test
    void whoAsksForSomeGetsThoseAndTheOthersAreNotEvenMeasured() {
        add("records-lag", Map.of("topic", "a"), 5.0);
        for (int i = 0; i < 1_000; i++) {
            add("other-" + i, Map.of(), 1.0);
        }

        assertThat(text.text(
                        List.of("kafka_consumer_metrics_records_lag", "sluice_streams_late_rows_total", "unknown")))
                .isEqualTo("""
                        # HELP sluice_streams_late_rows_total Rows that came after their window was emitted, and are in none
                        # TYPE sluice_streams_late_rows_total counter
                        sluice_streams_late_rows_total 0
                        # TYPE kafka_consumer_metrics_records_lag gauge
                        kafka_consumer_metrics_records_lag{topic="a"} 5.0
                        """);
        assertThat(measured).hasValue(1);
    }

    @Test
    void metricsThatComeAndGoAreThereWhileTheyAre() {
        for (int i = 0; i < 10; i++) {
            kafka.clear();
            add("of-thread-" + i, Map.of(), i);
            assertThat(text.text(List.of("kafka_consumer_metrics_of_thread_" + i)))
                    .endsWith("kafka_consumer_metrics_of_thread_" + i + " " + (double) i + "\n");
        }
        assertThat(text.text(List.of())).doesNotContain("of_thread_8");
    }
}
