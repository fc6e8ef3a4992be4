package io.sluice.streams.rows;

import io.sluice.record.ChunkHeaders;
import io.sluice.record.MalformedChunkException;
import io.sluice.record.RowDecoder;
import io.sluice.record.RowSchema;
import java.io.IOException;

/**
 * The rows of a record: of one line, of a chunk of a file's lines, or of Connect's JSON. Owned by one task's thread.
 */
public final class RecordRows {
    /**
     * What a record holds, before its rows are decoded.
     *
     * @param fileId the file that it is a chunk of, or null
     * @param position the position in the file of its first byte
     * @param isLast whether the file ends with it
     * @param bytes its lines
     * @param isText whether they are as {@link InputFormat} says, or else JSON that was made of a Connect struct
     * @param refusal why the record holds no rows, or null
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed on at once, never compared.
    public record Content(String fileId, long position, boolean isLast, byte[] bytes, boolean isText, String refusal) {
        static Content refused(String why) {
            return new Content(null, 0, false, null, false, why);
        }
    }

    private final InputFormat format;
    private final RowDecoder chunks;
    private final RowDecoder lines;
    private final RowDecoder structs;
    private final ConnectJson connect;
    private final RowValues values;

    public RecordRows(RowSchema schema, InputFormat format) {
        this.format = format;
        chunks = format.lines(schema, true);
        lines = format.lines(schema, false);
        structs = new InputFormat(InputFormat.Kind.JSON, format.csv(), false).lines(schema, false);
        connect = format.kind() == InputFormat.Kind.CONNECT_JSON ? new ConnectJson(schema) : null;
        values = new RowValues(schema);
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
                return new Content(null, 0, false, line.line(), line.isText(), null);
            } catch (IOException e) {
                return Content.refused("no JSON of Connect: " + e.getMessage());
            }
        }
        if (!ChunkHeaders.areIn(record.headers())) {
            return new Content(null, 0, false, value, true, null);
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
        return new Content(headers.fileId(), headers.offset(), headers.isLast(), record.value(), true, null);
    }

    /** Hands over the rows of what {@link #content} found. */
    public void decode(Content content, RowReceiver receiver) {
        RowDecoder decoder = !content.isText() ? structs : content.fileId() == null ? lines : chunks;
        decoder.decode(content.bytes(), 0, content.bytes().length, content.position(), values.to(receiver));
    }
}
