package io.sluice.deploy.command.live;

import io.sluice.deploy.command.connect.MetricsPage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * What the application counts, by its metrics page. Immutable.
 *
 * @param page null if it does not answer
 */
record AppNumbers(MetricsPage page) {
    static final AppNumbers NONE = new AppNumbers(null);

    private static final String COUNTED = "sluice_streams_";
    private static final String LAG = "kafka_consumer_fetch_manager_metrics_records_lag";

    static AppNumbers ask(HttpClient http, URI app) throws IOException, InterruptedException {
        return of(MetricsPage.get(http, app.resolve("/metrics")));
    }

    /** Of thousands of lines only those that are looked at. */
    static AppNumbers of(String text) {
        return new AppNumbers(MetricsPage.of(List.of(text.lines()
                .filter(line -> line.startsWith(COUNTED) || line.startsWith(LAG + "{"))
                .collect(Collectors.joining("\n")))));
    }

    boolean answers() {
        return page != null;
    }

    /** One of the application's own counts since it started; null if it is not known. */
    Long count(String name) {
        return number(COUNTED + name + "_total", Map.of());
    }

    /** Records of a topic that it has not read. */
    Long lag(String topic) {
        return number(LAG, Map.of("topic", topic));
    }

    private Long number(String name, Map<String, String> labels) {
        if (page == null) {
            return null;
        }
        OptionalDouble value = page.sum(name, labels);
        return value.isPresent() ? Math.round(value.getAsDouble()) : null;
    }
}
