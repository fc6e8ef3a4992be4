package io.sluice.record;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/** Cuts a file into chunks as the contract says, in the simplest way: what the reassembler is tested against. */
final class ReferenceChunker {

    private ReferenceChunker() {}

    /** A chunk record. Never compared, so an array is no trap. */
    @SuppressWarnings("ArrayRecordComponent")
    record Chunk(ChunkHeaders headers, byte[] value) {}

    /** Cuts {@code content} from {@code start}, the first byte of chunk {@code firstIndex}, to its end. */
    static List<Chunk> cut(
            String file,
            String id,
            byte[] content,
            ChunkHeaders.Framing framing,
            int start,
            long firstIndex,
            IntSupplier sizes) {
        List<Chunk> chunks = new ArrayList<>();
        long index = firstIndex;
        int at = start;
        do {
            int to = Math.min(content.length, at + Math.max(1, sizes.getAsInt()));
            if (framing == ChunkHeaders.Framing.LINES && to < content.length) {
                to = Math.min(Swar.indexOf(content, to - 1, content.length, '\n') + 1, content.length);
            }
            Optional<ChunkHeaders.FileEnd> end = to == content.length
                    ? Optional.of(new ChunkHeaders.FileEnd(index + 1, sha256(content)))
                    : Optional.empty();
            ChunkHeaders headers = new ChunkHeaders(file, id, at, to - at, index, framing, end);
            chunks.add(new Chunk(headers, Arrays.copyOfRange(content, at, to)));
            at = to;
            index++;
        } while (at < content.length);
        return chunks;
    }

    static List<Chunk> cut(String id, byte[] content, IntSupplier sizes) {
        return cut("/in/" + id, id, content, ChunkHeaders.Framing.BYTES, 0, 0, sizes);
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
