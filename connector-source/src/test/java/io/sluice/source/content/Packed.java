package io.sluice.source.content;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream.BLOCKSIZE;
import net.jpountz.lz4.LZ4FrameOutputStream.FLG;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Makes compressed bytes for tests with encoders that are not ours, each format with its checksums. */
final class Packed {

    private Packed() {}

    /** One member. */
    static byte[] member(Compression compression, byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream encoder = encoder(compression, packed)) {
            encoder.write(content);
        }
        return packed.toByteArray();
    }

    static OutputStream encoder(Compression compression, OutputStream target) throws IOException {
        return switch (compression) {
            case NONE -> target;
            case GZIP -> new GZIPOutputStream(target);
            case ZSTD -> new ZstdOutputStreamNoFinalizer(target, 3).setChecksum(true);
            case BZIP2 -> new BZip2CompressorOutputStream(target, 1);
            case XZ -> new XZOutputStream(target, new LZMA2Options(1));
            case LZ4 ->
                new LZ4FrameOutputStream(
                        target, BLOCKSIZE.SIZE_64KB, FLG.Bits.BLOCK_INDEPENDENCE, FLG.Bits.CONTENT_CHECKSUM);
        };
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    /** Lines like those of a log, the same for the same seed. */
    static byte[] log(long seed, int bytes) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder lines = new StringBuilder(bytes + 200);
        long time = 1_700_000_000_000L;
        while (lines.length() < bytes) {
            time += random.nextInt(400);
            lines.append(time)
                    .append(random.nextInt(10) == 0 ? " WARN  [worker-" : " INFO  [worker-")
                    .append(random.nextInt(16))
                    .append("] request ")
                    .append(Long.toHexString(random.nextLong()))
                    .append(" GET /api/v1/items/")
                    .append(random.nextInt(100_000))
                    .append(" took ")
                    .append(random.nextInt(2_000))
                    .append(" ms\n");
        }
        lines.setLength(bytes);
        return lines.toString().getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] random(long seed, int bytes) {
        byte[] random = new byte[bytes];
        new SplittableRandom(seed).nextBytes(random);
        return random;
    }
}
