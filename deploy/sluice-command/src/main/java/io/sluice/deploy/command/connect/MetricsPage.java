package io.sluice.deploy.command.connect;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.DoubleBinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The numbers of a page in Prometheus's text format. Immutable. */
public final class MetricsPage {
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Pattern LINE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? (\\S+)(?: \\d+)?");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]\\w*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final List<Sample> samples;

    /** One number with its labels. */
    private record Sample(String name, Map<String, String> labels, double value) {}

    private MetricsPage(List<Sample> samples) {
        this.samples = List.copyOf(samples);
    }

    /** All that several pages say together. */
    public static MetricsPage of(List<String> pages) {
        List<Sample> samples = new ArrayList<>();
        for (String page : pages) {
            for (String line : page.lines().toList()) {
                Matcher matcher = LINE.matcher(line);
                if (matcher.matches()) {
                    samples.add(new Sample(matcher.group(1), labels(matcher.group(2)), number(matcher.group(3))));
                }
            }
        }
        return new MetricsPage(samples);
    }

    /** The page of an application, with these metrics only: to write all of them costs a hundred times as much. */
    public static URI some(URI app, Collection<String> names) {
        return app.resolve(names.stream()
                .map(name -> "name%5B%5D=" + URLEncoder.encode(name, StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", "/metrics?", "")));
    }

    /** The page's text. */
    public static String get(HttpClient http, URI page) throws IOException, InterruptedException {
        HttpResponse<String> response =
                http.send(HttpRequest.newBuilder(page).timeout(PATIENCE).build(), BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("answered with " + response.statusCode());
        }
        return response.body();
    }

    boolean isEmpty() {
        return samples.isEmpty();
    }

    /** The sum over all with these labels; empty if there is none, or none that is a number. */
    public OptionalDouble sum(String name, Map<String, String> labels) {
        return folded(name, labels, Double::sum);
    }

    /** The largest of all with these labels. */
    OptionalDouble max(String name, Map<String, String> labels) {
        return folded(name, labels, Math::max);
    }

    private OptionalDouble folded(String name, Map<String, String> labels, DoubleBinaryOperator fold) {
        return samples.stream()
                .filter(sample -> sample.name.equals(name)
                        && sample.labels.entrySet().containsAll(labels.entrySet())
                        && !Double.isNaN(sample.value))
                .mapToDouble(Sample::value)
                .reduce(fold);
    }

    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new HashMap<>();
        if (text != null) {
            Matcher matcher = LABEL.matcher(text);
            while (matcher.find()) {
                labels.put(
                        matcher.group(1),
                        matcher.group(2)
                                .replace("\\\"", "\"")
                                .replace("\\n", "\n")
                                .replace("\\\\", "\\"));
            }
        }
        return labels;
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text.replace("Inf", "Infinity"));
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
