package io.sluice.sink.store;

import io.sluice.sink.parquet.ByteSink;
import io.sluice.sink.store.log.DataFile;
import io.sluice.sink.store.targets.StagedContent;
import io.sluice.sink.store.targets.StagedObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A file of a key that is written and not committed. {@link #seal} makes it durable, after which it may be committed;
 * {@link #discard} abandons it. One thread at a time.
 */
public final class StagedFile implements ByteSink {
    private final Key key;
    private final StagedContent content;
    private final Checksum checksum = new Checksum();
    private DataFile sealed;
    private IOException failure;

    StagedFile(Key key, StagedContent content) {
        this.key = key;
        this.content = content;
    }

    public Key key() {
        return key;
    }

    /** How much was written. */
    public long bytes() {
        return content.bytes();
    }

    @Override
    public void write(ByteBuffer source) throws IOException {
        checksum.update(source);
        try {
            content.write(source);
        } catch (IOException failed) {
            // Those that follow only say that there was one.
            failure = failure == null ? failed : failure;
            throw failed;
        }
    }

    /** What the first write ended with that failed, as whoever wrote may say something else of it; empty if none failed. */
    public Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    /** Makes it durable. Nothing may be written any more. */
    public void seal(FileFacts facts) throws IOException {
        StagedObject object = content.seal();
        sealed = new DataFile(
                object.name(),
                facts.rows(),
                object.bytes(),
                checksum.text(),
                facts.first(),
                facts.last(),
                facts.ranges(),
                object.writer(),
                object.id());
    }

    /** Abandons and removes it. Does nothing the second time. */
    public void discard() throws IOException {
        content.discard();
    }

    /** What the log will say of it. */
    DataFile sealed() {
        if (sealed == null) {
            throw new IllegalStateException(content.name() + ": not sealed yet, so it cannot be committed");
        }
        return sealed;
    }
}
