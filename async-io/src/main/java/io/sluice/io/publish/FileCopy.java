package io.sluice.io.publish;

import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Copies files so that a half copy is never seen: the copy is a {@link Draft} until it is whole. Bytes go through the
 * kernel where it can, through one buffer where it cannot. Safe from any thread; each copy runs on the calling thread.
 */
public final class FileCopy {
    /** As much as one call copies, so that no call lasts for minutes. */
    public static final long TRANSFER_BYTES = 16L << 20;

    private static final int BUFFER_BYTES = 128 << 10;

    private final Vfs vfs;
    private final Publisher publisher;

    public FileCopy(Vfs vfs, Publisher publisher) {
        this.vfs = vfs;
        this.publisher = publisher;
    }

    /**
     * Publishes at {@code to} what {@code from} holds, and returns the number of bytes. Of a file that grows meanwhile
     * it copies as much as there was at the start; a file that shrinks is an {@link EOFException}.
     */
    public long copy(Path from, Path to, PublishOptions options) throws IOException {
        long[] copied = new long[1];
        publisher.publish(to, options, draft -> {
            // Closed before the copy is published: a failure here must not be reported of a copy that is in place.
            try (VfsFile source = vfs.open(from, OpenMode.READ)) {
                copied[0] = source.size();
                copyAll(source, copied[0], draft);
            }
        });
        return copied[0];
    }

    private static void copyAll(VfsFile source, long bytes, Draft draft) throws IOException {
        ByteBuffer buffer = null;
        while (draft.position() < bytes) {
            long offset = draft.position();
            long wanted = Math.min(TRANSFER_BYTES, bytes - offset);
            // Once the kernel has copied nothing it is not asked again.
            if (buffer == null && draft.transferFrom(source, offset, wanted) > 0) {
                continue;
            }
            if (buffer == null) {
                buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
            }
            buffer.clear().limit((int) Math.min(BUFFER_BYTES, wanted));
            if (source.read(buffer, offset) < 0) {
                throw new EOFException(source.path() + ": ended at offset " + offset + " of " + bytes
                        + " while it was copied. Copy again");
            }
            draft.write(buffer.flip());
        }
    }
}
