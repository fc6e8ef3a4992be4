package io.sluice.source.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixHashTest {

    @Test
    void theMarkOfKnownBytesIsTheirTwoChecksums() {
        byte[] bytes = "123456789".getBytes(StandardCharsets.US_ASCII);
        PrefixHash hash = new PrefixHash(PrefixMark.START);

        hash.update(bytes, 0, bytes.length);

        assertThat(hash.mark()).hasToString("9:e3069283cbf43926");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void howeverTheBytesComeAndWhereverItGoesOnTheMarkIsTheSame(long seed) {
        Random random = new Random(seed);
        byte[] bytes = new byte[10_000];
        random.nextBytes(bytes);
        PrefixHash hash = new PrefixHash(PrefixMark.START);

        for (int at = 0; at < bytes.length; ) {
            int to = Math.min(bytes.length, at + random.nextInt(300));
            switch (random.nextInt(3)) {
                case 0 -> hash.update(bytes, at, to);
                case 1 -> hash.update(ByteBuffer.wrap(bytes, at, to - at));
                default -> {
                    hash = new PrefixHash(PrefixMark.parse(hash.mark().toString()));
                    hash.update(bytes, at, to);
                }
            }
            at = to;
            Proof.Point point = hash.point(null, PrefixMark.START);
            assertThat(point.proof().prefix()).as("seed %s, byte %s", seed, at).isEqualTo(markOf(bytes, at));
        }
    }

    @Test
    void lengthsBeyondAnIntegerAreJoined() {
        // A gigabyte of zeros appended four times at once, and one by one.
        CrcPolynomial crc = CrcPolynomial.CRC_32;
        long gigabyte = 1L << 30;
        int zeros = crc.join(0, 0, gigabyte);
        int oneByOne = 0x12345678;
        for (int i = 0; i < 8; i++) {
            oneByOne = crc.join(oneByOne, zeros, gigabyte);
        }

        assertThat(crc.join(0x12345678, crc.join(0, 0, 8 * gigabyte), 8 * gigabyte))
                .isEqualTo(oneByOne);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", "5:", "5:00", "x:0123456789abcdef", "-1:0123456789abcdef", "5:0123456789abcdeg"})
    void whatIsNoMarkIsRefused(String text) {
        assertThatThrownBy(() -> PrefixMark.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text);
    }

    private static PrefixMark markOf(byte[] bytes, int to) {
        CRC32 crc32 = new CRC32();
        crc32.update(bytes, 0, to);
        CRC32C crc32c = new CRC32C();
        crc32c.update(bytes, 0, to);
        return new PrefixMark(to, crc32c.getValue() << 32 | crc32.getValue());
    }
}
