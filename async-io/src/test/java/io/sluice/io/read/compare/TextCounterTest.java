package io.sluice.io.read.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextCounterTest {

    private static TextCounts count(byte[] bytes, Random cuts, int longest) {
        TextCounter counter = new TextCounter(new ComparisonProgress());
        int at = 0;
        while (at < bytes.length) {
            int length = Math.min(bytes.length - at, 1 + cuts.nextInt(longest));
            counter.chunk(ByteBuffer.wrap(bytes, at, length).asReadOnlyBuffer(), at);
            at += length;
        }
        return counter.end(bytes.length);
    }

    /** The same by way of the JDK's decoder, which replaces what is malformed. */
    private static TextCounts expected(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        long replaced = text.codePoints().filter(c -> c == 0xfffd).count();
        long lines = text.chars().filter(c -> c == '\n').count();
        long words = 0;
        boolean inWord = false;
        for (int c : text.codePoints().toArray()) {
            boolean space = TextCounter.isSpace(c);
            words += !space && !inWord ? 1 : 0;
            inWord = !space;
        }
        return new TextCounts(bytes.length, lines, words, text.codePointCount(0, text.length()), replaced);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|0|0|0",
                "'a'|0|1|1",
                "'a b\tc\n'|1|3|6",
                "'\n\n'|2|0|2",
                "'  lead and trail  '|0|3|18",
                "'éé ñ'|0|2|4",
                "'日本\u3000語'|0|2|4",
                "'a\u00a0b\u2028c'|0|3|5",
                "'😀 😀'|0|2|3",
                "'x\u200by'|0|1|3"
            })
    void linesWordsAndCharactersAreCountedAsWcDoes(String text, long lines, long words, long characters) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

        TextCounts counts = count(bytes, new Random(1), Integer.MAX_VALUE - 1);

        assertThat(counts).isEqualTo(new TextCounts(bytes.length, lines, words, characters, 0));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyBytesCutAnywhereCountAsTheDecoderSeesThem(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            byte[] bytes = nastyBytes(random, random.nextInt(200));

            TextCounts counts = count(bytes, random, 1 + random.nextInt(8));

            assertThat(counts)
                    .as("seed %s, round %s, bytes %s", seed, i, HexFormat.of().formatHex(bytes))
                    .isEqualTo(expected(bytes));
        }
    }

    /** Mostly whole characters of every length, with white space, and now and then a byte that does not belong. */
    private static byte[] nastyBytes(Random random, int pieces) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < pieces; i++) {
            switch (random.nextInt(8)) {
                case 0 -> out.write(random.nextInt(256));
                case 1 -> out.write(0xe0 + random.nextInt(32));
                case 2 ->
                    out.writeBytes(
                            " \n\t\u00a0\u3000".substring(random.nextInt(4)).getBytes(StandardCharsets.UTF_8));
                case 3 -> out.writeBytes(codePoint(0x80 + random.nextInt(0x780)));
                case 4 -> out.writeBytes(codePoint(0x800 + random.nextInt(0xd000)));
                case 5 -> out.writeBytes(codePoint(0x10000 + random.nextInt(0x100000)));
                default -> out.write('a' + random.nextInt(26));
            }
        }
        return out.toByteArray();
    }

    private static byte[] codePoint(int value) {
        // U+FFFD itself would look malformed to the expectation.
        return Character.toString(value == 0xfffd ? 'x' : value).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aCharacterCutOffByTheEndOfTheFileIsMalformed() {
        assertThat(count(new byte[] {'a', (byte) 0xf0, (byte) 0x9f}, new Random(1), 1))
                .isEqualTo(new TextCounts(3, 0, 1, 2, 1));
    }
}
