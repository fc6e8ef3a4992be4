package io.sluice.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where nothing is quoted, no byte is a quote. */
final class CsvWithoutQuoteTest {

    private static final CsvFormat FORMAT =
            CsvFormat.standard().withoutQuote().withCharset(StandardCharsets.ISO_8859_1);

    @Test
    void everyHighByteIsDataWhereverItStandsInAField() {
        CsvRows decoder = new CsvRows(RowSchema.parse("name string, size string"), FORMAT);
        for (int value = 0x80; value <= 0xFF; value++) {
            String high = Character.toString(value);
            // At a field's start, in whole words, and in the last seven bytes, which are looked at one by one.
            String first = high + "a" + high + "longer than a word" + high;
            String input = first + "," + high + "\n" + high + ",1" + high + ",\nx," + high + "y" + high;

            RecordedRows recorded = RecordedRows.of(decoder, input.getBytes(StandardCharsets.ISO_8859_1), 0);

            assertThat(recorded.rows)
                    .as("byte %x", value)
                    .containsExactly(List.of(first, high), List.of("x", high + "y" + high));
            assertThat(recorded.reasons()).as("byte %x", value).containsExactly("3 fields where 2 are expected");
        }
    }
}
