package io.sluice.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where a file's header is looked for. */
final class CsvHeaderTest {

    private static final RowSchema PAIR = RowSchema.parse("name string, size string");

    @ParameterizedTest
    @EnumSource(names = {"SKIP", "NAMES"})
    void emptyLinesBeforeTheHeaderAreNoHeader(CsvFormat.Header header) {
        RecordedRows recorded = decode(decoder(header), "\ufeff\n\r\nname,size\na,1\n", 0);

        assertThat(recorded.rows).containsExactly(List.of("a", "1"));
        assertThat(recorded.positions).containsExactly(16L);
        assertThat(recorded.bad).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"SKIP", "NAMES"})
    void aHeaderBehindAValueOfEmptyLinesIsFoundInTheNextValue(CsvFormat.Header header) {
        CsvRows decoder = decoder(header);

        RecordedRows first = decode(decoder, "\n\n", 0);
        RecordedRows second = decode(decoder, "\nname,size\na,1\n", 2);
        RecordedRows third = decode(decoder, "b,2\n", 17);

        assertThat(first.positions).isEmpty();
        assertThat(second.rows).containsExactly(List.of("a", "1"));
        assertThat(third.rows).containsExactly(List.of("b", "2"));
    }

    @ParameterizedTest
    @EnumSource(names = {"SKIP", "NAMES"})
    void aFileIsNotReadWithTheNamesOfTheOneBefore(CsvFormat.Header header) {
        CsvRows decoder = decoder(header);

        decode(decoder, "size,name\n1,a\n", 0);
        decode(decoder, "\n", 0);
        RecordedRows elsewhere = decode(decoder, "b,2\n", 50);

        assertThat(elsewhere.rows).hasSize(header == CsvFormat.Header.SKIP ? 1 : 0);
        assertThat(elsewhere.reasons()).allMatch(reason -> reason.equals("the header is empty"));
    }

    @Test
    void anEmptyLineIsTheSkippedHeaderOfASingleField() {
        CsvRows decoder =
                new CsvRows(RowSchema.parse("name string"), CsvFormat.standard().withHeader(CsvFormat.Header.SKIP));

        assertThat(decode(decoder, "\na\n", 0).rows).containsExactly(List.of("a"));
    }

    @Test
    void aHeaderLearntApartMayHaveAByteOrderMarkAndEmptyLinesBeforeIt() {
        CsvRows decoder = decoder(CsvFormat.Header.NAMES);
        byte[] header = "x\ufeff\r\n\nsize,name\nrest".getBytes(StandardCharsets.UTF_8);

        int taken = decoder.learnHeader(header, 1, header.length - 1);

        assertThat(taken).isEqualTo(16);
        assertThat(decode(decoder, "1,a\n", 99).rows).containsExactly(List.of("a", "1"));
    }

    private static CsvRows decoder(CsvFormat.Header header) {
        return new CsvRows(PAIR, CsvFormat.standard().withHeader(header));
    }

    private static RecordedRows decode(CsvRows decoder, String input, long position) {
        return RecordedRows.of(decoder, input.getBytes(StandardCharsets.UTF_8), position);
    }
}
