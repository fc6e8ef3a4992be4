package io.sluice.record;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps reassembled files in memory, and fails if the reassembler breaks the target's contract. */
final class CollectedFiles implements ReassemblyTarget {

    final Map<String, byte[]> complete = new HashMap<>();
    final List<IncompleteFile> incomplete = new ArrayList<>();
    final Map<String, byte[]> discarded = new HashMap<>();
    int opened;
    int closed;
    /** Fails the write that makes this many bytes, if not negative. */
    long failAfterBytes = -1;

    /** Fails the discard of this file, if any. */
    String failDiscardOf = "";

    private long bytes;

    @Override
    public Output open(ChunkHeaders first) {
        opened++;
        return new Collected(first.fileId());
    }

    @Override
    public void incomplete(IncompleteFile file) {
        incomplete.add(file);
    }

    private final class Collected implements Output {

        private final String id;
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();
        private boolean ended;

        Collected(String id) {
            this.id = id;
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            check(!ended && length > 0);
            bytes += length;
            if (failAfterBytes >= 0 && bytes > failAfterBytes) {
                throw new IOException("no space left");
            }
            content.write(buffer, offset, length);
        }

        @Override
        public void complete(ChunkHeaders last) {
            end();
            check(content.size() == last.endOffset());
            byte[] before = complete.put(id, content.toByteArray());
            check(before == null);
        }

        @Override
        public void discard() throws IOException {
            end();
            if (id.equals(failDiscardOf)) {
                throw new IOException("cannot remove");
            }
            discarded.put(id, content.toByteArray());
        }

        private void end() {
            check(!ended);
            ended = true;
            closed++;
        }
    }

    private static void check(boolean good) {
        if (!good) {
            throw new AssertionError("the reassembler broke the target's contract");
        }
    }
}
