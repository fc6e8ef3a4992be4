package io.sluice.sink.parquet;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/**
 * Compresses and decompresses pages with the libraries that every Kafka client has, in place of parquet-java's codecs, which
 * are Hadoop's. It keeps nothing between two pages, so one may serve any number of threads.
 */
final class Codecs implements CompressionCodecFactory {

    /** What one codec does to a whole page. */
    private interface Page {
        byte[] compress(byte[] plain) throws IOException;

        byte[] decompress(byte[] compressed, int plainBytes) throws IOException;
    }

    private final int zstdLevel;

    Codecs(int zstdLevel) {
        this.zstdLevel = zstdLevel;
    }

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName name) {
        return new Compressor(name, pageOf(name));
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
        return new Decompressor(name, pageOf(name));
    }

    @Override
    public void release() {
        // Nothing is held.
    }

    private Page pageOf(CompressionCodecName name) {
        return switch (name) {
            case UNCOMPRESSED -> new Plain();
            case ZSTD -> new ZstdPage(zstdLevel);
            case SNAPPY -> new SnappyPage();
            case LZ4_RAW -> new Lz4Page();
            case GZIP -> new GzipPage();
            default ->
                throw new IllegalArgumentException(
                        "codec is " + name + ", but only zstd, snappy, lz4 (raw), gzip and none are read and written");
        };
    }

    private static byte[] bytesOf(BytesInput input) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.toIntExact(input.size()));
        input.writeAllTo(bytes);
        return bytes.toByteArray();
    }

    private record Compressor(CompressionCodecName name, Page page) implements BytesInputCompressor {
        @Override
        public BytesInput compress(BytesInput plain) throws IOException {
            return page instanceof Plain ? plain : BytesInput.from(page.compress(bytesOf(plain)));
        }

        @Override
        public CompressionCodecName getCodecName() {
            return name;
        }

        @Override
        public void release() {
            // Nothing is held.
        }
    }

    private record Decompressor(CompressionCodecName name, Page page) implements BytesInputDecompressor {
        @Override
        public BytesInput decompress(BytesInput compressed, int plainBytes) throws IOException {
            return page instanceof Plain ? compressed : BytesInput.from(plain(bytesOf(compressed), plainBytes));
        }

        @Override
        public void decompress(ByteBuffer compressed, int compressedBytes, ByteBuffer plain, int plainBytes)
                throws IOException {
            byte[] input = new byte[compressedBytes];
            compressed.get(input);
            plain.put(plain(input, plainBytes));
        }

        private byte[] plain(byte[] compressed, int plainBytes) throws IOException {
            byte[] plain;
            try {
                plain = page.decompress(compressed, plainBytes);
            } catch (RuntimeException broken) {
                throw new IOException("a " + name + " page of " + compressed.length + " bytes is damaged", broken);
            }
            if (plain.length != plainBytes) {
                throw new EOFException("a " + name + " page is damaged: it holds " + plain.length + " bytes and not "
                        + plainBytes + " as its header says");
            }
            return plain;
        }

        @Override
        public void release() {
            // Nothing is held.
        }
    }

    private record Plain() implements Page {
        @Override
        public byte[] compress(byte[] plain) {
            return plain;
        }

        @Override
        public byte[] decompress(byte[] compressed, int plainBytes) {
            return compressed;
        }
    }

    private record ZstdPage(int level) implements Page {
        @Override
        public byte[] compress(byte[] plain) {
            return Zstd.compress(plain, level);
        }

        @Override
        public byte[] decompress(byte[] compressed, int plainBytes) {
            return Zstd.decompress(compressed, plainBytes);
        }
    }

    private record SnappyPage() implements Page {
        @Override
        public byte[] compress(byte[] plain) throws IOException {
            return Snappy.compress(plain);
        }

        @Override
        public byte[] decompress(byte[] compressed, int plainBytes) throws IOException {
            return Snappy.uncompress(compressed);
        }
    }

    private record Lz4Page() implements Page {
        @Override
        public byte[] compress(byte[] plain) {
            return LZ4Factory.fastestInstance().fastCompressor().compress(plain);
        }

        @Override
        public byte[] decompress(byte[] compressed, int plainBytes) throws IOException {
            try {
                return LZ4Factory.fastestInstance().safeDecompressor().decompress(compressed, plainBytes);
            } catch (LZ4Exception damaged) {
                throw new IOException("an LZ4 page of " + compressed.length + " bytes is damaged", damaged);
            }
        }
    }

    private record GzipPage() implements Page {
        @Override
        public byte[] compress(byte[] plain) throws IOException {
            ByteArrayOutputStream compressed = new ByteArrayOutputStream(plain.length / 2 + 64);
            try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
                gzip.write(plain);
            }
            return compressed.toByteArray();
        }

        @Override
        public byte[] decompress(byte[] compressed, int plainBytes) throws IOException {
            try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
                // One byte more than there should be, so that too much is noticed.
                byte[] plain = gzip.readNBytes(plainBytes + 1);
                return plain.length > plainBytes ? Arrays.copyOf(plain, plainBytes + 1) : plain;
            }
        }
    }
}
