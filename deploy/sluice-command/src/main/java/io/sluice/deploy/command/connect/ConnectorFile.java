package io.sluice.deploy.command.connect;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A connector's configuration as a file has it: Connect's {@code {"name": …, "config": {…}}}, or only the keys. Immutable.
 *
 * @param file where it is from
 * @param config every key, with {@code name}, sorted
 */
record ConnectorFile(Path file, String name, Map<String, String> config) {
    private static final String ENDING = ".json";
    private static final String NAME = "name";
    private static final String CONFIG = "config";
    private static final ObjectMapper JSON = new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    ConnectorFile {
        config = Collections.unmodifiableMap(new TreeMap<>(config));
    }

    private static Refusal mistake(Path file, String message) {
        return new Refusal(file + ": " + message);
    }

    /** The files that are named, and those that end in {@code .json} in directories that are named. */
    static List<ConnectorFile> readAll(List<Path> places) throws IOException {
        List<ConnectorFile> read = new ArrayList<>();
        Map<String, Path> names = new TreeMap<>();
        for (Path place : places) {
            for (Path file : filesOf(place)) {
                ConnectorFile connector = read(file);
                Path other = names.putIfAbsent(connector.name, file);
                if (other != null) {
                    throw mistake(file, "its connector is named " + connector.name + ", as that of " + other);
                }
                read.add(connector);
            }
        }
        return read;
    }

    private static List<Path> filesOf(Path place) throws IOException {
        if (!Files.isDirectory(place)) {
            return List.of(place);
        }
        try (Stream<Path> files = Files.list(place)) {
            List<Path> found = files.filter(file -> file.toString().endsWith(ENDING) && Files.isRegularFile(file))
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                throw mistake(place, "no file in this directory ends in " + ENDING);
            }
            return found;
        }
    }

    private static ConnectorFile read(Path file) throws IOException {
        JsonNode json;
        try {
            json = JSON.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw mistake(
                    file,
                    "not JSON: " + e.getOriginalMessage() + " (line "
                            + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ")");
        } catch (NoSuchFileException e) {
            throw mistake(file, "there is no such file");
        }
        if (!json.isObject()) {
            throw mistake(file, "it must hold one JSON object: {\"name\": …, \"config\": {…}}");
        }
        JsonNode keys = json;
        if (json.has(CONFIG)) {
            keys = json.get(CONFIG);
            for (Map.Entry<String, JsonNode> entry : json.properties()) {
                if (!entry.getKey().equals(NAME) && !entry.getKey().equals(CONFIG)) {
                    throw mistake(file, "the key \"" + entry.getKey() + "\" stands beside \"config\"; move it into it");
                }
            }
        }
        Map<String, String> config = config(file, keys);
        String name = json.path(NAME).asText(config.getOrDefault(NAME, ""));
        if (name.isBlank()) {
            throw mistake(file, "the connector has no name: add \"name\": …");
        }
        if (!config.getOrDefault(NAME, name).equals(name)) {
            throw mistake(file, "two names: " + name + ", and in the config " + config.get(NAME));
        }
        config.put(NAME, name);
        return new ConnectorFile(file, name, config);
    }

    private static Map<String, String> config(Path file, JsonNode keys) throws Refusal {
        if (!keys.isObject()) {
            throw mistake(file, "\"config\" must be an object");
        }
        Map<String, String> config = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : keys.properties()) {
            JsonNode value = entry.getValue();
            if (value.isContainerNode()) {
                throw mistake(file, "the value of " + entry.getKey() + " must be text, not an object or a list");
            }
            if (!value.isNull()) {
                config.put(entry.getKey(), value.asText());
            }
        }
        return config;
    }
}
