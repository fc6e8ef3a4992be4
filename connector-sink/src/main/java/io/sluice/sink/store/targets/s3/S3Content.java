package io.sluice.sink.store.targets.s3;

import io.sluice.sink.store.targets.StoredContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * An object that is read range by range. Fetches more than was asked for and keeps the last of it, as readers go through an
 * object, or look at its end twice. Safe from any thread; its owner closes it.
 */
final class S3Content implements StoredContent {
    private static final int BLOCK_BYTES = 4 << 20;

    private final S3AsyncClient client;
    private final S3Requests requests;
    private final GetObjectRequest object;
    private final String where;
    private final long bytes;

    /** What was fetched last. */
    private volatile Block block = new Block(0, ByteBuffer.allocate(0));

    private record Block(long position, ByteBuffer content) {
        boolean holds(long at) {
            return at >= position && at < position + content.limit();
        }
    }

    S3Content(S3AsyncClient client, S3Requests requests, GetObjectRequest object, String where, long bytes) {
        this.client = client;
        this.requests = requests;
        this.object = object;
        this.where = where;
        this.bytes = bytes;
    }

    @Override
    public String name() {
        return where;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        if (!target.hasRemaining()) {
            return 0;
        }
        if (position >= bytes) {
            return -1;
        }
        Block found = block;
        if (!found.holds(position)) {
            found = fetch(position, Math.max(target.remaining(), BLOCK_BYTES));
            block = found;
        }
        ByteBuffer part = found.content().duplicate();
        part.position((int) (position - found.position()));
        part.limit(Math.min(part.limit(), part.position() + target.remaining()));
        int read = part.remaining();
        target.put(part);
        return read;
    }

    private Block fetch(long position, int most) throws IOException {
        // From the end backwards where the end is near: whoever reads a footer asks for its length first.
        long from = bytes - position < BLOCK_BYTES ? Math.max(0, bytes - BLOCK_BYTES) : position;
        long to = Math.min(bytes, Math.max(from + BLOCK_BYTES, from + most)) - 1;
        ResponseBytes<GetObjectResponse> answer = requests.call(
                where,
                () -> client.getObject(
                        object.toBuilder().range("bytes=" + from + "-" + to).build(),
                        AsyncResponseTransformer.toBytes()));
        ByteBuffer content = answer.asByteBuffer();
        if (content.remaining() != to - from + 1) {
            throw new IOException(where + ": " + content.remaining() + " bytes came from byte " + from + " on, and not "
                    + (to - from + 1));
        }
        return new Block(from, content);
    }

    @Override
    public void close() {
        block = new Block(0, ByteBuffer.allocate(0));
    }
}
