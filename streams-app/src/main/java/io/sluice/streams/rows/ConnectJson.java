package io.sluice.streams.rows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.record.Column;
import io.sluice.record.ColumnType.Kind;
import io.sluice.record.RowSchema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.json.JsonConverter;

/**
 * Turns what Connect's JsonConverter wrote into a line of JSON that the row decoder reads: an envelope's struct by its
 * schema, so that Connect's decimals, dates and timestamps are what they are; an object without a schema as it is; and
 * text, in either, as the line itself. One per decoding thread.
 */
final class ConnectJson {
    /**
     * What was found.
     *
     * @param line the line's bytes
     * @param isText whether it was a text, which may be of another format than JSON
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed on at once, never compared.
    record Line(byte[] line, boolean isText) {}

    private static final JsonFactory JSON = new JsonFactory();

    private final RowSchema schema;
    // Numbers with a point stay what they are: not even for a moment is one a double.
    private final ObjectMapper mapper = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private final JsonConverter converter = new JsonConverter();

    ConnectJson(RowSchema schema) {
        this.schema = schema;
        converter.configure(Map.of("schemas.enable", true, "schemas.cache.size", 100), false);
    }

    /**
     * The line that the value holds.
     *
     * @throws IOException if it holds none; the message says why
     */
    Line line(String topic, byte[] value) throws IOException {
        JsonNode root = mapper.readTree(value);
        if (root == null) {
            throw new IOException("the value is empty");
        }
        if (root.isObject() && root.size() == 2 && root.has("schema") && root.has("payload")) {
            return root.get("schema").isNull() ? plain(root.get("payload"), null) : withSchema(topic, value);
        }
        return plain(root, value);
    }

    private Line plain(JsonNode payload, byte[] bytes) throws IOException {
        if (payload.isTextual()) {
            return new Line(payload.textValue().getBytes(StandardCharsets.UTF_8), true);
        }
        if (payload.isObject()) {
            return new Line(bytes == null ? mapper.writeValueAsBytes(payload) : oneLine(bytes), false);
        }
        throw new IOException("the value is JSON, and neither an object nor a text");
    }

    /** Line ends between tokens, which JSON lines do not have; inside texts they are escaped anyway. */
    private static byte[] oneLine(byte[] bytes) {
        byte[] line = bytes.clone();
        for (int i = 0; i < line.length; i++) {
            if (line[i] == '\n' || line[i] == '\r') {
                line[i] = ' ';
            }
        }
        return line;
    }

    private Line withSchema(String topic, byte[] value) throws IOException {
        SchemaAndValue found;
        try {
            found = converter.toConnectData(topic, value);
        } catch (RuntimeException e) {
            throw new IOException("the value does not fit the schema that it carries: " + e.getMessage(), e);
        }
        if (found.value() instanceof String text) {
            return new Line(text.getBytes(StandardCharsets.UTF_8), true);
        }
        if (found.value() instanceof byte[] bytes) {
            return new Line(bytes, true);
        }
        if (found.value() instanceof Struct struct) {
            return new Line(json(struct), false);
        }
        throw new IOException("the value's schema is neither a struct nor a string nor bytes");
    }

    private byte[] json(Struct struct) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            for (Column column : schema.columns()) {
                Field field = struct.schema().field(column.name());
                Object value = field == null ? null : struct.get(field);
                if (value != null) {
                    json.writeFieldName(column.name());
                    write(json, column, value);
                }
            }
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    private static void write(JsonGenerator json, Column column, Object value) throws IOException {
        if (value instanceof Boolean bool) {
            json.writeBoolean(bool);
        } else if (value instanceof Date date) {
            boolean day = column.type().kind() == Kind.DATE;
            json.writeString(
                    day
                            ? LocalDate.ofInstant(date.toInstant(), ZoneOffset.UTC)
                                    .toString()
                            : date.toInstant().toString());
        } else if (value instanceof BigDecimal decimal) {
            json.writeString(decimal.toPlainString());
        } else if (value instanceof byte[] bytes) {
            json.writeString(Base64.getEncoder().encodeToString(bytes));
        } else if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            json.writeString(Base64.getEncoder().encodeToString(bytes));
        } else {
            // Numbers too: as text, which holds infinities.
            json.writeString(value.toString());
        }
    }
}
