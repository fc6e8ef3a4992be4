package io.sluice.source;

import io.sluice.record.ChunkHeaders;
import io.sluice.source.tail.FramePoint;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.ConnectHeaders;

/**
 * Makes records of what could not be used. The key is the file's id; the value is what stood in the file: bytes, or text
 * where the connector's values are text, as its converter may know nothing else. Then bytes that are no text are in the header
 * {@value #RAW} as well, in Base64. Owned by the reader thread.
 */
final class DeadLetters {

    static final String REASON = "sluice.reason";
    static final String RAW = "sluice.raw";

    private final String topic;
    private final Charset text;

    /** @param text null for bytes */
    DeadLetters(String topic, Charset text) {
        this.topic = topic;
        this.text = text;
    }

    FileRecord record(
            byte[] bytes,
            int from,
            int to,
            long position,
            String reason,
            Map<String, String> partition,
            FramePoint point) {
        ConnectHeaders headers = new ConnectHeaders();
        headers.addString(ChunkHeaders.FILE, point.file().found().path().toString());
        headers.addString(ChunkHeaders.FILE_ID, point.file().id());
        headers.addString(ChunkHeaders.OFFSET, Long.toString(position));
        headers.addString(REASON, reason);
        byte[] raw = Arrays.copyOfRange(bytes, from, to);
        Object value = raw;
        if (text != null) {
            String decoded = new String(raw, text);
            if (!Arrays.equals(decoded.getBytes(text), raw)) {
                headers.addString(RAW, Base64.getEncoder().encodeToString(raw));
            }
            value = decoded;
        }
        FileRecord.Content content = new FileRecord.Content(
                topic,
                Schema.STRING_SCHEMA,
                point.file().id(),
                text == null ? Schema.BYTES_SCHEMA : Schema.STRING_SCHEMA,
                value,
                null);
        return new FileRecord(FileRecord.Kind.DEAD_LETTER, partition, point, content, headers);
    }
}
