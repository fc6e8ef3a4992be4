package io.sluice.deploy.command.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.deploy.page.Bar;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Results of the application as bars, as {@code deploy/topics/bars.md} has them. Any thread. */
final class BarJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private BarJson() {}

    /** The value of a record; empty if it is no closed window. */
    static Optional<Bar> one(String key, byte[] value) {
        try {
            return bar(key, JSON.readTree(value));
        } catch (IOException other) {
            return Optional.empty(); // Avro, say
        }
    }

    /** What the application answers for a key: the closed windows. */
    static List<Bar> all(String key, String array) throws IOException {
        List<Bar> bars = new ArrayList<>();
        try {
            for (JsonNode each : JSON.readTree(array)) {
                bar(key, each).ifPresent(bars::add);
            }
        } catch (JsonProcessingException e) {
            throw new IOException("The application's answer for " + key + " is no JSON", e);
        }
        return bars;
    }

    private static Optional<Bar> bar(String key, JsonNode json) {
        if (!json.isObject() || !json.path("final").asBoolean(false)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Bar(
                    key,
                    json.path("window").asText(),
                    Instant.parse(json.path("start").asText()).toEpochMilli(),
                    Instant.parse(json.path("end").asText()).toEpochMilli(),
                    number(json, "open"),
                    number(json, "high"),
                    number(json, "low"),
                    number(json, "close"),
                    number(json, "volume"),
                    number(json, "vwap"),
                    json.path("rows").asLong(),
                    json.path("gap").asBoolean(false),
                    json.path("revision").asLong()));
        } catch (DateTimeException other) {
            return Optional.empty();
        }
    }

    /** Under its name, or with one that {@code as NAME} put before it; null if there is none. */
    private static String number(JsonNode json, String name) {
        JsonNode value = json.get(name);
        for (Iterator<String> fields = json.fieldNames(); value == null && fields.hasNext(); ) {
            String field = fields.next();
            if (field.endsWith("_" + name)) {
                value = json.get(field);
            }
        }
        return value == null || value.isNull() ? null : value.asText();
    }
}
