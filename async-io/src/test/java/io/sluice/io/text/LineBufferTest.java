package io.sluice.io.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineBufferTest {

    /** Feeds {@code content} in pieces of {@code piece} bytes and collects the lines. */
    private static List<Line> lines(byte[] content, Charset charset, int chunk, int piece, int longest)
            throws IOException {
        LineBuffer buffer = new LineBuffer("f", 0, charset, chunk, longest);
        List<Line> lines = new ArrayList<>();
        while (buffer.readPosition() < content.length) {
            int at = (int) buffer.readPosition();
            ByteBuffer space = buffer.space();
            int count = Math.min(Math.min(piece, content.length - at), space.remaining());
            space.put(content, at, count);
            buffer.filled(count);
            while (buffer.next()) {
                lines.add(buffer.line());
            }
        }
        while (buffer.next()) {
            lines.add(buffer.line());
        }
        if (buffer.rest()) {
            lines.add(buffer.line());
        }
        assertThat(buffer.position()).isEqualTo(content.length);
        return lines;
    }

    private static List<String> texts(byte[] content, Charset charset) throws IOException {
        return lines(content, charset, 64, 7, 1_000).stream().map(Line::text).toList();
    }

    @Test
    void linesAreCutAtLineFeedsAndCarriageReturnsBeforeThemAreNoText() throws IOException {
        assertThat(texts("one\ntwo\r\n\r\n\nth\rree\r\nlast".getBytes(UTF_8), UTF_8))
                .containsExactly("one", "two", "", "", "th\rree", "last");
    }

    @Test
    void everyLineSaysWhereItBeginsAndEnds() throws IOException {
        assertThat(lines("é\r\nab\nc".getBytes(UTF_8), UTF_8, 16, 1, 100))
                .containsExactly(new Line("é", 0, 4, true), new Line("ab", 4, 3, true), new Line("c", 7, 1, false));
    }

    @Test
    void anEmptyFileHasNoLines() throws IOException {
        assertThat(texts(new byte[0], UTF_8)).isEmpty();
    }

    @Test
    void aFileEndingInALineFeedHasNoEmptyLineAfterIt() throws IOException {
        assertThat(texts("a\n".getBytes(UTF_8), UTF_8)).containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE", "x-UTF-16LE-BOM"})
    void aByteOrderMarkIsNoText(String name) throws IOException {
        Charset charset = Charset.forName(name);
        String marked = name.equals("x-UTF-16LE-BOM") || name.equals("UTF-16") ? "ab\ncd\n" : "\uFEFFab\ncd\n";

        List<Line> lines = lines(marked.getBytes(charset), charset, 64, 3, 100);

        assertThat(lines).extracting(Line::text).containsExactly("ab", "cd");
        assertThat(lines.get(0).position()).isPositive();
        assertThat(lines.get(1).position()).isEqualTo(lines.get(0).end());
    }

    @Test
    void aFileOfOneByteOrderMarkHasNoLines() throws IOException {
        assertThat(texts("\uFEFF".getBytes(UTF_8), UTF_8)).isEmpty();
    }

    @Test
    void theMarkDecidesTheByteOrderOfUtf16() throws IOException {
        assertThat(texts("\uFEFFa\u0A0Ab\n\u0D0A\n".getBytes(UTF_16LE), UTF_16)).containsExactly("a\u0A0Ab", "\u0D0A");
        assertThat(texts("a\u0A0Ab\n\u0D0A\n".getBytes(UTF_16BE), UTF_16)).containsExactly("a\u0A0Ab", "\u0D0A");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UTF-8",
                "ISO-8859-1",
                "windows-1252",
                "Shift_JIS",
                "GB18030",
                "EUC-JP",
                "Big5",
                "IBM1047",
                "ISO-2022-JP",
                "UTF-16BE",
                "UTF-32LE"
            })
    void everyCharsetIsCutAtItsOwnLineFeed(String name) throws IOException {
        Charset charset = Charset.forName(name);
        String sample = charset.newEncoder().canEncode('日') ? "日本" : "abc";

        List<String> texts = texts((sample + "\nx\r\n" + sample).getBytes(charset), charset);

        assertThat(texts).containsExactly(sample, "x", sample);
    }

    @Test
    void malformedBytesAreReportedWithTheirPositionInTheFile() {
        byte[] content = "good\nb\u00FFd\n".getBytes(ISO_8859_1);

        assertThatThrownBy(() -> lines(content, UTF_8, 32, 5, 100))
                .isInstanceOfSatisfying(
                        MalformedTextException.class,
                        e -> assertThat(e.position()).isEqualTo(6))
                .hasMessageContaining("f: the bytes at position 6");
    }

    @Test
    void aReplacementCharacterInTheFileIsText() throws IOException {
        assertThat(texts("a\uFFFDb\n".getBytes(UTF_8), UTF_8)).containsExactly("a\uFFFDb");
    }

    @Test
    void bytesAboveAsciiAreMalformedAscii() {
        assertThatThrownBy(() -> texts("\u00E9".getBytes(ISO_8859_1), US_ASCII))
                .isInstanceOf(MalformedTextException.class);
    }

    @Test
    void aLineAtTheLimitIsReadAndOneByteMoreIsRefused() throws IOException {
        String atLimit = "x".repeat(99) + "\n";

        assertThat(lines(atLimit.getBytes(UTF_8), UTF_8, 16, 16, 100)).hasSize(1);
        assertThatThrownBy(() -> lines(("ok\nx" + atLimit).getBytes(UTF_8), UTF_8, 16, 16, 100))
                .isInstanceOfSatisfying(
                        LineTooLongException.class,
                        e -> assertThat(e.position()).isEqualTo(3));
    }

    @Test
    void aLineWithoutAnEndIsRefusedBeforeItFillsTheMemory() {
        LineBuffer buffer = new LineBuffer("f", 0, UTF_8, 1024, 4096);

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100; i++) {
                        ByteBuffer space = buffer.space();
                        assertThat(buffer.array().length).isLessThanOrEqualTo(4096 + 2 * 1024);
                        int count = space.remaining();
                        space.put(new byte[count]);
                        buffer.filled(count);
                        buffer.next();
                    }
                })
                .isInstanceOf(LineTooLongException.class);
    }

    /** Any content, cut anywhere, gives the lines of a byte-by-byte reference. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyContentInAnyPiecesGivesTheLinesOfTheReference(long seed) throws IOException {
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            byte[] content = new byte[random.nextInt(400)];
            for (int i = 0; i < content.length; i++) {
                content[i] = (byte) "\n\n\r\nabcdefghijklmnop\u00E9\u008A".charAt(random.nextInt(22));
            }
            int chunk = 16 + random.nextInt(100);
            int piece = 1 + random.nextInt(50);

            assertThat(lines(content, ISO_8859_1, chunk, piece, 1_000))
                    .as("seed %d round %d chunk %d piece %d", seed, round, chunk, piece)
                    .isEqualTo(reference(content));
        }
    }

    private static List<Line> reference(byte[] content) {
        List<Line> lines = new ArrayList<>();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int begin = 0;
        for (int i = 0; i < content.length; i++) {
            if (content[i] == '\n') {
                String text = line.toString(ISO_8859_1);
                lines.add(new Line(
                        text.endsWith("\r") ? text.substring(0, text.length() - 1) : text, begin, i + 1 - begin, true));
                line.reset();
                begin = i + 1;
            } else {
                line.write(content[i]);
            }
        }
        if (begin < content.length) {
            lines.add(new Line(line.toString(ISO_8859_1), begin, content.length - begin, false));
        }
        return lines;
    }
}
