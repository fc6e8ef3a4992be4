package io.sluice.deploy.command.dataset;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/**
 * A row as one JSON object: times and dates as ISO 8601 text, decimals as numbers, UUIDs as text, bytes in Base64, lists as
 * arrays, maps as arrays of pairs. One thread.
 */
final class RowJson {
    private final JsonFactory factory = new JsonFactory();

    String text(Group row) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = factory.createGenerator(text)) {
            write(json, row);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, Group group) throws IOException {
        GroupType type = group.getType();
        json.writeStartObject();
        for (int field = 0; field < type.getFieldCount(); field++) {
            json.writeFieldName(type.getFieldName(field));
            int count = group.getFieldRepetitionCount(field);
            if (type.getType(field).isRepetition(Type.Repetition.REPEATED)) {
                json.writeStartArray();
                for (int i = 0; i < count; i++) {
                    value(json, group, field, i);
                }
                json.writeEndArray();
            } else if (count == 0) {
                json.writeNull();
            } else {
                value(json, group, field, 0);
            }
        }
        json.writeEndObject();
    }

    private static void value(JsonGenerator json, Group group, int field, int index) throws IOException {
        Type type = group.getType().getType(field);
        if (type.isPrimitive()) {
            primitive(json, group, field, index, type.asPrimitiveType());
            return;
        }
        Group value = group.getGroup(field, index);
        LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
        if (logical instanceof ListLogicalTypeAnnotation) {
            elements(json, value, false);
        } else if (logical instanceof MapLogicalTypeAnnotation) {
            elements(json, value, true);
        } else {
            write(json, value);
        }
    }

    /** The repeated group in a list or map: of each, the element, or the key and the value. */
    private static void elements(JsonGenerator json, Group value, boolean pairs) throws IOException {
        json.writeStartArray();
        for (int i = 0; i < value.getFieldRepetitionCount(0); i++) {
            if (value.getType().getType(0).isPrimitive()) {
                value(json, value, 0, i);
                continue;
            }
            Group element = value.getGroup(0, i);
            if (pairs) {
                write(json, element);
            } else if (element.getFieldRepetitionCount(0) == 0) {
                json.writeNull();
            } else {
                value(json, element, 0, 0);
            }
        }
        json.writeEndArray();
    }

    private static void primitive(JsonGenerator json, Group group, int field, int index, PrimitiveType type)
            throws IOException {
        LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
        switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> json.writeBoolean(group.getBoolean(field, index));
            case FLOAT -> json.writeNumber(group.getFloat(field, index));
            case DOUBLE -> json.writeNumber(group.getDouble(field, index));
            case INT32 -> whole(json, group.getInteger(field, index), logical);
            case INT64 -> whole(json, group.getLong(field, index), logical);
            default -> bytes(json, group.getBinary(field, index).getBytes(), logical);
        }
    }

    private static void whole(JsonGenerator json, long value, LogicalTypeAnnotation logical) throws IOException {
        if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
            json.writeNumber(BigDecimal.valueOf(value, decimal.getScale()));
        } else if (logical instanceof DateLogicalTypeAnnotation) {
            json.writeString(LocalDate.ofEpochDay(value).toString());
        } else if (logical instanceof TimestampLogicalTypeAnnotation timestamp) {
            Instant instant = instant(value, timestamp.getUnit());
            json.writeString(
                    timestamp.isAdjustedToUTC()
                            ? instant.toString()
                            : LocalDateTime.ofInstant(instant, ZoneOffset.UTC).toString());
        } else if (logical instanceof TimeLogicalTypeAnnotation time) {
            json.writeString(LocalTime.ofNanoOfDay(value * (1_000_000_000L / perSecond(time.getUnit())))
                    .toString());
        } else {
            json.writeNumber(value);
        }
    }

    private static Instant instant(long value, TimeUnit unit) {
        long perSecond = perSecond(unit);
        return Instant.ofEpochSecond(
                Math.floorDiv(value, perSecond), Math.floorMod(value, perSecond) * (1_000_000_000L / perSecond));
    }

    private static long perSecond(TimeUnit unit) {
        return switch (unit) {
            case MILLIS -> 1_000L;
            case MICROS -> 1_000_000L;
            case NANOS -> 1_000_000_000L;
        };
    }

    private static void bytes(JsonGenerator json, byte[] value, LogicalTypeAnnotation logical) throws IOException {
        if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
            json.writeNumber(new BigDecimal(new BigInteger(value), decimal.getScale()));
        } else if (logical instanceof UUIDLogicalTypeAnnotation) {
            ByteBuffer bits = ByteBuffer.wrap(value);
            json.writeString(new UUID(bits.getLong(), bits.getLong()).toString());
        } else if (logical == null) {
            json.writeBinary(value);
        } else {
            json.writeString(new String(value, StandardCharsets.UTF_8));
        }
    }
}
