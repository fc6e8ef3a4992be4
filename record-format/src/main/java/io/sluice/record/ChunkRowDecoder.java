package io.sluice.record;

import java.util.Base64;
import java.util.Objects;
import java.util.Optional;

/**
 * Decodes the rows of chunks, of many files and in any mixture, as one partition of a topic holds them. A CSV file's columns are
 * found by the names that came with the chunk ({@link ChunkHeaders#csvHeader}), so a reader may begin in mid-file, and each file
 * may have its columns in an order of its own. Owned by one thread at a time.
 */
public final class ChunkRowDecoder {

    private final RowDecoder decoder;

    /** The same, if headers name its columns; else null. */
    private final CsvRows named;

    /** The header whose names the decoder goes by, as it came; null if it goes by another one, or by none. */
    private String learnt;

    private int learntBytes;

    public ChunkRowDecoder(RowDecoder decoder) {
        this.decoder = Objects.requireNonNull(decoder, "decoder");
        this.named = decoder instanceof CsvRows csv && csv.learnsHeaders() ? csv : null;
    }

    /** The columns that rows are decoded to. */
    public RowSchema schema() {
        return decoder.schema();
    }

    /**
     * Decodes the rows of one value.
     *
     * @param csvHeader what came with the chunk; empty if nothing did, or it is none
     * @param position of the value in its file; 0 if it is of none
     */
    public void decode(byte[] value, Optional<String> csvHeader, long position, RowVisitor visitor) {
        int from = 0;
        if (named != null) {
            if (csvHeader.isPresent()) {
                learn(csvHeader.get());
                // With a very small chunk, the header may not end in the first one.
                from = (int) Math.max(0, Math.min(value.length, learntBytes - position));
            } else {
                learnt = null;
                if (position > 0) {
                    named.forgetHeader();
                }
            }
        }
        decoder.decode(value, from, value.length - from, position + from, visitor);
    }

    private void learn(String header) {
        if (!header.equals(learnt)) {
            byte[] bytes = Base64.getDecoder().decode(header);
            learntBytes = named.learnHeader(bytes, 0, bytes.length);
            learnt = header;
        }
    }
}
