package io.sluice.source.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream.BLOCKSIZE;
import net.jpountz.lz4.LZ4FrameOutputStream.FLG;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream.BlockSize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes into an encoder comes out of the content, from wherever it is read. */
class CompressedContentTest {

    @ParameterizedTest
    @EnumSource
    void whatWasCompressedComesBack(Compression compression) throws IOException {
        for (int size : new int[] {0, 1, 2, 100, 65_536, 1 << 20}) {
            for (byte[] content : new byte[][] {Packed.log(1, size), Packed.random(2, size), new byte[size]}) {
                try (Content opened = Reading.open(Reading.holding(Packed.member(compression, content)))) {
                    opened.settle();
                    Reading reading = Reading.from(opened, 0, 70_000);
                    assertThat(reading.failure()).isNull();
                    assertThat(Arrays.equals(reading.bytes(), content)).isTrue();
                    assertThat(opened.compression())
                            .isEqualTo(size < 10 && compression == Compression.NONE ? Compression.NONE : compression);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void membersInARowAreOneContent(Compression compression) throws IOException {
        byte[] content = Packed.log(3, 300_000);
        byte[] packed = Packed.joined(
                Packed.member(compression, Arrays.copyOfRange(content, 0, 1)),
                Packed.member(compression, new byte[0]),
                Packed.member(compression, Arrays.copyOfRange(content, 1, 200_000)),
                Packed.member(compression, Arrays.copyOfRange(content, 200_000, content.length)));
        try (Content opened = Reading.open(Reading.holding(packed))) {
            Reading reading = Reading.all(opened);
            assertThat(reading.failure()).isNull();
            assertThat(reading.bytes()).isEqualTo(content);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyPositionGivesTheSameBytes(Compression compression) throws IOException {
        byte[] content = Packed.log(4, 3_000);
        byte[] packed = Packed.joined(
                Packed.member(compression, Arrays.copyOfRange(content, 0, 1_234)),
                Packed.member(compression, Arrays.copyOfRange(content, 1_234, content.length)));
        try (Content opened = Reading.open(Reading.holding(packed))) {
            SplittableRandom random = new SplittableRandom(4);
            for (int i = 0; i < 1_200; i++) {
                int position = i < 600 ? content.length - 5 * i : random.nextInt(content.length + 10);
                position = Math.max(position, 0);
                ByteBuffer target = i % 2 == 0 ? ByteBuffer.allocate(40) : ByteBuffer.allocateDirect(40);
                target.position(5).limit(35);
                int read = opened.read(target, position);
                int expected = Math.min(30, content.length - position);
                assertThat(read).isEqualTo(expected <= 0 ? -1 : expected);
                byte[] bytes = new byte[Math.max(read, 0)];
                target.flip().position(5).get(bytes);
                assertThat(bytes)
                        .isEqualTo(Arrays.copyOfRange(
                                content,
                                Math.min(position, content.length),
                                Math.min(position, content.length) + bytes.length));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aReadBehindTheEndIsTheEnd(Compression compression) throws IOException {
        try (Content opened = Reading.open(Reading.holding(Packed.member(compression, new byte[100])))) {
            assertThat(opened.read(ByteBuffer.allocate(10), 101)).isEqualTo(-1);
            assertThat(opened.read(ByteBuffer.allocate(10), Long.MAX_VALUE)).isEqualTo(-1);
            assertThat(opened.read(ByteBuffer.allocate(10), 95)).isEqualTo(5);
        }
    }

    @ParameterizedTest
    @EnumSource
    void lz4BlocksOfEverySizeComeBack(BLOCKSIZE blocks) throws IOException {
        byte[] content = Packed.joined(Packed.log(5, 2 << 20), new byte[3 << 20], Packed.random(5, 1 << 20));
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream encoder = new LZ4FrameOutputStream(
                packed,
                blocks,
                content.length,
                FLG.Bits.BLOCK_INDEPENDENCE,
                FLG.Bits.BLOCK_CHECKSUM,
                FLG.Bits.CONTENT_CHECKSUM,
                FLG.Bits.CONTENT_SIZE)) {
            encoder.write(content);
        }
        assertComesBack(packed.toByteArray(), content);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 6, 7})
    void lz4BlocksThatReferToEarlierOnesComeBack(int blockCode) throws IOException {
        byte[] content = Packed.joined(
                Packed.log(6, 4_200_000), new byte[300_000], Packed.random(6, 70_000), Packed.log(6, 1 << 20));
        byte[] packed = LinkedLz4.frame(content, blockCode);
        assertComesBack(Packed.joined(packed, packed), Packed.joined(content, content));
    }

    @Test
    void anLz4BlockCannotReferToAnEarlierFrame() throws IOException {
        byte[] content = Packed.log(6, 200_000);
        // No literals, four bytes from four back, and five literals.
        byte[] block = {0, 4, 0, 0x50, 1, 2, 3, 4, 5};
        byte[] packed = Packed.joined(
                LinkedLz4.frame(content, 4),
                Arrays.copyOf(LinkedLz4.frame(content, 4), 7),
                new byte[] {(byte) block.length, 0, 0, 0},
                block);
        try (Content opened = Reading.open(Reading.holding(packed))) {
            Reading reading = Reading.all(opened);
            assertThat(reading.bytes()).isEqualTo(content);
            assertThat(reading.failure()).isInstanceOf(CorruptContentException.class);
        }
    }

    @Test
    void lz4BlocksOfAnotherEncoderThatReferToEarlierOnesComeBack() throws IOException {
        byte[] content = Packed.log(7, 90_000);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream encoder = new FramedLZ4CompressorOutputStream(
                packed, new FramedLZ4CompressorOutputStream.Parameters(BlockSize.K64, true, true, true))) {
            encoder.write(content);
        }
        assertComesBack(packed.toByteArray(), content);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 9})
    void bzip2BlocksOfEveryKindComeBack(int level) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        SplittableRandom random = new SplittableRandom(level);
        // Runs around the lengths that bzip2 writes differently, some of a byte that a run's length may be.
        for (int run : new int[] {1, 3, 4, 5, 6, 254, 255, 256, 258, 259, 260, 70_000}) {
            byte[] bytes = new byte[run];
            Arrays.fill(bytes, (byte) random.nextInt(5));
            content.writeBytes(bytes);
            content.writeBytes(bytes);
            content.write(9);
        }
        content.writeBytes(Packed.random(level, 500_000));
        content.writeBytes(Packed.log(level, 500_000));
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream encoder = new BZip2CompressorOutputStream(packed, level)) {
            encoder.write(content.toByteArray());
        }
        assertComesBack(packed.toByteArray(), content.toByteArray());
    }

    private static void assertComesBack(byte[] packed, byte[] content) throws IOException {
        try (Content opened = Reading.open(Reading.holding(packed))) {
            Reading reading = Reading.from(opened, 0, 1 << 20);
            assertThat(reading.failure()).isNull();
            assertThat(Arrays.equals(reading.bytes(), content)).isTrue();
        }
    }
}
