package io.sluice.streams.rows;

import io.sluice.record.ChunkHeaders;
import io.sluice.record.ChunkRowDecoder;
import io.sluice.record.MalformedChunkException;
import io.sluice.record.RowSchema;
import java.io.IOException;
import java.util.Optional;

/**
 * The rows of a record: of one line, of a chunk of a file's lines, or of Connect's JSON. Owned by one task's thread.
 */
public final class RecordRows {
    /**
     * What a record holds, before its rows are decoded.
     *
     * @param fileId the file that it is a chunk of, or null
     * @param position the position in the file of its first byte
     * @param csvHeader what it brings of a CSV file's header
     * @param isLast whether the file ends with it
     * @param bytes its lines
     * @param isText whether they are as {@link InputFormat} says, or else JSON that was made of a Connect struct
     * @param refusal why the record holds no rows, or null
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed on at once, never compared.
    public record Content(
            String fileId,
            long position,
            Optional<String> csvHeader,
            boolean isLast,
            byte[] bytes,
            boolean isText,
            String refusal) {
        static Content refused(String why) {
            return new Content(null, 0, Optional.empty(), false, null, false, why);
        }

        static Content ofNoFile(byte[] bytes, boolean isText) {
            return new Content(null, 0, Optional.empty(), false, bytes, isText, null);
        }
    }

    // More than a processor can wait for at a time.
    private static final int ROWS_AT_ONCE = 32;

    private final InputFormat format;
    private final ChunkRowDecoder chunks;
    private final ChunkRowDecoder lines;
    private final ChunkRowDecoder structs;
    private final ConnectJson connect;
    private final RowValues values;

    public RecordRows(RowSchema schema, InputFormat format) {
        this.format = format;
        chunks = new ChunkRowDecoder(format.lines(schema, true));
        lines = new ChunkRowDecoder(format.lines(schema, false));
        structs = new ChunkRowDecoder(new InputFormat(InputFormat.Kind.JSON, format.csv(), false).lines(schema, false));
        connect = format.kind() == InputFormat.Kind.CONNECT_JSON ? new ConnectJson(schema) : null;
        values = new RowValues(schema, ROWS_AT_ONCE);
    }

    /** Looks what the record is. */
    public Content content(InputRecord record) {
        byte[] value = record.value();
        if (value == null) {
            return Content.refused("a tombstone: the record has no value");
        }
        if (format.kind() == InputFormat.Kind.CONNECT_JSON) {
            try {
                ConnectJson.Line line = connect.line(record.topic(), value);
                return Content.ofNoFile(line.line(), line.isText());
            } catch (IOException e) {
                return Content.refused("no JSON of Connect: " + e.getMessage());
            }
        }
        if (!ChunkHeaders.areIn(record.headers())) {
            return Content.ofNoFile(value, true);
        }
        return chunk(record);
    }

    private static Content chunk(InputRecord record) {
        ChunkHeaders headers;
        try {
            headers = ChunkHeaders.read(record.headers());
        } catch (MalformedChunkException e) {
            return Content.refused(e.getMessage());
        }
        if (headers.length() != record.value().length) {
            return Content.refused("the chunk of '" + headers.file() + "' at offset " + headers.offset()
                    + " should have " + headers.length() + " bytes, and has " + record.value().length);
        }
        if (headers.framing() != ChunkHeaders.Framing.LINES) {
            return Content.refused("the chunk of '" + headers.file() + "' at offset " + headers.offset()
                    + " was cut anywhere, and so holds no whole lines; let the source frame this file as line chunks");
        }
        return new Content(
                headers.fileId(), headers.offset(), headers.csvHeader(), headers.isLast(), record.value(), true, null);
    }

    /** Hands over the rows of what {@link #content} found. */
    public void decode(Content content, RowReceiver receiver) {
        ChunkRowDecoder decoder = !content.isText() ? structs : content.fileId() == null ? lines : chunks;
        decoder.decode(content.bytes(), content.csvHeader(), content.position(), values.to(receiver, content.bytes()));
        values.end();
    }
}
