package io.sluice.sink.store.targets.s3;

import io.sluice.io.temp.SpooledFile;
import io.sluice.io.vfs.Vfs;
import io.sluice.sink.store.targets.ObjectNames;
import io.sluice.sink.store.targets.StagedContent;
import io.sluice.sink.store.targets.StagingArea;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where one writer stages: nothing but a name, as uploads are in the place of what they become. Safe from any thread.
 */
final class S3StagingArea implements StagingArea {
    /** Thousands of files may be open, most of them small. */
    private static final int SPOOL_MEMORY_BYTES = 32 << 10;

    private final S3Parts parts;
    private final S3Uploads uploads;
    private final S3Settings settings;
    private final Vfs vfs;
    private final Path spoolDirectory;
    private final String writer;
    private final AtomicInteger ordinals = new AtomicInteger();

    S3StagingArea(S3Parts parts, S3Uploads uploads, S3Settings settings, Vfs vfs, Path spoolDirectory, String writer) {
        this.parts = parts;
        this.uploads = uploads;
        this.settings = settings;
        this.vfs = vfs;
        this.spoolDirectory = spoolDirectory;
        this.writer = writer;
    }

    @Override
    public String writer() {
        return writer;
    }

    @Override
    public StagedContent stage(String name) {
        return new S3StagedContent(
                parts,
                uploads,
                new SpooledFile(vfs, spoolDirectory, SPOOL_MEMORY_BYTES),
                ObjectNames.require(name),
                writer,
                Integer.toString(ordinals.getAndIncrement()),
                new S3Names(settings).where(name));
    }

    /** Whatever S3 has confirmed is durable. */
    @Override
    public void settle() {}

    /** Nobody can take it: whoever is fenced finds out when he commits. */
    @Override
    public boolean isHeld() {
        return true;
    }

    /** Not known here; see {@link S3Uploads#list}. */
    @Override
    public List<String> staged() {
        return List.of();
    }

    @Override
    public void discard(String id) throws IOException {
        throw new IOException(settings.location() + ": upload " + id + " is aborted by its name, not through an area");
    }

    @Override
    public void close() {
        // Uploads stay until they are completed or aborted.
    }
}
