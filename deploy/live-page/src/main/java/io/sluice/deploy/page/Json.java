package io.sluice.deploy.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What is shown, as JSON in one line. Any thread. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The page cannot show " + value.getClass() + " as JSON", e);
        }
    }

    /** In UTF-8; half a character, which may come of a broken file name, is a question mark. */
    static byte[] bytes(Object value) {
        return text(value).getBytes(StandardCharsets.UTF_8);
    }

    static JsonNode tree(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("This is no JSON: " + e.getMessage(), e);
        }
    }

    /** The text under a name of an object; fails with a message for the user. */
    static String field(byte[] json, String name) {
        try {
            var field = MAPPER.readTree(json).path(name);
            if (field.isTextual()) {
                return field.textValue();
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("The body is no JSON object", e);
        }
        throw new IllegalArgumentException("The body must be a JSON object with the text \"" + name + "\"");
    }
}
