package io.sluice.source.content;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.sluice.io.vfs.LocalVfs;
import io.sluice.io.vfs.OpenMode;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import net.jpountz.lz4.LZ4FrameInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * Measures reading each kind of content on one thread beside the library's own stream, by the processor time it takes, so that a busy
 * machine disturbs little. Run {@code main} by hand.
 */
public final class ContentSpeed {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int MEBIBYTES = 100;

    private ContentSpeed() {}

    public static void main(String[] args) throws IOException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        Path directory = Files.createTempDirectory("content-speed");
        byte[] log = Packed.log(1, 10 << 20);
        for (Compression compression : Compression.values()) {
            Path path = directory.resolve(compression.label());
            try (OutputStream encoder =
                    Packed.encoder(compression, new BufferedOutputStream(Files.newOutputStream(path)))) {
                for (int written = 0; written < MEBIBYTES; written += 10) {
                    encoder.write(log);
                }
            }
            long ours = Long.MAX_VALUE;
            long theirs = Long.MAX_VALUE;
            for (int round = 0; round < rounds; round++) {
                ours = Math.min(ours, nanos(() -> readContent(path)));
                theirs = Math.min(theirs, nanos(() -> readStream(compression, path)));
            }
            System.out.printf(
                    Locale.ROOT,
                    "%-6s %,12d bytes in the file: %6.0f MB/s, library's stream %6.0f MB/s%n",
                    compression.label(),
                    Files.size(path),
                    (MEBIBYTES << 20) * 1e3 / ours,
                    (MEBIBYTES << 20) * 1e3 / theirs);
            Files.delete(path);
        }
        Files.delete(directory);
    }

    private interface Measured {
        long run() throws IOException;
    }

    private static long nanos(Measured measured) throws IOException {
        long before = THREADS.getCurrentThreadCpuTime();
        long bytes = measured.run();
        if (bytes != MEBIBYTES << 20) {
            throw new IllegalStateException("read " + bytes + " bytes");
        }
        return THREADS.getCurrentThreadCpuTime() - before;
    }

    private static long readContent(Path path) throws IOException {
        try (LocalVfs files = LocalVfs.rootedAt(path.getParent());
                Content content = new ContentOpener(ContentSettings.defaults()).open(files.open(path, OpenMode.READ))) {
            ByteBuffer target = ByteBuffer.allocate(256 << 10);
            long position = 0;
            for (int read = 0; read >= 0; read = content.read(target.clear(), position)) {
                position += read;
            }
            return position;
        }
    }

    private static long readStream(Compression compression, Path path) throws IOException {
        try (InputStream stream = stream(compression, Files.newInputStream(path))) {
            byte[] target = new byte[256 << 10];
            long position = 0;
            for (int read = 0; read >= 0; read = stream.read(target)) {
                position += read;
            }
            return position;
        }
    }

    private static InputStream stream(Compression compression, InputStream file) throws IOException {
        return switch (compression) {
            case NONE -> file;
            case GZIP -> new GZIPInputStream(file, 64 << 10);
            case ZSTD -> new ZstdInputStreamNoFinalizer(file);
            case BZIP2 -> new BZip2CompressorInputStream(new BufferedInputStream(file, 64 << 10), true);
            case XZ -> new XZInputStream(new BufferedInputStream(file, 64 << 10));
            case LZ4 -> new LZ4FrameInputStream(file);
        };
    }
}
