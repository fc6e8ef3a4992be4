package io.sluice.source;

import io.sluice.record.ChunkHeaders;
import io.sluice.record.ChunkHeaders.FileEnd;
import io.sluice.record.ChunkHeaders.Framing;
import io.sluice.source.tail.FramePoint;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;

/** The headers by which a file is put together again from its chunks. Owned by the reader thread. */
final class ChunkRecords {

    private final Framing framing;

    /** What the file that is read begins with, as far as it is to be known to understand any of it. */
    private ByteBuffer prologue = ByteBuffer.allocate(0);

    private Optional<String> csvHeader = Optional.empty();

    ChunkRecords(Framing framing) {
        this.framing = framing;
    }

    /** What follows is of a file that begins so. */
    void learn(ByteBuffer beginning) {
        if (beginning.equals(prologue)) {
            return;
        }
        prologue = beginning.duplicate();
        byte[] bytes = new byte[beginning.remaining()];
        beginning.duplicate().get(bytes);
        csvHeader = bytes.length == 0
                ? Optional.empty()
                : Optional.of(Base64.getEncoder().encodeToString(bytes));
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
                        end,
                        csvHeader)
                .write((name, value) -> headers.addString(name, new String(value, StandardCharsets.UTF_8)));
        return headers;
    }
}
