package io.sluice.source;

import io.sluice.record.ChunkHeaders;
import io.sluice.record.IncompleteFile;
import io.sluice.record.Reassembler;
import io.sluice.record.ReassemblyTarget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.source.SourceRecord;

/** Files put together again from records, as any reader of the topic would. */
final class CollectedChunks implements ReassemblyTarget {

    private final Map<String, byte[]> complete = new HashMap<>();

    private CollectedChunks() {}

    /** The complete files by their ids. */
    static Map<String, byte[]> of(List<SourceRecord> topic) {
        CollectedChunks collected = new CollectedChunks();
        try (Reassembler reassembler = new Reassembler(collected, 100, 100)) {
            for (SourceRecord record : topic) {
                byte[] value = (byte[]) record.value();
                reassembler.accept(ChunkHeaders.read(name -> header(record, name)), value, 0, value.length);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return collected.complete;
    }

    private static byte[] header(SourceRecord record, String name) {
        Header header = record.headers().lastWithName(name);
        return header == null ? null : ((String) header.value()).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Output open(ChunkHeaders first) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        return new Output() {
            @Override
            public void write(byte[] buffer, int offset, int length) {
                bytes.write(buffer, offset, length);
            }

            @Override
            public void complete(ChunkHeaders last) {
                complete.put(last.fileId(), bytes.toByteArray());
            }

            @Override
            public void discard() {
                bytes.reset();
            }
        };
    }

    @Override
    public void incomplete(IncompleteFile file) {
        // Not complete yet, or never.
    }
}
