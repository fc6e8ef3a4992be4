package io.sluice.deploy.command.live;

import io.sluice.deploy.command.connect.MetricsPage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * What the application counts, by its metrics page. Immutable.
 *
 * @param page null if it does not answer
 */
record AppNumbers(MetricsPage page) {
    static final AppNumbers NONE = new AppNumbers(null);

    private static final String COUNTED = "sluice_streams_";
    private static final String LAG = "kafka_consumer_fetch_manager_metrics_records_lag";

    /** What anybody looks at. */
    private static final List<String> WANTED = Stream.concat(
                    Stream.of("results", "late_rows", "corrected_rows", "invalid_rows", "replaced_threads")
                            .map(AppNumbers::counted),
                    Stream.of(LAG))
            .toList();

    static AppNumbers ask(HttpClient http, URI app) throws IOException, InterruptedException {
        return of(MetricsPage.get(http, MetricsPage.some(app, WANTED)));
    }

    static AppNumbers of(String text) {
        return new AppNumbers(MetricsPage.of(List.of(text)));
    }

    private static String counted(String name) {
        return COUNTED + name + "_total";
    }

    boolean answers() {
        return page != null;
    }

    /** One of the application's own counts since it started; null if it is not known. */
    Long count(String name) {
        return number(counted(name), Map.of());
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
