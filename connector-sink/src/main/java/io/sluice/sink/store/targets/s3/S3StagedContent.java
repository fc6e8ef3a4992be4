package io.sluice.sink.store.targets.s3;

import io.sluice.io.temp.SpooledFile;
import io.sluice.sink.store.targets.StagedContent;
import io.sluice.sink.store.targets.StagedObject;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * An upload that nobody completes before it is committed. What is less than a part is spooled locally, in memory and then in an
 * unnamed file. After a part that failed it can only be discarded. One thread at a time.
 */
final class S3StagedContent implements StagedContent {
    private static final int MOST_PARTS = 10_000;

    private final S3Parts parts;
    private final S3Uploads uploads;
    private final SpooledFile spool;
    private final String name;
    private final String writer;
    private final String ordinal;
    private final String where;
    private final List<CompletableFuture<Void>> sent = new ArrayList<>();
    private String id;
    private int spooled;
    private long position;
    private boolean sealed;
    private boolean discarded;

    S3StagedContent(
            S3Parts parts,
            S3Uploads uploads,
            SpooledFile spool,
            String name,
            String writer,
            String ordinal,
            String where) {
        this.parts = parts;
        this.uploads = uploads;
        this.spool = spool;
        this.name = name;
        this.writer = writer;
        this.ordinal = ordinal;
        this.where = where;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long bytes() {
        return position;
    }

    @Override
    public void write(ByteBuffer source) throws IOException {
        requireOpen();
        while (source.hasRemaining()) {
            if (spooled == parts.partBytes()) {
                send();
            }
            ByteBuffer some = source.duplicate();
            some.limit(Math.min(some.limit(), some.position() + parts.partBytes() - spooled));
            int written = spool.write(some, spooled);
            source.position(source.position() + written);
            spooled += written;
            position += written;
        }
    }

    private void send() throws IOException {
        if (id == null) {
            id = uploads.begin(name, writer, ordinal);
        }
        requireNoneFailed();
        if (sent.size() == MOST_PARTS) {
            throw new IOException(where + ": has " + MOST_PARTS + " parts of " + parts.partBytes()
                    + " bytes, and S3 takes no more. Make the parts larger, or the files smaller");
        }
        int bytes = spooled;
        sent.add(parts.send(uploads.key(name), id, sent.size() + 1, () -> spooled(bytes)));
        spooled = 0;
        spool.truncate(0);
    }

    private ByteBuffer spooled(int bytes) throws IOException {
        ByteBuffer part = ByteBuffer.allocate(bytes);
        while (part.hasRemaining()) {
            if (spool.read(part, part.position()) < 0) {
                throw new EOFException(where + ": the local spool ended at byte " + part.position() + " of " + bytes);
            }
        }
        return part.flip();
    }

    /** That a part failed is said as soon as it is known, and not after all the others were sent. */
    private void requireNoneFailed() throws IOException {
        for (CompletableFuture<Void> part : sent) {
            if (part.isCompletedExceptionally()) {
                Void unused = S3Requests.await(where, part);
            }
        }
    }

    @Override
    public StagedObject seal() throws IOException {
        requireOpen();
        sealed = true;
        // An upload has at least one part.
        if (spooled > 0 || sent.isEmpty()) {
            send();
        }
        for (CompletableFuture<Void> part : sent) {
            Void unused = S3Requests.await(where, part);
        }
        spool.close();
        return new StagedObject(name, writer, id, position);
    }

    @Override
    public void discard() throws IOException {
        if (discarded) {
            return;
        }
        discarded = true;
        try (spool) {
            if (id != null) {
                uploads.abort(name, id);
            }
        }
    }

    private void requireOpen() throws IOException {
        if (sealed || discarded) {
            throw new IOException(where + ": it is sealed or discarded, so it takes no more. Stage the file anew");
        }
    }
}
