package io.sluice.deploy.artefacts;

import io.sluice.deploy.cluster.Companion;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** The application with the configuration that is shipped, but for addresses, to be started beside a cluster. Stateless. */
final class ShippedApp {
    private ShippedApp() {}

    /**
     * Describes it.
     *
     * @param directory where its configuration and its state are kept
     * @param additions what is appended to the shipped configuration
     */
    static Companion in(Path directory, String servers, Map<String, String> additions) throws IOException {
        Properties config = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("..", "app", "bars.properties"))) {
            config.load(reader);
        }
        config.putAll(additions);
        config.setProperty("bootstrap.servers", servers);
        config.setProperty("state.directory", directory.resolve("app-state").toString());
        config.setProperty("http.host", "127.0.0.1");
        Path file = directory.resolve("bars.properties");
        return new Companion("app", "/metrics", port -> {
            config.setProperty("http.port", Integer.toString(port));
            try (Writer writer = Files.newBufferedWriter(file)) {
                config.store(writer, null);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return command(file);
        });
    }

    /** Runs the application, with any configuration, for as long as its standard input is open. */
    static List<String> command(Path config) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "io.sluice.streams.app.StreamsMain",
                "--end-with-stdin",
                config.toString());
    }
}
