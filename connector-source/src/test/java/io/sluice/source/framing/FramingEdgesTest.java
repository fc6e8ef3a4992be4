package io.sluice.source.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.record.CsvFormat;
import io.sluice.record.CsvFormat.Header;
import io.sluice.source.framing.EventSettings.Match;
import io.sluice.source.framing.Window.Follow;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Cuts at every place of small contents, where it matters most. */
final class FramingEdgesTest {

    private static final LineSettings LINES = LineSettings.standard();
    private static final List<FramingSettings> ALL = List.of(
            LINES,
            LineChunkSettings.standard(),
            ByteChunkSettings.standard(),
            WholeFileSettings.standard(),
            EventSettings.standard(Pattern.compile("^a"), Match.START),
            CsvRowSettings.standard(CsvFormat.standard()));

    @Test
    void noContentIsNoFrame() throws FramingException {
        for (FramingSettings settings : ALL) {
            RecordingSink sink = new RecordingSink();
            Framing framing = settings.newFraming();

            int done = framing.cut(new Window(new byte[0], 0, 0, 0, true), sink);

            assertThat(done).isZero();
            assertThat(sink.cuts).as("%s", settings).isEmpty();
        }
    }

    @Test
    void oneByteIsOneFrame() throws FramingException {
        for (FramingSettings settings : ALL) {
            assertThat(inTwoWindows(settings, bytes("a"), 0).frames())
                    .as("%s", settings)
                    .containsExactly("a");
        }
    }

    @Test
    void aLastWindowWithNothingLeftAddsNothing() throws FramingException {
        for (FramingSettings settings : ALL) {
            byte[] content = bytes("ab\n");
            RecordingSink sink = inTwoWindows(settings, content, 3);

            assertThat(sink.next()).as("%s", settings).isEqualTo(3);
            assertThat(sink.cuts).as("%s", settings).hasSize(1);
        }
    }

    @Test
    void aLineCutAnywhereIsHandedOutWhole() throws FramingException {
        check(LINES, "ab\r\ncd\n\r\n\n\re\r", "ab", "cd", "", "", "\re\r");
        check(LINES.withLineEnd(LineEnd.lineFeed()), "ab\r\nc", "ab\r", "c");
        check(LINES.withDropEmptyLines(true), "\n\na\n\n\r\nb\n\n", "a", "b");
    }

    @Test
    void theFirstOfOverlappingDelimitersCounts() throws FramingException {
        check(LINES.withLineEnd(LineEnd.text("\n\n")), "a\n\n\nb\n\n\n\nc", "a", "\nb", "", "c");
        check(LINES.withLineEnd(LineEnd.text("aab")), "aaabaab", "a", "");
        check(LINES.withLineEnd(LineEnd.hex("0D0A")), "a\r\r\nb\r\n", "a\r", "b");
    }

    @Test
    void aByteOrderMarkIsNotPartOfTheFirstLine() throws FramingException {
        for (String name : List.of("UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE")) {
            Charset charset = Charset.forName(name);
            byte[] content = "\uFEFFa\n\uFEFFb".getBytes(charset);
            for (int cut = 0; cut <= content.length; cut++) {
                RecordingSink sink = inTwoWindows(LINES.withCharset(charset), content, cut);

                assertThat(sink.frames())
                        .as("%s, cut at %d", name, cut)
                        .containsExactly(latin("a".getBytes(charset)), latin("\uFEFFb".getBytes(charset)));
            }
        }
    }

    @Test
    void aPartOfAByteOrderMarkIsText() throws FramingException {
        byte[] content = {(byte) 0xEF, (byte) 0xBB};

        RecordingSink sink = inTwoWindows(LINES, content, 1);

        assertThat(sink.frames()).containsExactly(latin(content));
    }

    @Test
    void unitsThatOnlyLookLikeALineEndAcrossTwoCharactersAreNone() throws FramingException {
        // 0A0D 000A in big-endian: the bytes 0D 00 and 0A xx must not count, nor 00 0A at an odd place.
        byte[] content = "\u0A00\u0A0D\u0D00\nx".getBytes(StandardCharsets.UTF_16BE);
        LineSettings settings = LINES.withCharset(StandardCharsets.UTF_16BE);
        for (int cut = 0; cut <= content.length; cut++) {
            assertThat(inTwoWindows(settings, content, cut).cuts)
                    .containsExactly(Cut.frame(content, 0, 6, 0, 8), Cut.frame(content, 8, 10, 8, 10));
        }
    }

    @Test
    void loneSurrogatesDisturbNobody() throws FramingException {
        byte[] content = {0x3D, (byte) 0xD8, 0x0A, 0, 0x00, (byte) 0xDE, 0x0A, 0, 0x0A};
        LineSettings settings = LINES.withCharset(StandardCharsets.UTF_16LE);
        for (int cut = 0; cut <= content.length; cut++) {
            assertThat(inTwoWindows(settings, content, cut).cuts)
                    .containsExactly(
                            Cut.frame(content, 0, 2, 0, 4),
                            Cut.frame(content, 4, 6, 4, 8),
                            Cut.frame(content, 8, 9, 8, 9));
        }
    }

    @Test
    void aFileOfEmptyLinesIsPassedOver() throws FramingException {
        byte[] content = bytes("\n\r\n\n");
        RecordingSink sink = new RecordingSink();

        LINES.withDropEmptyLines(true).newFraming().cut(new Window(content, 0, 4, 0, false), sink);

        assertThat(sink.cuts).isEmpty();
        assertThat(sink.nexts).containsExactly(4L);
    }

    @Test
    void aFlushSendsTheLinesThatAreThere() throws FramingException {
        byte[] content = bytes("a\nb\nc");
        Framing framing = LineChunkSettings.standard().newFraming();
        RecordingSink sink = new RecordingSink();

        int before = framing.cut(new Window(content, 0, 5, 0, Follow.MORE), sink);
        int done = framing.cut(new Window(content, 0, 5, 0, Follow.LATER), sink);

        assertThat(before).isZero();
        assertThat(done).isEqualTo(4);
        assertThat(sink.frames()).containsExactly("a\nb\n");
    }

    @Test
    void aLineThatJustFitsAChunkIsNotTooLong() throws FramingException {
        LineChunkSettings settings = new LineChunkSettings(3, OverLong.FAIL);

        check(settings, "ab\ncd\nefg", "ab\n", "cd\n", "efg");
        assertThatThrownBy(() -> inTwoWindows(settings, bytes("ab\ncde\n"), 7))
                .isInstanceOfSatisfying(
                        FramingException.class, e -> assertThat(e.position()).isEqualTo(3))
                .hasMessageContaining("the line at byte 3 is longer than chunk.bytes (3)")
                .hasMessageContaining("over.long to skip");
    }

    @Test
    void aLineTooLongNamesItsPlaceAndTheSetting() {
        LineSettings settings = LINES.withMaxLineBytes(16);

        assertThatThrownBy(() -> inTwoWindows(settings, bytes("a\n" + "x".repeat(17)), 5))
                .isInstanceOfSatisfying(
                        FramingException.class, e -> assertThat(e.position()).isEqualTo(2))
                .hasMessage("the line at byte 2 is longer than max.line.bytes (16): raise it, or set over.long to skip,"
                        + " truncate or split");
    }

    @Test
    void aLineAsLongAsAllowedIsALineWhateverItsEnd() throws FramingException {
        LineSettings settings = LINES.withMaxLineBytes(16);
        String line = "x".repeat(16);

        check(settings, line + "\r\n" + line + "\n" + line, line, line, line);
    }

    @Test
    void aTracesLinesAreOneEvent() throws FramingException {
        EventSettings settings = EventSettings.standard(Pattern.compile("^(\\s|Caused by)"), Match.CONTINUATION);

        check(
                settings,
                "ERROR a\n\tat b\nCaused by: c\n\tat d\nINFO e\n",
                "ERROR a\n\tat b\nCaused by: c\n\tat d",
                "INFO e");
    }

    @Test
    void aLineThatGoesOnIsEndedByOneThatDoesNot() throws FramingException {
        EventSettings settings =
                EventSettings.standard(Pattern.compile("\\\\$"), Match.END).withNegate(true);

        check(settings, "a \\\nb \\\r\nc\nd\n", "a \\\nb \\\r\nc", "d");
    }

    @Test
    void anEventGoesOutAtAFlushWithItsWholeLines() throws FramingException {
        byte[] content = bytes("a\n b\n c");
        Framing framing =
                EventSettings.standard(Pattern.compile("^\\S"), Match.START).newFraming();
        RecordingSink sink = new RecordingSink();

        int done = framing.cut(new Window(content, 0, 7, 0, Follow.LATER), sink);

        assertThat(done).isEqualTo(5);
        assertThat(sink.frames()).containsExactly("a\n b");
    }

    @Test
    void theHeaderIsKnownBeforeTheFirstRowAndIsNoFrame() throws FramingException {
        byte[] content = bytes("\uFEFF\n\"a\nb\",c\r\n1,2\n");
        CsvRowSettings settings = CsvRowSettings.standard(CsvFormat.standard().withHeader(Header.NAMES));
        Framing framing = settings.newFraming();

        assertThat(framing.prologue(new Window(content, 0, 12, 0, false))).isEqualTo(-1);
        assertThat(framing.prologue(new Window(content, 0, content.length, 0, false)))
                .isEqualTo(13);
        for (int cut = 0; cut <= content.length; cut++) {
            assertThat(inTwoWindows(settings, content, cut).cuts).containsExactly(Cut.frame(content, 13, 16, 13, 17));
        }
    }

    @Test
    void theHeaderOfLineChunksIsKnownBeforeTheFirstChunkAndInIt() throws FramingException {
        byte[] content = bytes("\uFEFF\nb,a\n1,2\n3,4\n");
        LineChunkSettings settings = new LineChunkSettings(12, OverLong.FAIL)
                .withHeader(CsvFormat.standard().withHeader(Header.NAMES));
        Framing framing = settings.newFraming();

        assertThat(framing.prologue(new Window(content, 0, 7, 0, false))).isEqualTo(-1);
        assertThat(framing.prologue(new Window(content, 0, content.length, 0, false)))
                .isEqualTo(8);
        for (int cut = 0; cut <= content.length; cut++) {
            assertThat(inTwoWindows(settings, content, cut).cuts)
                    .containsExactly(Cut.frame(content, 0, 12, 0, 12), Cut.frame(content, 12, 16, 12, 16));
        }
    }

    @Test
    void aHeaderOfLineChunksThatFitsIntoNoneSaysWhatToDo() {
        byte[] content = bytes("a".repeat(40) + "\n");
        Framing framing = new LineChunkSettings(20, OverLong.SKIP)
                .withHeader(CsvFormat.standard().withHeader(Header.NAMES))
                .newFraming();

        assertThatThrownBy(() -> framing.prologue(new Window(content, 0, content.length, 0, false)))
                .isInstanceOf(FramingException.class)
                .hasMessageContaining("chunk.bytes (20)");
    }

    @Test
    void aHeaderWithoutRowsIsPassedOver() throws FramingException {
        byte[] content = bytes("a,b\n");
        CsvRowSettings settings = CsvRowSettings.standard(CsvFormat.standard().withHeader(Header.SKIP));

        RecordingSink sink = inTwoWindows(settings, content, 2);

        assertThat(sink.cuts).isEmpty();
        assertThat(sink.nexts).containsExactly(4L);
    }

    @Test
    void aHeaderAsLongAsAllowedMayEndTheFile() throws FramingException {
        CsvRowSettings settings = CsvRowSettings.standard(CsvFormat.standard().withHeader(Header.SKIP))
                .withMaxLineBytes(16);
        byte[] content = bytes("\uFEFF" + "x".repeat(18));
        for (int cut = 0; cut <= content.length; cut++) {
            assertThat(inTwoWindows(settings, content, cut).nexts).containsExactly((long) content.length);
        }
    }

    @Test
    void aHeaderThatNeverEndsFailsTheFile() {
        CsvRowSettings settings = CsvRowSettings.standard(CsvFormat.standard().withHeader(Header.SKIP))
                .withMaxLineBytes(16)
                .withOverLong(OverLong.SKIP);

        assertThatThrownBy(() -> inTwoWindows(settings, bytes("x".repeat(100)), 50))
                .isInstanceOf(FramingException.class)
                .hasMessageContaining("max.line.bytes (16)");
    }

    @Test
    void aQuoteThatIsNotClosedCostsItsLineAndSaysWhy() throws FramingException {
        CsvRowSettings settings = CsvRowSettings.standard(CsvFormat.standard()).withMaxLineBytes(16);
        byte[] content = bytes("a,\"b\nc,d\n" + "e,f\n".repeat(5));
        RecordingSink sink = inTwoWindows(settings, content, 10);

        assertThat(sink.cuts.get(0)).isEqualTo(new Cut(Cut.Kind.MALFORMED, 0, 5, "a,\"b"));
        assertThat(sink.reasons).containsExactly("the quote is not closed, or not within max.line.bytes (16)");
        assertThat(sink.frames()).containsExactly("c,d", "e,f", "e,f", "e,f", "e,f", "e,f");
    }

    @Test
    void aRowTooLongIsSkippedToTheNextLineEnd() throws FramingException {
        CsvRowSettings settings = CsvRowSettings.standard(CsvFormat.standard())
                .withMaxLineBytes(16)
                .withOverLong(OverLong.SKIP);
        byte[] content = bytes("x".repeat(40) + "\na,b\n");
        for (int cut = 0; cut <= content.length; cut++) {
            assertThat(inTwoWindows(settings, content, cut).cuts)
                    .containsExactly(Cut.tooLong(content, 0, 16, 0, 41), Cut.frame(content, 41, 44, 41, 45));
        }
    }

    @Test
    void windowsThatDoNotFollowEachOtherAreRefused() throws FramingException {
        for (FramingSettings settings : ALL) {
            Framing framing = settings.newFraming();
            byte[] content = bytes("aaaa");
            int done = framing.cut(new Window(content, 0, 4, 0, false), new RecordingSink());

            assertThatThrownBy(() -> framing.cut(new Window(content, 0, 4, done + 1, false), new RecordingSink()))
                    .as("%s", settings)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("the one before was done with at " + done);
        }
    }

    private static void check(FramingSettings settings, String content, String... frames) throws FramingException {
        byte[] bytes = bytes(content);
        for (int cut = 0; cut <= bytes.length; cut++) {
            assertThat(inTwoWindows(settings, bytes, cut).frames())
                    .as("%s, cut at %d", settings, cut)
                    .containsExactly(frames);
        }
    }

    /** One that ends at {@code cut}, then all the rest. The sink is full after each frame. */
    private static RecordingSink inTwoWindows(FramingSettings settings, byte[] content, int cut)
            throws FramingException {
        RecordingSink sink = new RecordingSink(() -> true);
        Framing framing = settings.newFraming();
        int at = 0;
        sink.window(0, cut);
        do {
            at += framing.cut(new Window(content, at, cut, at, false), sink);
        } while (sink.drain());
        sink.window(at, content.length);
        do {
            at += framing.cut(new Window(content, at, content.length, at, true), sink);
        } while (sink.drain());
        assertThat(at).isEqualTo(content.length);
        return sink;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
