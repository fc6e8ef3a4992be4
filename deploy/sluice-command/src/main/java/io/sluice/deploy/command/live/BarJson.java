package io.sluice.deploy.command.live;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.deploy.page.Bar;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Results of the application as bars, as {@code deploy/topics/bars.md} has them. Hundreds come each second, so they are not made into
 * trees first. Used by one thread at a time.
 */
final class BarJson {
    private static final JsonFactory JSON = new JsonFactory();

    /** Many keys close at the same moments. */
    private static final int MOST_TIMES = 64;

    private final Map<String, Long> times = new HashMap<>();

    /** The fields of one result. */
    private static final class Fields {
        private static final List<String> VALUES = List.of("open", "high", "low", "close", "volume", "vwap");

        private final String[] values = new String[VALUES.size()];
        private final boolean[] exact = new boolean[VALUES.size()];
        private String window = "";
        private String start = "";
        private String end = "";
        private long rows;
        private long revision;
        private boolean gap;
        private boolean isFinal;

        void take(String name, JsonParser json) throws IOException {
            switch (name) {
                case "window" -> window = json.getText();
                case "start" -> start = json.getText();
                case "end" -> end = json.getText();
                case "rows" -> rows = json.getValueAsLong();
                case "revision" -> revision = json.getValueAsLong();
                case "gap" -> gap = json.getValueAsBoolean();
                case "final" -> isFinal = json.getValueAsBoolean();
                default -> value(name, json);
            }
        }

        /** Under its name, or with one that {@code as NAME} put before it; the first of those. */
        private void value(String name, JsonParser json) throws IOException {
            for (int i = 0; i < values.length; i++) {
                String wanted = VALUES.get(i);
                boolean is = name.equals(wanted);
                boolean like = !exact[i]
                        && values[i] == null
                        && name.endsWith(wanted)
                        && name.length() > wanted.length()
                        && name.charAt(name.length() - wanted.length() - 1) == '_';
                if (is || like) {
                    values[i] = json.currentToken() == JsonToken.VALUE_NULL ? null : json.getText();
                    exact[i] |= is;
                }
            }
        }
    }

    /** The value of a record; empty if it is no closed window. */
    Optional<Bar> one(String key, byte[] value) {
        try (JsonParser json = JSON.createParser(value)) {
            return json.nextToken() == JsonToken.START_OBJECT ? bar(key, json) : Optional.empty();
        } catch (IOException other) {
            return Optional.empty(); // Avro, say
        }
    }

    /** What the application answers for a key: the closed windows. */
    List<Bar> all(String key, String array) throws IOException {
        List<Bar> bars = new ArrayList<>();
        try (JsonParser json = JSON.createParser(array)) {
            if (json.nextToken() != JsonToken.START_ARRAY) {
                return bars;
            }
            for (JsonToken next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
                if (next == null) {
                    throw new IOException("The application's answer for " + key + " ends in the middle");
                }
                if (next == JsonToken.START_OBJECT) {
                    bar(key, json).ifPresent(bars::add);
                } else {
                    json.skipChildren();
                }
            }
        } catch (JsonProcessingException e) {
            throw new IOException("The application's answer for " + key + " is no JSON", e);
        }
        return bars;
    }

    private Optional<Bar> bar(String key, JsonParser json) throws IOException {
        Fields fields = new Fields();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            if (json.nextToken().isStructStart()) {
                json.skipChildren();
            } else {
                fields.take(name, json);
            }
        }
        if (!fields.isFinal) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Bar(
                    key,
                    fields.window,
                    millis(fields.start),
                    millis(fields.end),
                    fields.values[0],
                    fields.values[1],
                    fields.values[2],
                    fields.values[3],
                    fields.values[4],
                    fields.values[5],
                    fields.rows,
                    fields.gap,
                    fields.revision));
        } catch (DateTimeException other) {
            return Optional.empty();
        }
    }

    private long millis(String time) {
        Long known = times.get(time);
        if (known == null) {
            if (times.size() == MOST_TIMES) {
                times.clear();
            }
            known = Instant.parse(time).toEpochMilli();
            times.put(time, known);
        }
        return known;
    }
}
