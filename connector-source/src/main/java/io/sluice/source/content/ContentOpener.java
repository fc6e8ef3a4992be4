package io.sluice.source.content;

import com.github.luben.zstd.ZstdDecompressCtx;
import io.sluice.io.vfs.VfsFile;
import java.io.IOException;
import java.util.zip.Inflater;

/**
 * Opens what files hold, whatever they are compressed with. Immutable and safe from any thread; what it opens belongs to one
 * reader.
 */
public final class ContentOpener {

    private final ContentSettings settings;
    private final Marks marks;
    private final Decoders decoders;

    public ContentOpener(ContentSettings settings) {
        this(settings, (compression, input) -> decoder(settings, compression, input));
    }

    ContentOpener(ContentSettings settings, Decoders decoders) {
        this.settings = settings;
        this.marks = new Marks(settings.kinds());
        this.decoders = decoders;
    }

    /** Makes the decoder of a file. */
    interface Decoders {
        Decoder open(Compression compression, FileInput input) throws IOException;
    }

    /**
     * Opens what the file holds, told by its first bytes. The file belongs to the content from now on, and is closed if this fails.
     */
    public Content open(VfsFile file) throws IOException {
        try {
            Marks.Told told = marks.tell(file);
            return told.undecided() ? new UndecidedContent(file, this) : decided(file, told.compression());
        } catch (IOException | RuntimeException | Error e) {
            try (file) {
                throw e;
            }
        }
    }

    Marks.Told tell(VfsFile file) throws IOException {
        return marks.tell(file);
    }

    Content decided(VfsFile file, Compression compression) {
        return compression == Compression.NONE
                ? new PlainContent(file)
                : new CompressedContent(file, compression, settings, decoders);
    }

    static Decoder decoder(ContentSettings settings, Compression compression, FileInput input) throws IOException {
        return switch (compression) {
            case NONE -> throw new IllegalArgumentException("plain files need no decoder");
            case GZIP -> new GzipDecoder(input, new Inflater(true));
            case ZSTD -> zstd(settings, input);
            case BZIP2 -> new Bzip2Decoder(input);
            case XZ -> new XzDecoder(input, settings.largestWindowBytes());
            case LZ4 -> new Lz4Decoder(input);
        };
    }

    private static Decoder zstd(ContentSettings settings, FileInput input) throws IOException {
        try {
            return new ZstdDecoder(input, settings.largestWindowBytes(), new ZstdDecompressCtx());
        } catch (LinkageError e) {
            throw new IOException(
                    "zstd-jni, which Kafka brings, cannot be loaded here (" + e
                            + "); let java.io.tmpdir be a directory that programs may be loaded from",
                    e);
        }
    }
}
