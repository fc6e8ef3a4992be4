package io.sluice.streams.app;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/** What was counted, and what Kafka measures, in Prometheus's text format. Any thread may ask. */
final class PrometheusText {
    private final Counts counts;
    private final Supplier<Map<MetricName, ? extends Metric>> kafka;

    /** How Kafka's metrics are written, of which there are thousands: to make that anew for each question would cost most of it. */
    private final Map<MetricName, Written> known = new ConcurrentHashMap<>();

    /** A metric's name, and the labels behind it. */
    private record Written(String name, String labels) {
        static Written of(MetricName metric) {
            return new Written(sanitized("kafka_" + metric.group() + "_" + metric.name()), labelsOf(metric));
        }
    }

    PrometheusText(Counts counts, Supplier<Map<MetricName, ? extends Metric>> kafka) {
        this.counts = counts;
        this.kafka = kafka;
    }

    /** @param names of those that are wanted; empty for all */
    String text(Collection<String> names) {
        StringBuilder out = new StringBuilder(names.isEmpty() ? 65_536 : 4_096);
        Wanted wanted = new Wanted(out, Set.copyOf(names));
        counted(wanted);
        Map<MetricName, ? extends Metric> all = kafka.get();
        if (known.size() > 2 * all.size()) {
            known.clear(); // Most are of threads and tasks that are no more.
        }
        TreeMap<String, StringBuilder> gauges = new TreeMap<>();
        all.forEach((metricName, metric) -> {
            Written written = known.computeIfAbsent(metricName, Written::of);
            if (wanted.takes(written.name) && metric.metricValue() instanceof Number value) {
                gauges.computeIfAbsent(written.name, anew -> new StringBuilder())
                        .append(written.name)
                        .append(written.labels)
                        .append(' ')
                        .append(number(value.doubleValue()))
                        .append('\n');
            }
        });
        gauges.forEach((name, lines) ->
                out.append("# TYPE ").append(name).append(" gauge\n").append(lines));
        return out.toString();
    }

    private void counted(Wanted out) {
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
    }

    private static void counter(Wanted out, String name, String help, long value) {
        out.number("sluice_streams_" + name + "_total", "counter", help, value);
    }

    private static void gauge(Wanted out, String name, String help, long value) {
        out.number("sluice_streams_" + name, "gauge", help, value);
    }

    /** A page of those metrics that somebody wants. */
    private record Wanted(StringBuilder out, Set<String> names) {
        boolean takes(String name) {
            return names.isEmpty() || names.contains(name);
        }

        void number(String name, String type, String help, long value) {
            if (takes(name)) {
                out.append("# HELP ").append(name).append(' ').append(help).append('\n');
                out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
                out.append(name).append(' ').append(value).append('\n');
            }
        }
    }

    private static String number(double value) {
        return Double.isNaN(value)
                ? "NaN"
                : Double.isInfinite(value) ? value > 0 ? "+Inf" : "-Inf" : Double.toString(value);
    }

    private static String labelsOf(MetricName name) {
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
