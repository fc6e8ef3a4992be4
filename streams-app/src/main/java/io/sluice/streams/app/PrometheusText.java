package io.sluice.streams.app;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/** What was counted, and what Kafka measures, in Prometheus's text format. Any thread may ask. */
final class PrometheusText {
    private final Counts counts;
    private final Supplier<Map<MetricName, ? extends Metric>> kafka;

    PrometheusText(Counts counts, Supplier<Map<MetricName, ? extends Metric>> kafka) {
        this.counts = counts;
        this.kafka = kafka;
    }

    String text() {
        StringBuilder out = new StringBuilder(8_192);
        counter(out, "records", "Records read from the input topics", counts.records.sum());
        counter(out, "invalid_rows", "Rows refused, and sent to the invalid topic", counts.invalidRows.sum());
        counter(out, "partial_records", "Records sent to the repartition topic", counts.partialRecords.sum());
        counter(out, "partial_bytes", "Bytes sent to the repartition topic", counts.partialBytes.sum());
        counter(out, "results", "Results emitted, updates and corrections among them", counts.results.sum());
        counter(
                out,
                "late_rows",
                "Rows that came after their window was emitted, and are in none",
                counts.lateRows.sum());
        counter(out, "corrected_rows", "Late rows that are in a correction", counts.correctedRows.sum());
        counter(out, "replaced_threads", "Stream threads that failed and were replaced", counts.replacedThreads.sum());
        counter(
                out,
                "restored_records",
                "Records read from changelogs to restore state; those that a standby had already are not among them",
                counts.restoredRecords.sum());
        gauge(out, "open_windows", "Windows that have rows and are not closed", counts.openWindows.sum());
        counts.commitAge()
                .ifPresent(age ->
                        gauge(out, "commit_age_ms", "Milliseconds since a task last began to commit", age.toMillis()));
        TreeMap<String, StringBuilder> gauges = new TreeMap<>();
        kafka.get().forEach((name, metric) -> {
            if (metric.metricValue() instanceof Number value) {
                String metricName = sanitized("kafka_" + name.group() + "_" + name.name());
                gauges.computeIfAbsent(metricName, anew -> new StringBuilder())
                        .append(metricName)
                        .append(labels(name))
                        .append(' ')
                        .append(number(value.doubleValue()))
                        .append('\n');
            }
        });
        gauges.forEach((name, lines) ->
                out.append("# TYPE ").append(name).append(" gauge\n").append(lines));
        return out.toString();
    }

    private static void counter(StringBuilder out, String name, String help, long value) {
        number(out, "sluice_streams_" + name + "_total", "counter", help, value);
    }

    private static void gauge(StringBuilder out, String name, String help, long value) {
        number(out, "sluice_streams_" + name, "gauge", help, value);
    }

    private static void number(StringBuilder out, String name, String type, String help, long value) {
        out.append("# HELP ").append(name).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        out.append(name).append(' ').append(value).append('\n');
    }

    private static String number(double value) {
        return Double.isNaN(value)
                ? "NaN"
                : Double.isInfinite(value) ? value > 0 ? "+Inf" : "-Inf" : Double.toString(value);
    }

    private static String labels(MetricName name) {
        if (name.tags().isEmpty()) {
            return "";
        }
        StringBuilder labels = new StringBuilder("{");
        new TreeMap<>(name.tags()).forEach((tag, value) -> {
            labels.append(labels.length() > 1 ? "," : "").append(sanitized(tag)).append("=\"");
            labels.append(value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"))
                    .append('"');
        });
        return labels.append('}').toString();
    }

    private static String sanitized(String name) {
        return name.replaceAll("[^a-zA-Z0-9_]", "_");
    }
}
