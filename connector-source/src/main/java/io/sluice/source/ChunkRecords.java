package io.sluice.source;

import io.sluice.record.ChunkHeaders;
import io.sluice.record.ChunkHeaders.FileEnd;
import io.sluice.record.ChunkHeaders.Framing;
import io.sluice.source.tail.FramePoint;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;

/** The headers by which a file is put together again from its chunks. Owned by the reader thread. */
final class ChunkRecords {

    private final Framing framing;

    ChunkRecords(Framing framing) {
        this.framing = framing;
    }

    Iterable<Header> headers(int length, long position, FramePoint point) {
        Optional<FileEnd> end =
                point.isLast() ? Optional.of(new FileEnd(point.index() + 1, point.sha256())) : Optional.empty();
        ConnectHeaders headers = new ConnectHeaders();
        new ChunkHeaders(
                        point.file().found().path().toString(),
                        point.file().id(),
                        position,
                        length,
                        point.index(),
                        framing,
                        end)
                .write((name, value) -> headers.addString(name, new String(value, StandardCharsets.UTF_8)));
        return headers;
    }
}
