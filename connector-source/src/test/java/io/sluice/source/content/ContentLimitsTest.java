package io.sluice.source.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.sluice.io.vfs.CountingVfs;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** What a file may cost, whatever it claims. */
class ContentLimitsTest {

    private static final int BOMB_BYTES = 40 << 20;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aBombNeedsConstantMemory(Compression compression) throws IOException {
        byte[] bomb = zeros(compression, BOMB_BYTES);
        ContentSettings anyRatio = ContentSettings.defaults().withLargestRatio(Long.MAX_VALUE);
        try (Content opened = Reading.open(Reading.holding(bomb), anyRatio)) {
            ByteBuffer target = ByteBuffer.allocate(100_000);
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();
            long position = 0;
            for (int read = 0; read >= 0; read = opened.read(target.clear(), position)) {
                position += read;
            }
            assertThat(position).isEqualTo(BOMB_BYTES);
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(12 << 20);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD"})
    void aContentTooLargeForItsFileFails(Compression compression) throws IOException {
        byte[] bomb = zeros(compression, 80 << 20);
        CountingVfs counting = new CountingVfs(Reading.holding(bomb));
        try (Content opened = Reading.open(counting, ContentSettings.defaults().withLargestRatio(50))) {
            Reading reading = skip(opened, 0);
            assertThat(reading.failure())
                    .isInstanceOf(ContentLimitException.class)
                    .hasMessageContaining(Reading.FILE.toString())
                    .hasMessageContaining("largestRatio, 50");
            assertThat(((ContentLimitException) reading.failure()).position())
                    .isBetween(
                            ContentSettings.CONTENT_OF_ANY_RATIO_BYTES,
                            ContentSettings.CONTENT_OF_ANY_RATIO_BYTES + 200_000);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void contentUpToTheLargestIsReadAndNoByteMore(Compression compression) throws IOException {
        byte[] content = Packed.log(51, 1_000);
        byte[] packed = Packed.member(compression, content);
        for (int largest : new int[] {1, 500, 999, 1_000, 1_001}) {
            try (Content opened = Reading.open(
                    Reading.holding(packed), ContentSettings.defaults().withLargestContentBytes(largest))) {
                for (int again = 0; again < 2; again++) {
                    Reading reading = Reading.from(opened, 0, 64);
                    assertThat(reading.bytes()).isEqualTo(Arrays.copyOf(content, Math.min(largest, 1_000)));
                    if (largest >= 1_000) {
                        assertThat(reading.failure()).isNull();
                    } else {
                        assertThat(reading.failure())
                                .isInstanceOf(ContentLimitException.class)
                                .hasMessageContaining("largestContentBytes, " + largest);
                        assertThat(((ContentLimitException) reading.failure()).position())
                                .isEqualTo(largest);
                    }
                }
            }
        }
    }

    @Test
    void aZstdWindowAboveTheLimitFails() throws IOException {
        byte[] window = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0, (byte) 0xFF, 0, 0, 0, 0};
        byte[] whole = {
            0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, (byte) 0xE0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0,
        };
        byte[] negative = {
            0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, (byte) 0xE0, 0, 0, 0, 0, 0, 0, 0, (byte) 0x80, 0, 0, 0,
        };
        for (byte[] packed : new byte[][] {window, whole, negative}) {
            assertWindowTooLarge(packed, ContentSettings.defaults());
        }
    }

    @Test
    void aZstdWindowWithinTheLibrarysLimitFailsAboveOurs() throws IOException {
        byte[] packed = Packed.member(Compression.ZSTD, Packed.log(52, 4 << 20));
        assertWindowTooLarge(packed, ContentSettings.defaults().withLargestWindowBytes(1 << 20));
        try (Content opened =
                Reading.open(Reading.holding(packed), ContentSettings.defaults().withLargestWindowBytes(4 << 20))) {
            assertThat(skip(opened, 0).failure()).isNull();
        }
    }

    @Test
    void anXzDictionaryAboveTheLimitFails() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        LZMA2Options options = new LZMA2Options(1);
        options.setDictSize(8 << 20);
        try (OutputStream encoder = new XZOutputStream(packed, options)) {
            encoder.write(Packed.log(53, 1_000));
        }
        assertWindowTooLarge(packed.toByteArray(), ContentSettings.defaults().withLargestWindowBytes(1 << 20));
    }

    @Test
    void anLz4BlockTakesMemoryOnlyOnceItIsThere() throws IOException {
        byte[] descriptor = {0x60, 0x70};
        byte[] packed = Packed.joined(
                new byte[] {4, 0x22, 0x4D, 0x18},
                descriptor,
                new byte[] {(byte) (XxHash32.of(descriptor, 0, 2) >>> 8)},
                new byte[] {0, 0, 0x40, 0},
                new byte[1_000]);
        try (Content first = Reading.open(Reading.holding(packed));
                Content opened = Reading.open(Reading.holding(packed))) {
            // Loads the classes.
            Reading.all(first);
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();
            Reading reading = Reading.all(opened);
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1 << 20);
            assertThat(reading.failure()).isInstanceOf(ContentCutShortException.class);
        }
    }

    private static void assertWindowTooLarge(byte[] packed, ContentSettings settings) throws IOException {
        try (Content opened = Reading.open(Reading.holding(packed), settings)) {
            assertThat(Reading.all(opened).failure())
                    .isInstanceOf(ContentLimitException.class)
                    .hasMessageContaining(Reading.FILE.toString())
                    .hasMessageContaining("largestWindowBytes");
        }
    }

    /** Reads on and keeps nothing. */
    private static Reading skip(Content opened, long from) {
        ByteBuffer target = ByteBuffer.allocate(100_000);
        long position = from;
        try {
            for (int read = 0; read >= 0; read = opened.read(target.clear(), position)) {
                position += read;
            }
            return new Reading(new byte[0], null);
        } catch (IOException e) {
            return new Reading(new byte[0], e);
        }
    }

    private static byte[] zeros(Compression compression, int bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream encoder = new BufferedOutputStream(Packed.encoder(compression, packed), 1 << 20)) {
            byte[] piece = new byte[1 << 20];
            for (int written = 0; written < bytes; written += piece.length) {
                encoder.write(piece);
            }
        }
        return packed.toByteArray();
    }
}
