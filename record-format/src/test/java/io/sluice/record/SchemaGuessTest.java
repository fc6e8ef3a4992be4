package io.sluice.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaGuessTest {

    private static final CsvFormat NAMED = CsvFormat.standard().withHeader(CsvFormat.Header.NAMES);

    private static List<byte[]> samples(String... texts) {
        return Arrays.stream(texts)
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    private static String csv(String... texts) {
        return SchemaGuess.ofCsv(samples(texts), NAMED).toString();
    }

    private static String json(String... texts) {
        return SchemaGuess.ofJson(samples(texts), JsonFormat.standard()).toString();
    }

    @Test
    void eachColumnHasTheNarrowestTypeOfAllItsValues() {
        String rows = """
                flag,count,price,day,at,key,name
                true,1,1.5,2024-01-02,2024-01-02T03:04:05Z,123e4567-e89b-12d3-a456-426614174000,x
                false,-2,2,2024-01-03,2024-01-02T03:04:05.000001Z,123e4567-e89b-12d3-a456-426614174001,1
                """;

        assertThat(csv(rows))
                .isEqualTo(
                        "flag boolean?, count long?, price double?, day date?, at timestamp_micros?, key uuid?, name string?");
    }

    @Test
    void aValueOfALaterSampleCounts() {
        assertThat(csv("a,b\n1,2\n", "a,b\n1.5,x\n")).isEqualTo("a double?, b string?");
    }

    @Test
    void columnsOfAnyOfTheFilesAreThere() {
        assertThat(csv("a\n1\n", "\uFEFFb,a\n2024-01-02,2\n")).isEqualTo("a long?, b date?");
    }

    @Test
    void whatHasNoValueIsText() {
        assertThat(csv("a,b\n1,\n2,\n")).isEqualTo("a long?, b string?");
    }

    @Test
    void numbersWithZerosBeforeThemStayText() {
        assertThat(csv("zip,n\n01234,0\n99999,10\n")).isEqualTo("zip string?, n long?");
    }

    @Test
    void aBadRowSaysNothing() {
        assertThat(csv("a,b\n1,2,3\n4,5\n")).isEqualTo("a long?, b long?");
    }

    @Test
    void keysOfJsonAreColumnsAndNestedOnesAreLeftOut() {
        assertThat(json("{\"a\": 1, \"deep\": {\"x\": 1}}\nnot json\n{\"b\": \"x\", \"a\": 2.5}\n"))
                .isEqualTo("a double?, b string?");
    }

    @Test
    void nothingFoundIsSaid() {
        assertThatThrownBy(() -> csv("")).hasMessageContaining("no column is found");
        assertThatThrownBy(() -> json("[1]\n")).hasMessageContaining("no column is found");
    }
}
