package io.sluice.deploy.artefacts;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.prometheus.jmx.JmxCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.management.MalformedObjectNameException;

/** The names of metrics: those that processes export, and those that monitoring asks for. */
final class ExportedMetrics {
    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z][a-zA-Z0-9_]*)(?:\\{|\\s)");
    private static final Pattern NAMED = Pattern.compile("\\b(?:sluice|kafka|jvm)_[a-z0-9_]+");

    private ExportedMetrics() {}

    /**
     * What the JMX exporter shows of a process that runs.
     *
     * @param pidFile of the process, its id in the first line
     * @param rules the exporter's configuration
     */
    static Set<String> ofProcess(Path pidFile, Path rules) throws IOException {
        try {
            VirtualMachine process =
                    VirtualMachine.attach(Files.readAllLines(pidFile).get(0));
            try {
                String url = process.startLocalManagementAgent();
                PrometheusRegistry registry = new PrometheusRegistry();
                new JmxCollector("jmxUrl: \"" + url + "\"\n" + Files.readString(rules)).register(registry);
                return registry.scrape().stream()
                        .map(snapshot -> snapshot.getMetadata().getPrometheusName())
                        .collect(Collectors.toCollection(TreeSet::new));
            } finally {
                process.detach();
            }
        } catch (AttachNotSupportedException | MalformedObjectNameException e) {
            throw new IOException("the process of " + pidFile + " cannot be looked into", e);
        }
    }

    /** What a page in Prometheus's format shows. */
    static Set<String> ofPage(URI page) throws IOException, InterruptedException {
        String text = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString())
                .body();
        Set<String> names = new TreeSet<>();
        Matcher matcher = SAMPLE.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    /** What the expressions of a file of rules or a dashboard name. */
    static Set<String> namedIn(Path file) throws IOException {
        Set<String> names = new TreeSet<>();
        for (String line : Files.readAllLines(file)) {
            if (line.strip().matches("(expr:|\"expr\":).*")) {
                Matcher matcher = NAMED.matcher(line);
                while (matcher.find()) {
                    names.add(matcher.group());
                }
            }
        }
        return names;
    }
}
