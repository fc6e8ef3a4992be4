package io.sluice.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonRowsTest {

    private static final RowSchema PAIR = RowSchema.parse("name string, size long?");

    @Test
    void aRowIsDecodedToItsTypes() {
        RowSchema schema = RowSchema.parse("s string, y bytes, b boolean, i int, l long, d double, p decimal(18,8),"
                + " w decimal(38,2), day date, ts timestamp_micros, u uuid, n long?");

        RecordedRows recorded = decode(schema, """
                {"s":"a\\n\\u00e9\\ud83d\\ude00","y":"AAH/","b":true,"i":-5,"l":9223372036854775807,"d":0.1,\
                "p":0.10000000,"w":999999999999999999999999999999999999.99,"day":"2026-11-21",\
                "ts":"2026-11-21T08:00:00Z","u":"123e4567-e89b-12d3-a456-42661417400f","n":null}
                """);

        assertThat(recorded.bad).isEmpty();
        assertThat(recorded.rows)
                .containsExactly(Arrays.asList(
                        "a\n\u00e9\ud83d\ude00",
                        "0001ff",
                        true,
                        -5L,
                        Long.MAX_VALUE,
                        0.1,
                        new BigDecimal("0.10000000"),
                        new BigDecimal("999999999999999999999999999999999999.99"),
                        LocalDate.of(2026, 11, 21),
                        1795248000000000L,
                        UUID.fromString("123e4567-e89b-12d3-a456-42661417400f"),
                        null));
    }

    @Test
    void keysComeInAnyOrderAndAMissingNullableKeyIsNull() {
        assertThat(decode(PAIR, "{\"size\":1,\"name\":\"a\"}\n{\"name\":\"b\"}\n").rows)
                .containsExactly(List.of("a", 1L), Arrays.asList("b", null));
    }

    @Test
    void linesEndWithLfOrCrlfOrTheInputAndBlankLinesAreNoRows() {
        RecordedRows recorded =
                decode(PAIR, "\ufeff{\"name\":\"a\"}\r\n\r\n \t\n  {\"name\":\"b\"} \n{\"name\":\"c\"}");

        assertThat(recorded.rows).extracting(row -> row.get(0)).containsExactly("a", "b", "c");
        assertThat(recorded.positions).containsExactly(3L, 22L, 38L);
    }

    @Test
    void unknownKeysAreIgnoredWhateverTheyHold() {
        RecordedRows recorded = decode(
                PAIR, "{\"x\":{\"name\":[1,{}]},\"name\":\"a\",\"y\":[],\"x\":1e999,\"size\":2,\"z\":\"\\ud800\"}");

        assertThat(recorded.rows).containsExactly(List.of("a", 2L));
    }

    @Test
    void unknownKeysCanMakeTheRowBad() {
        JsonFormat format = JsonFormat.standard().withUnknownFields(JsonFormat.UnknownFields.BAD);
        JsonRows decoder = new JsonRows(PAIR, format);

        RecordedRows recorded = RecordedRows.of(decoder, "{\"name\":\"a\",\"x\":1}\n{\"name\":\"b\"}\n");

        assertThat(recorded.reasons()).containsExactly("the key 'x' is no column");
        assertThat(recorded.rows).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"size":1}                       | name | is required, but the row has no such key
            {"name":null}                    | name | is required, but null
            {"name":1}                       | name | is a number; string takes a JSON string
            {"name":{"name":"a"}}            | name | is an object; string takes a JSON string
            {"name":"a","size":true}         | size | is a boolean; long takes a JSON number or string
            {"name":"a","size":[1]}          | size | is an array; long takes a JSON number or string
            {"name":"a","size":1.5}          | size | '1.5' is not a long
            {"name":"a","size":1e3}          | size | '1e3' is not a long
            {"name":"a","size":9223372036854775808} | size | is out of range for a long
            {"name":"a","size":1,"size":1}   | size | the key occurs twice
            {"name":"a","name":"a"}          | name | the key occurs twice
            {"name":"\\ud800"}               | name | half a surrogate pair
            {"name":"\\udc00\\ud800"}        | name | half a surrogate pair
            {"name":"\\udc00\\udc00"}        | name | half a surrogate pair
            {"name":"a"                      | ``   | the line ends inside the row's object
            {"name":"a                       | ``   | not JSON
            {"name                           | ``   | not JSON
            {"name":tru                      | ``   | not JSON
            {"name":"a","x":[{               | ``   | the line ends inside
            {                                | ``   | the line ends inside
            {"name":"a"}}                    | ``   | not JSON
            {"name":"a"} {"name":"b"}        | ``   | text follows the row's object
            {"name":"a"} 12                  | ``   | text follows the row's object
            {"name":"a"} tr                  | ``   | not JSON
            {"name":"a"} "b                  | ``   | not JSON
            {"name":"a",}                    | ``   | not JSON
            {name:"a"}                       | ``   | not JSON
            {'name':'a'}                     | ``   | not JSON
            {"name":"a","size":01}           | ``   | not JSON
            {"name":"a","size":+1}           | ``   | not JSON
            {"name":"a","size":NaN}          | ``   | not JSON
            {"name":"a"} // comment          | ``   | not JSON
            ["a"]                            | ``   | a row must be one JSON object in one line
            "a"                              | ``   | a row must be one JSON object in one line
            12                               | ``   | a row must be one JSON object in one line
            nul                              | ``   | not JSON
            }                                | ``   | not JSON
            """)
    void aBadLineIsReportedAndDoesNotDisturbItsNeighbours(String line, String column, String reason) {
        String before = "{\"name\":\"before\",\"size\":1}\n";
        String after = "{\"name\":\"after\",\"size\":2}\n";

        RecordedRows inside = decode(PAIR, before + line + "\n" + after);
        RecordedRows last = decode(PAIR, before + line);

        assertThat(inside.rows).containsExactly(List.of("before", 1L), List.of("after", 2L));
        assertThat(inside.bad).singleElement().satisfies(bad -> {
            assertThat(bad.reason()).contains(reason);
            assertThat(bad.column()).isEqualTo(column);
            assertThat(bad.position()).isEqualTo(before.length());
            assertThat(bad.length()).isEqualTo(line.length() + 1);
            assertThat(bad.row()).isEqualTo(1);
        });
        assertThat(last.rows).containsExactly(List.of("before", 1L));
        assertThat(last.bad).singleElement().extracting(BadRow::column).isEqualTo(column);
    }

    @Test
    void theFaultsPositionIsThatOfItsValue() {
        JsonRows decoder = new JsonRows(PAIR, JsonFormat.standard());
        byte[] input =
                "{\"name\":\"a\"}\n{\"name\":\"b\",\"size\":\"x\"}\n{\"name\":\"c\",!}\n{\"name\":\"d\",\"size\":true}\n"
                        .getBytes(StandardCharsets.UTF_8);

        RecordedRows recorded = RecordedRows.of(decoder, input, 1_000);

        assertThat(recorded.bad).extracting(BadRow::position).containsExactly(1_013L, 1_037L, 1_052L);
        assertThat(recorded.bad).extracting(BadRow::errorPosition).containsExactly(1_032L, 1_049L, 1_071L);
    }

    @Test
    void recordsOfOneLineEachNeedNoLineEnd() {
        JsonRows decoder = new JsonRows(PAIR, JsonFormat.standard());
        for (int i = 0; i < 100; i++) {
            assertThat(RecordedRows.of(decoder, "{\"name\":\"a\",\"size\":" + i + "}").rows)
                    .containsExactly(List.of("a", (long) i));
        }
    }

    @Test
    void decimalsAreExactFromNumbersAndStrings() {
        RowSchema schema = RowSchema.parse("p decimal(38,20)");

        assertThat(decode(schema, "{\"p\":0.10000000000000000001}\n{\"p\":\"0.10000000000000000001\"}\n{\"p\":1E-20}")
                        .rows)
                .containsExactly(
                        List.of(new BigDecimal("0.10000000000000000001")),
                        List.of(new BigDecimal("0.10000000000000000001")),
                        List.of(new BigDecimal("0.00000000000000000001")));
    }

    @Test
    void malformedUtf8IsABadRowWithTheBytesPosition() {
        byte[] input = "{\"name\":\"a\"}\n{\"name\":\"b?\"}\n{\"name\":\"c\"}\n".getBytes(StandardCharsets.UTF_8);
        input[23] = (byte) 0xC0;

        RecordedRows recorded = RecordedRows.of(new JsonRows(PAIR, JsonFormat.standard()), input, 0);

        assertThat(recorded.rows).hasSize(2);
        assertThat(recorded.bad).singleElement().satisfies(bad -> {
            assertThat(bad.errorPosition()).isEqualTo(23);
            assertThat(bad.reason()).startsWith("malformed UTF-8");
        });
    }

    @Test
    void depthNumberNameAndRowLengthAreLimited() {
        JsonFormat format = JsonFormat.standard().withMaxDepth(3).withMaxRowBytes(4_000);
        JsonRows decoder = new JsonRows(PAIR, format);
        List<String> tooMuch = List.of(
                "{\"name\":\"a\",\"x\":[[[1]]]}",
                "{\"name\":\"a\",\"size\":" + "1".repeat(1_001) + "}",
                "{\"name\":\"a\",\"" + "k".repeat(2_000) + "\":1}",
                "{\"name\":\"" + "a".repeat(4_000) + "\"}");

        RecordedRows recorded =
                RecordedRows.of(decoder, String.join("\n", tooMuch) + "\n{\"name\":\"a\",\"x\":[[1]]}\n");

        assertThat(recorded.rows).hasSize(1);
        assertThat(recorded.bad).hasSize(4);
        assertThat(recorded.reasons().get(0)).containsIgnoringCase("depth");
        assertThat(recorded.reasons().get(1)).containsIgnoringCase("number");
        assertThat(recorded.reasons().get(2)).containsIgnoringCase("name");
        assertThat(recorded.reasons().get(3)).isEqualTo("the row has 4011 bytes; allowed are 4000");
    }

    @Test
    void everNewKeysAreForgottenAndDoNotDisturbRows() {
        JsonRowReader reader = new JsonRowReader(PAIR, JsonFormat.standard());
        RowBuffer row = new RowBuffer(PAIR);
        for (int i = 0; i < 20_000; i++) {
            byte[] line = ("{\"key" + i + "\":0,\"name\":\"" + i + "\"}\n").getBytes(StandardCharsets.UTF_8);
            row.clear();

            boolean good = reader.read(line, 0, line.length, row);

            assertThat(good).isTrue();
            assertThat(row.string(0, line)).isEqualTo(Integer.toString(i));
            assertThat(reader.rememberedNames()).isLessThanOrEqualTo(4_096);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 10_001})
    void aDepthOutsideItsRangeIsRefused(int depth) {
        assertThatThrownBy(() -> JsonFormat.standard().withMaxDepth(depth))
                .hasMessage("json max depth is " + depth + "; allowed is 1 to 10000");
    }

    private static RecordedRows decode(RowSchema schema, String input) {
        return RecordedRows.of(new JsonRows(schema, JsonFormat.standard()), input);
    }
}
