package io.sluice.source.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.record.CsvFormat;
import io.sluice.source.framing.EventSettings.Match;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class FramingSettingsTest {

    private static final LineSettings LINES = LineSettings.standard();
    private static final EventSettings EVENTS = EventSettings.standard(Pattern.compile("a"), Match.START);

    @Test
    void numbersOutOfRangeAreRefusedByTheirSetting() {
        refused(() -> LINES.withMaxLineBytes(15), "max.line.bytes is 15; allowed is 16 to 1073741824");
        refused(() -> LineChunkSettings.standard().withChunkBytes(0), "chunk.bytes is 0; allowed is 1 to 1073741824");
        refused(() -> ByteChunkSettings.standard().withChunkBytes(-1), "chunk.bytes is -1; allowed is 1 to 1073741824");
        refused(
                () -> WholeFileSettings.standard().withMaxFileBytes(0),
                "max.file.bytes is 0; allowed is 1 to 1073741824");
        refused(() -> EVENTS.withLimits(0, 100), "multiline.max.lines is 0; allowed is 1 to 1000000");
        refused(() -> EVENTS.withLimits(1, 1), "multiline.max.bytes is 1; allowed is 16 to 1073741824");
    }

    @Test
    void policiesThatMakeNoSenseAreRefused() {
        refused(
                () -> LineChunkSettings.standard().withOverLong(OverLong.SPLIT),
                "over.long is split; allowed is fail or skip: a chunk holds whole lines, never a part of one");
        refused(
                () -> WholeFileSettings.standard().withOverLong(OverLong.TRUNCATE),
                "over.long is truncate; allowed is fail or skip: a part of a file is not a whole file");
        refused(
                () -> CsvRowSettings.standard(CsvFormat.standard()).withOverLong(OverLong.SPLIT),
                "over.long is split; allowed is fail or skip: a part of a row is not a row");
    }

    @Test
    void charsetsWhoseBytesDependOnWhatStandsBeforeAreRefused() {
        refused(
                () -> LINES.withCharset(StandardCharsets.UTF_16),
                "charset is UTF-16; allowed are UTF-16LE and UTF-16BE: in mid-file the byte order mark at the start is"
                        + " not seen");
        for (String name : List.of("ISO-2022-JP", "ISO-2022-KR", "ISO-2022-CN", "x-UTF-16LE-BOM", "x-IBM930")) {
            assertThatThrownBy(() -> LINES.withCharset(Charset.forName(name)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("charset is " + name + "; allowed are UTF-8");
        }
    }

    @Test
    void lineEndsAreRefusedWhereTheyCanBePartsOfCharacters() {
        for (String name : List.of("Shift_JIS", "GBK", "GB18030", "Big5")) {
            TextEncoding encoding = TextEncoding.of(Charset.forName(name));

            assertThatThrownBy(() -> LineEnd.text("|").finder(encoding))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("line.delimiter is '|', whose first byte 7C can be the end of another")
                    .hasMessageContaining(name);
            for (String safe : List.of("\n", "\t", "\u001E", "!", "\"#$%&'()*+,-./", ",|")) {
                assertThat(LineEnd.text(safe).finder(encoding)).isNotNull();
            }
        }
        assertThat(LineEnd.text("|").finder(TextEncoding.of(Charset.forName("EUC-JP"))))
                .isNotNull();
        assertThat(LineEnd.text("\u00A7").finder(TextEncoding.of(StandardCharsets.UTF_8)))
                .isNotNull();
    }

    @Test
    void lineEndsThatCannotBeAreRefused() {
        refused(() -> LineEnd.hex("0"), "line.delimiter is '0'; allowed are pairs of hexadecimal digits");
        refused(
                () -> LineEnd.text(""),
                "line.delimiter is '' as TEXT; allowed is a newline without a value, or text or bytes that are not"
                        + " empty");
        refused(
                () -> LINES.withLineEnd(LineEnd.text("x".repeat(65))),
                "line.delimiter is 65 bytes long; allowed is 1 to 64");
        refused(
                () -> LINES.withCharset(StandardCharsets.UTF_16LE).withLineEnd(LineEnd.hex("0A000A")),
                "line.delimiter is 0A000A, 3 bytes; allowed are multiples of 2 in UTF-16LE");
        refused(
                () -> LINES.withCharset(StandardCharsets.ISO_8859_1).withLineEnd(LineEnd.text("\u20AC")),
                "line.delimiter is '\u20AC'; allowed is text that ISO-8859-1 can write");
    }

    private static void refused(ThrowingCallable making, String message) {
        assertThatThrownBy(making).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
