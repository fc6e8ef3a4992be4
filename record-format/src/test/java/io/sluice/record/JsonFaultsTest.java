package io.sluice.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which fault of a JSON line is reported, and where. In the inputs, ! stands for a byte that is not UTF-8. */
final class JsonFaultsTest {

    private static final RowSchema PAIR = RowSchema.parse("a long, b string?");
    private static final String GOOD = "{\"a\":1}\n";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"a":1} 12             | 8
            {"a":1} 1.5            | 8
            {"a":1} {"a":2}        | 8
            {"a":1} tr             | 9
            {"a":"x"}              | 5
            {"b":"x"}              | 0
            """)
    void theFaultIsAtTheSamePositionWithAndWithoutALineEnd(String line, long at) {
        assertThat(decode(line).bad)
                .singleElement()
                .satisfies(bad -> assertThat(bad.errorPosition()).isEqualTo(at));
        assertThat(decode(GOOD + line).bad)
                .singleElement()
                .satisfies(bad -> assertThat(bad.errorPosition()).isEqualTo(8 + at));
        assertThat(decode(GOOD + line + "\n").bad)
                .singleElement()
                .satisfies(bad -> assertThat(bad.errorPosition()).isEqualTo(8 + at));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"a":"x","b":"!"}      | 5  | a  | 'x' is not a long
            {"a":1,"a":2,"b":"!"}  | 11 | a  | the key occurs twice
            {"a":1} 12 !           | 8  | `` | text follows the row's object
            {"a":1,] !             | 7  | `` | not JSON
            [1,!]                  | 0  | `` | a row must be one JSON object
            {"b":"x"} !            | 0  | a  | is required, but the row has no such key
            {"a":1,"b":"!"}        | 12 | `` | malformed UTF-8
            {"a":"!x"}             | 6  | `` | malformed UTF-8
            {"a":1!}               | 6  | `` | malformed UTF-8
            {"a":1}!               | 7  | `` | malformed UTF-8
            {"!":1}                | 2  | `` | malformed UTF-8
            !{"a":1}               | 0  | `` | malformed UTF-8
            """)
    void ofMalformedUtf8AndAnotherFaultTheFirstIsReported(String line, long at, String column, String reason) {
        RecordedRows recorded = decode(GOOD + line + "\n" + GOOD);

        assertThat(recorded.rows).hasSize(2);
        assertThat(recorded.bad).singleElement().satisfies(bad -> {
            assertThat(bad.errorPosition()).isEqualTo(8 + at);
            assertThat(bad.column()).isEqualTo(column);
            assertThat(bad.reason()).contains(reason);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {GOOD, "{\"a\":2\n", ""})
    void aByteOrderMarkInsideAFileIsABadRowWhateverItsNeighbour(String neighbour) {
        for (String mark : List.of("\ufeff", "\ufeff\ufeff", " \ufeff")) {
            RecordedRows recorded = decode(GOOD + neighbour + mark + "{\"a\":3}\n" + "{\"a\":\"x\"}\n" + GOOD);

            int marked = 8 + neighbour.length();
            assertThat(recorded.rows).filteredOn(row -> row.contains(3L)).isEmpty();
            assertThat(recorded.bad.get(recorded.bad.size() - 2).position()).isEqualTo(marked);
            int next = marked + mark.getBytes(StandardCharsets.UTF_8).length + 8;
            assertThat(recorded.bad.get(recorded.bad.size() - 1).errorPosition())
                    .isEqualTo(next + 5);
        }
    }

    @Test
    void aSecondByteOrderMarkAtTheStartOfAFileIsABadRow() {
        RecordedRows recorded = decode("\ufeff\ufeff{\"a\":3}\n" + "{\"a\":\"x\"}\n" + GOOD);

        assertThat(recorded.rows).hasSize(1);
        assertThat(recorded.bad).extracting(BadRow::errorPosition).containsExactly(3L, 19L);
        assertThat(recorded.reasons().get(0)).startsWith("a byte order mark inside the file");
    }

    @Test
    void aRowMayBeAsLongAsTheLimitItsLineEndNotCounted() {
        JsonRows decoder = new JsonRows(PAIR, JsonFormat.standard().withMaxRowBytes(8));

        RecordedRows recorded = RecordedRows.of(decoder, "{\"a\":12}\n{\"a\":123}\n{\"a\":34}");

        assertThat(recorded.rows).extracting(row -> row.get(0)).containsExactly(12L, 34L);
        assertThat(recorded.reasons()).containsExactly("the row has 9 bytes; allowed are 8");
    }

    private static RecordedRows decode(String input) {
        byte[] bytes = input.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = bytes[i] == '!' ? (byte) 0xFF : bytes[i];
        }
        return RecordedRows.of(new JsonRows(PAIR, JsonFormat.standard()), bytes, 0);
    }
}
