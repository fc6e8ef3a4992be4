package io.sluice.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CsvRowsTest {

    private static final RowSchema TRADES =
            RowSchema.parse("ts timestamp_micros, symbol string, price decimal(18,8), quantity long, sequence long?");
    private static final RowSchema PAIR = RowSchema.parse("name string, size long");
    private static final RowSchema TEXTS = RowSchema.parse("a string?, b string?");

    @Test
    void aRowIsDecodedToItsTypes() {
        RecordedRows recorded = decode(TRADES, "1479686400000000,BTC-USD,12345.678,10,7\n");

        assertThat(recorded.rows)
                .containsExactly(List.of(1479686400000000L, "BTC-USD", new BigDecimal("12345.67800000"), 10L, 7L));
        assertThat(recorded.bad).isEmpty();
    }

    @Test
    void rowsEndWithLfOrCrlfOrTheInput() {
        assertThat(decode(PAIR, "a,1\r\nb,2\nc,3").rows)
                .containsExactly(List.of("a", 1L), List.of("b", 2L), List.of("c", 3L));
        assertThat(decode(PAIR, "a,1\r").rows).containsExactly(List.of("a", 1L));
    }

    @Test
    void quotedFieldsHoldDelimitersQuotesAndLineEnds() {
        RecordedRows recorded = decode(PAIR, "\"a,\"\"b\"\"\r\nc\",\"1\"\r\n\"\"\"\",2\n\"\",3");

        assertThat(recorded.rows).containsExactly(List.of("a,\"b\"\r\nc", 1L), List.of("\"", 2L), List.of("", 3L));
    }

    @Test
    void anUnquotedEmptyFieldIsNullAndAQuotedOneIsEmptyText() {
        assertThat(decode(TEXTS, ",\"\"\n").rows).containsExactly(Arrays.asList(null, ""));
    }

    @Test
    void theNullTextIsNullUnlessQuoted() {
        CsvFormat format = CsvFormat.standard().withNullText("\\N");

        assertThat(decode(TEXTS, format, "\\N,\"\\N\"\n,\\\n").rows)
                .containsExactly(Arrays.asList(null, "\\N"), List.of("", "\\"));
    }

    @Test
    void withoutANullTextNothingIsNull() {
        assertThat(decode(TEXTS, CsvFormat.standard().withoutNullText(), ",\n").rows)
                .containsExactly(List.of("", ""));
    }

    @Test
    void aNullInARequiredColumnMakesTheRowBad() {
        RecordedRows recorded = decode(PAIR, "a,\nb,2\n");

        assertThat(recorded.bad).containsExactly(new BadRow(0, 3, 0, 2, "size", "is required, but the field is null"));
        assertThat(recorded.rows).containsExactly(List.of("b", 2L));
    }

    @Test
    void spacesAreNotTrimmed() {
        RecordedRows recorded = decode(PAIR, " a ,1\nb, 2\n");

        assertThat(recorded.rows).containsExactly(List.of(" a ", 1L));
        assertThat(recorded.reasons()).singleElement().asString().contains("' 2' is not a long");
    }

    @Test
    void delimiterAndQuoteAreConfigurable() {
        CsvFormat format = CsvFormat.standard().withDelimiter('\t').withQuote('\'');

        assertThat(decode(PAIR, format, "'a\t''b'''\t1\n\"\t2\n").rows)
                .containsExactly(List.of("a\t'b'", 1L), List.of("\"", 2L));
    }

    @Test
    void withoutAQuoteCharacterQuotesAreData() {
        CsvFormat format = CsvFormat.standard().withoutQuote();

        assertThat(decode(PAIR, format, "\"a,1\nb\"\"\",2\nlonger than a word\",3\n").rows)
                .containsExactly(List.of("\"a", 1L), List.of("b\"\"\"", 2L), List.of("longer than a word\"", 3L));
    }

    @Test
    void blankLinesAreNoRows() {
        RecordedRows recorded = decode(PAIR, "\n\r\na,1\n\nb,x\n\r\n\n");

        assertThat(recorded.rows).containsExactly(List.of("a", 1L));
        assertThat(recorded.bad).singleElement().satisfies(bad -> {
            assertThat(bad.position()).isEqualTo(8);
            assertThat(bad.row()).isEqualTo(1);
        });
    }

    @Test
    void anEmptyLineOfAOneColumnFileIsARow() {
        assertThat(decode(RowSchema.parse("a string?"), "x\n\ny\n").rows)
                .containsExactly(List.of("x"), Arrays.asList((Object) null), List.of("y"));
    }

    @Test
    void aBadRowIsReportedWithItsPlaceAndDoesNotDisturbItsNeighbours() {
        RecordedRows recorded = of(PAIR, CsvFormat.standard(), "good,1\nb,x2\ngood,3\n", 1_000);

        assertThat(recorded.rows).containsExactly(List.of("good", 1L), List.of("good", 3L));
        assertThat(recorded.bad).singleElement().satisfies(bad -> {
            assertThat(bad.position()).isEqualTo(1_007);
            assertThat(bad.length()).isEqualTo(5);
            assertThat(bad.errorPosition()).isEqualTo(1_009);
            assertThat(bad.row()).isEqualTo(1);
            assertThat(bad.column()).isEqualTo("size");
            assertThat(bad.message())
                    .isEqualTo("row 1 at byte 1007, column 'size', byte 1009: 'x2' is not a long: expected digits with"
                            + " an optional sign");
        });
    }

    @Test
    void tooFewAndTooManyFieldsAreBadRows() {
        RecordedRows recorded = decode(PAIR, "a\nb,1,2\nc,3\n" + ",".repeat(100) + "\n");

        assertThat(recorded.rows).containsExactly(List.of("c", 3L));
        assertThat(recorded.reasons())
                .containsExactly(
                        "1 fields where 2 are expected",
                        "3 fields where 2 are expected",
                        "101 fields where 2 are expected");
    }

    @Test
    void anUnterminatedQuoteCostsItsOwnLineOnly() {
        RecordedRows recorded = decode(PAIR, "a,1\nb,\"2\nc,3\nd,4\n");

        assertThat(recorded.rows).containsExactly(List.of("a", 1L), List.of("c", 3L), List.of("d", 4L));
        assertThat(recorded.bad).containsExactly(new BadRow(4, 5, 1, 6, "", "the quote is never closed"));
    }

    @Test
    void anUnterminatedQuoteBeforeAQuotedFieldCostsItsOwnLineOnly() {
        RecordedRows recorded = decode(PAIR, "a,\"1\n\"b\",2\n\"c\n\",3\n");

        assertThat(recorded.rows).containsExactly(List.of("b", 2L), List.of("c\n", 3L));
        assertThat(recorded.reasons())
                .containsExactly("the quoted field is followed by text, or its quote is not closed");
    }

    @Test
    void afterABrokenMultiLineRowReadingResumesBehindTheLineOfItsFault() {
        RecordedRows recorded = decode(PAIR, "\"a\nb\",\"1\nc,3\n");

        assertThat(recorded.rows).containsExactly(List.of("c", 3L));
        assertThat(recorded.bad).singleElement().satisfies(bad -> {
            assertThat(bad.length()).isEqualTo(9);
            assertThat(bad.errorPosition()).isEqualTo(6);
        });
    }

    @Test
    void aQuoteInsideAnUnquotedFieldIsABadRow() {
        RecordedRows recorded = decode(PAIR, "5\" pipe,1\nan inch is \"\",2\nb,3\n");

        assertThat(recorded.rows).containsExactly(List.of("b", 3L));
        assertThat(recorded.bad)
                .hasSize(2)
                .allSatisfy(bad -> assertThat(bad.reason()).startsWith("a quote inside an unquoted field"));
        assertThat(recorded.bad.get(0).errorPosition()).isEqualTo(1);
    }

    @Test
    void malformedUtf8InAStringIsABadRowWithTheBytesPosition() {
        byte[] input = "caf\u00e9,1\ncaf\u00e9,2\n\u20ac\ud83d\ude00,3\n".getBytes(StandardCharsets.UTF_8);
        input[11] = (byte) 0xC3;
        input[12] = 'x';

        RecordedRows recorded = RecordedRows.of(new CsvRows(PAIR, CsvFormat.standard()), input, 50);

        assertThat(recorded.rows).containsExactly(List.of("caf\u00e9", 1L), List.of("\u20ac\ud83d\ude00", 3L));
        assertThat(recorded.bad).singleElement().satisfies(bad -> {
            assertThat(bad.column()).isEqualTo("name");
            assertThat(bad.position()).isEqualTo(58);
            assertThat(bad.errorPosition()).isEqualTo(61);
            assertThat(bad.reason()).startsWith("malformed UTF-8: '\\xc3");
        });
    }

    @Test
    void aByteOrderMarkAtTheStartOfAFileIsNoText() {
        assertThat(decode(PAIR, "\ufeffa,1\n").rows).containsExactly(List.of("a", 1L));
        assertThat(of(PAIR, CsvFormat.standard(), "\ufeffa,1\n", 9).rows).containsExactly(List.of("\ufeffa", 1L));
    }

    @Test
    void aHeaderIsSkippedAtTheStartOfAFileOnly() {
        CsvFormat format = CsvFormat.standard().withHeader(CsvFormat.Header.SKIP);

        RecordedRows first = of(PAIR, format, "\"any\nthing\"\na,1\n", 0);
        RecordedRows second = of(PAIR, format, "b,2\n", 17);

        assertThat(first.rows).containsExactly(List.of("a", 1L));
        assertThat(first.positions).containsExactly(12L);
        assertThat(second.rows).containsExactly(List.of("b", 2L));
    }

    @Test
    void aHeaderMapsColumnsByName() {
        RowSchema schema = RowSchema.parse("name string, size long, note string?");
        CsvRows decoder = new CsvRows(schema, CsvFormat.standard().withHeader(CsvFormat.Header.NAMES));

        RecordedRows first = RecordedRows.of(decoder, "\ufeffsize,\"other\",name\r\n1,x,a\r\n2,b\r\n");
        RecordedRows second = RecordedRows.of(decoder, "3,\"y\",c\n".getBytes(StandardCharsets.UTF_8), 40);

        assertThat(first.rows).containsExactly(Arrays.asList("a", 1L, null));
        assertThat(first.reasons()).containsExactly("2 fields where 3 are expected");
        assertThat(second.rows).containsExactly(Arrays.asList("c", 3L, null));
    }

    @Test
    void rowsOfAFileWhoseHeaderWasNotSeenOrDoesNotFitAreBad() {
        CsvFormat format = CsvFormat.standard().withHeader(CsvFormat.Header.NAMES);

        assertThat(of(PAIR, format, "a,1\n", 10).reasons())
                .singleElement()
                .asString()
                .contains("was not seen");
        assertThat(of(PAIR, format, "name,length\na,1\nb,2\n", 0).reasons())
                .hasSize(2)
                .allMatch(reason -> reason.equals("the header has no column 'size', which is required"));
        assertThat(of(PAIR, format, "name,size,name\na,1,b\n", 0).reasons())
                .containsExactly("the header has the column 'name' twice");
        assertThat(of(PAIR, format, "name,\"size\na,1\n", 0).reasons())
                .containsExactly("the header cannot be read: the quote is never closed");
    }

    @Test
    void aHeaderCanBeLearntApart() {
        CsvRows decoder = new CsvRows(PAIR, CsvFormat.standard().withHeader(CsvFormat.Header.NAMES));
        byte[] header = "size,name\nrest".getBytes(StandardCharsets.UTF_8);

        int taken = decoder.learnHeader(header, 0, header.length);

        assertThat(taken).isEqualTo(10);
        assertThat(RecordedRows.of(decoder, "1,a\n".getBytes(StandardCharsets.UTF_8), 99).rows)
                .containsExactly(List.of("a", 1L));
    }

    @Test
    void aSingleByteCharsetIsTranscodedAndPositionsStayTrue() {
        Charset charset = Charset.forName("windows-1252");
        CsvFormat format = CsvFormat.standard().withCharset(charset);
        byte[] input = "\u20ac\u00e9,1\n\"\u00fc\"\"\u00df\",2\nx?,3\ny,z\n".getBytes(charset);
        input[input.length - 9 + 1] = (byte) 0x81;

        RecordedRows recorded = RecordedRows.of(new CsvRows(PAIR, format), input, 0);

        assertThat(recorded.rows).containsExactly(List.of("\u20ac\u00e9", 1L), List.of("\u00fc\"\u00df", 2L));
        assertThat(recorded.bad.get(0).errorPosition()).isEqualTo(input.length - 8);
        assertThat(recorded.bad.get(0).reason()).isEqualTo("the byte '\\x81' is no character of the charset");
        assertThat(recorded.bad.get(1).position()).isEqualTo(input.length - 4);
    }

    @Test
    void charsetsThatAreNotOneByteSupersetsOfAsciiAreRefused() {
        for (String name : List.of("UTF-16LE", "Shift_JIS", "GB18030", "UTF-32", "IBM037", "ISO-2022-JP")) {
            assertThatThrownBy(() -> CsvFormat.standard().withCharset(Charset.forName(name)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(
                            "csv charset is " + Charset.forName(name).name());
        }
        assertThat(CsvFormat.standard().withCharset(StandardCharsets.US_ASCII)).isNotNull();
    }

    @Test
    void settingsThatCannotWorkAreRefused() {
        CsvFormat format = CsvFormat.standard();

        assertThatThrownBy(() -> format.withDelimiter('\n')).hasMessageContaining("csv delimiter is U+000A; allowed");
        assertThatThrownBy(() -> format.withDelimiter('1')).hasMessageContaining("csv delimiter is '1'");
        assertThatThrownBy(() -> format.withDelimiter('\u00a7')).hasMessageContaining("csv delimiter is U+00A7");
        assertThatThrownBy(() -> format.withQuote(',')).hasMessageContaining("csv quote is ','");
        assertThatThrownBy(() -> format.withNullText("a,b")).hasMessageContaining("csv null text is 'a,b'");
    }

    @Test
    void aVisitorsExceptionReachesTheCallerAndTheDecoderStaysUsable() {
        CsvRows decoder = new CsvRows(PAIR, CsvFormat.standard());
        byte[] input = "a,1\nb,2\n".getBytes(StandardCharsets.UTF_8);
        RecordedRows broken = new RecordedRows(RowSchema.parse("name string"));

        assertThatThrownBy(() -> decoder.decode(input, 0, input.length, 0, broken))
                .isInstanceOf(Throwable.class);
        assertThat(RecordedRows.of(decoder, input, 0).rows).hasSize(2);
    }

    @Test
    void fieldsOfEveryLengthAreSplitAlikeWhereverTheyStart() {
        for (int lead = 0; lead < 20; lead++) {
            for (int size = 1; size < 20; size++) {
                String first = "x".repeat(lead);
                String second = "\u00e9" + "y".repeat(size);
                String input = "\"" + first + "\"," + second + "\n" + second + "," + second + "\n";

                assertThat(decode(TEXTS, input).rows).containsExactly(List.of(first, second), List.of(second, second));
            }
        }
    }

    @Test
    void aWideRowIsDecoded() {
        int width = 1_000;
        String line = IntStream.range(0, width).mapToObj(i -> "c" + i + " long").collect(Collectors.joining(","));
        String row = IntStream.range(0, width).mapToObj(Integer::toString).collect(Collectors.joining(","));

        assertThat(decode(RowSchema.parse(line), row).rows.get(0))
                .hasSize(width)
                .contains(999L);
    }

    private static RecordedRows decode(RowSchema schema, String input) {
        return decode(schema, CsvFormat.standard(), input);
    }

    private static RecordedRows decode(RowSchema schema, CsvFormat format, String input) {
        return of(schema, format, input, 0);
    }

    private static RecordedRows of(RowSchema schema, CsvFormat format, String input, long position) {
        return RecordedRows.of(new CsvRows(schema, format), input.getBytes(StandardCharsets.UTF_8), position);
    }
}
