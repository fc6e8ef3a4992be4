package io.sluice.source.tail;

import io.sluice.source.content.Content;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A file that was read to its end, and the proof of what was read. Immutable; read by the thread that retires the file. */
public final class FinishedFile {

    private final FileView view;
    private final Proof proof;

    FinishedFile(FileView view, Proof proof) {
        this.view = view;
        this.proof = proof;
    }

    public FileView view() {
        return view;
    }

    /** How long its content is. */
    public long position() {
        return proof.position();
    }

    /** Takes bytes of the content on their way. */
    @FunctionalInterface
    public interface Taking {
        void take(byte[] bytes, int length) throws IOException;
    }

    /** Whether a content begins as this one does, which is quickly found out. */
    public boolean beginsLike(Content content) throws IOException {
        byte[] head = new byte[Continuity.HEAD_BYTES];
        return new ContinuityCheck(head).head(content, proof) == ContinuityCheck.Verdict.SAME;
    }

    /** Reads a whole content, and says whether it is what was read: each byte of it, and nothing behind. */
    public boolean matches(Content content, byte[] buffer, Taking taking) throws IOException {
        content.settle();
        PrefixHash hash = new PrefixHash(PrefixMark.START);
        while (true) {
            int read = content.read(ByteBuffer.wrap(buffer), hash.position());
            if (read < 0) {
                return hash.mark().equals(proof.prefix());
            }
            if (read > proof.position() - hash.position()) {
                return false;
            }
            hash.update(buffer, 0, read);
            taking.take(buffer, read);
        }
    }
}
