package io.sluice.record;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * One unfinished file: what was written of it, and what its next chunk must be. Owned by its {@link Reassembler}.
 *
 * <p>A chunk follows the one seen before it, or goes back (a repetition, or a new start, perhaps with other cuts and so
 * other indexes), or jumps ahead (a gap). Bytes are placed by offset. What cannot be is a contradiction, and the file is
 * given up: more chunks between two offsets than there are bytes, bytes behind the file's end, two ends.
 */
final class FileAssembly {

    /** How many gaps' ends are kept, the nearest: a file in more pieces than these is told of as they are filled. */
    private static final int MAX_GAPS = 64;

    private final String file;
    private final String fileId;
    private final MessageDigest digest = sha256();

    private ReassemblyTarget.Output output;
    private long written;

    // What would follow the chunk seen last, whether it was written or not.
    private long nextIndex;
    private long nextOffset;

    // Where chunks that were skipped begin again behind a gap, the end of the furthest chunk that came, and the file's
    // size once its last chunk came.
    private final NavigableSet<Long> gapEnds = new TreeSet<>();
    private long seenTo;
    private OptionalLong size = OptionalLong.empty();

    private boolean givenUp;

    FileAssembly(ChunkHeaders first) {
        file = first.file();
        fileId = first.fileId();
    }

    Reassembler.Outcome accept(ReassemblyTarget target, ChunkHeaders chunk, byte[] buffer, int offset, int length)
            throws IOException {
        String contradiction = contradiction(chunk);
        if (contradiction != null) {
            giveUp(target, contradiction);
            return Reassembler.Outcome.GAVE_UP;
        }
        boolean followsSkipped = chunk.offset() == nextOffset && nextOffset > written;
        nextIndex = chunk.index() + 1;
        nextOffset = chunk.endOffset();
        seenTo = Math.max(seenTo, nextOffset);
        if (chunk.isLast()) {
            size = OptionalLong.of(chunk.endOffset());
        }
        if (chunk.offset() > written) {
            if (!followsSkipped) {
                noteGapEnd(chunk.offset());
            }
            return Reassembler.Outcome.SKIPPED;
        }
        int known = (int) Math.min(length, written - chunk.offset());
        write(target, chunk, buffer, offset + known, length - known);
        if (chunk.isLast()) {
            return finish(target, chunk);
        }
        return known == length ? Reassembler.Outcome.REPEATED : Reassembler.Outcome.WRITTEN;
    }

    boolean isBehindGap() {
        return seenTo > written;
    }

    /**
     * Discards the output and names the file incomplete: everything that was not written is missing. Does nothing if
     * that was done, or was tried and failed.
     */
    void giveUp(ReassemblyTarget target, String reason) throws IOException {
        OptionalLong to = gapEnds.isEmpty() ? size : OptionalLong.of(gapEnds.first());
        giveUp(target, written, to, reason);
    }

    /** The file as messages name it. */
    @Override
    public String toString() {
        return "file '" + file + "' (" + fileId + ")";
    }

    private void giveUp(ReassemblyTarget target, long from, OptionalLong to, String reason) throws IOException {
        if (givenUp) {
            return;
        }
        givenUp = true;
        ReassemblyTarget.Output discarded = output;
        output = null;
        try {
            if (discarded != null) {
                discarded.discard();
            }
        } finally {
            target.incomplete(new IncompleteFile(file, fileId, from, to, reason));
        }
    }

    private String contradiction(ChunkHeaders chunk) {
        long bytesBetween = chunk.offset() - nextOffset;
        long chunksBetween = chunk.index() - nextIndex;
        if (bytesBetween >= 0 && chunksBetween > bytesBetween) {
            return "chunk " + chunk.index() + " at offset " + chunk.offset() + " cannot be, as chunk " + nextIndex
                    + " would begin at " + nextOffset + " and every chunk between has a byte";
        }
        if (chunk.isLast() && chunk.endOffset() < seenTo) {
            return "the file ends at " + chunk.endOffset() + ", but bytes up to " + seenTo + " came";
        }
        if (size.isPresent() && chunk.endOffset() > size.getAsLong()) {
            return "chunk " + chunk.index() + " ends at " + chunk.endOffset() + ", but the file ends at "
                    + size.getAsLong();
        }
        return null;
    }

    private void noteGapEnd(long offset) {
        gapEnds.add(offset);
        if (gapEnds.size() > MAX_GAPS) {
            gapEnds.pollLast();
        }
    }

    private void write(ReassemblyTarget target, ChunkHeaders chunk, byte[] buffer, int offset, int length)
            throws IOException {
        if (output == null) {
            output = target.open(chunk);
        }
        if (length > 0) {
            output.write(buffer, offset, length);
            digest.update(buffer, offset, length);
            written += length;
        }
        gapEnds.headSet(written, true).clear();
    }

    private Reassembler.Outcome finish(ReassemblyTarget target, ChunkHeaders last) throws IOException {
        String expected = last.end().orElseThrow().sha256();
        String actual = HexFormat.of().formatHex(digest.digest());
        if (!actual.equals(expected)) {
            giveUp(
                    target,
                    0,
                    size,
                    "all bytes came, but their SHA-256 is " + actual + " where " + expected + " is expected");
            return Reassembler.Outcome.GAVE_UP;
        }
        output.complete(last);
        output = null;
        return Reassembler.Outcome.COMPLETED;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
