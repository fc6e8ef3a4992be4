package io.sluice.deploy.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files below {@code deploy} that users take as they are. Read by any thread. */
final class Shipped {
    static final Path DEPLOY = Path.of("..").toAbsolutePath().normalize();

    private static final ObjectMapper JSON = new ObjectMapper();

    private Shipped() {}

    static List<Path> files(String directory, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(DEPLOY.resolve(directory))) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    static List<Path> connectors() throws IOException {
        return files("connect/connectors", ".json");
    }

    static JsonNode json(Path file) throws IOException {
        return JSON.readTree(file.toFile());
    }

    /** The configuration of a connector as Connect completes it: with its name. */
    static Map<String, String> config(Path connector) throws IOException {
        JsonNode file = json(connector);
        Map<String, String> config = new TreeMap<>();
        file.path("config")
                .properties()
                .forEach(entry -> config.put(entry.getKey(), entry.getValue().textValue()));
        config.put("name", file.path("name").textValue());
        return config;
    }

    static Map<String, String> properties(String file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(DEPLOY.resolve(file), StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        Map<String, String> map = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> map.put(key, properties.getProperty(key)));
        return map;
    }
}
