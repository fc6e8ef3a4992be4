package io.sluice.sink.files;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;

/** A checksum of what is in a record, the same in every process. Stateless. */
final class RecordCrc {
    private static final int DEEPEST = 64;

    private RecordCrc() {}

    static String of(SinkRecord record) {
        CRC32C crc = new CRC32C();
        add(crc, record.key(), 0);
        add(crc, record.value(), 0);
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    private static void add(CRC32C crc, Object value, int depth) {
        if (value == null || depth > DEEPEST) {
            crc.update(0);
        } else if (value instanceof byte[] bytes) {
            crc.update(1);
            crc.update(bytes);
        } else if (value instanceof ByteBuffer buffer) {
            crc.update(1);
            crc.update(buffer.duplicate());
        } else if (value instanceof Struct struct) {
            crc.update(2);
            for (Field field : struct.schema().fields()) {
                add(crc, field.name(), depth + 1);
                add(crc, struct.getWithoutDefault(field.name()), depth + 1);
            }
        } else if (value instanceof Map<?, ?> map) {
            addUnordered(crc, map, depth);
        } else if (value instanceof List<?> list) {
            crc.update(4);
            list.forEach(each -> add(crc, each, depth + 1));
        } else {
            String text =
                    value instanceof Date date ? Long.toString(date.toInstant().toEpochMilli()) : value.toString();
            crc.update(5);
            crc.update(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Maps of two processes may have two orders. */
    private static void addUnordered(CRC32C crc, Map<?, ?> map, int depth) {
        long sum = 0;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            CRC32C one = new CRC32C();
            add(one, entry.getKey(), depth + 1);
            add(one, entry.getValue(), depth + 1);
            sum += one.getValue();
        }
        crc.update(3);
        crc.update(Long.toHexString(sum).getBytes(StandardCharsets.UTF_8));
    }
}
