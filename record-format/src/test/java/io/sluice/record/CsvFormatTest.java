package io.sluice.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFormatTest {
    private final Map<String, String> mistakes = new TreeMap<>();

    private CsvFormat declared(String delimiter, String quote, String nullText) {
        return CsvFormat.declared(delimiter, quote, nullText, CsvFormat.Header.NONE, mistakes::put);
    }

    @Test
    void whatConfigurationsSayByDefaultIsTheStandard() {
        assertThat(declared(",", "\"", "")).isEqualTo(CsvFormat.standard());
        assertThat(declared(",", "\"", null)).isEqualTo(CsvFormat.standard());
        assertThat(mistakes).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tab", "Tab", "\\t", "\t"})
    void aTabulatorMayBeWrittenInWords(String text) {
        assertThat(declared(text, "\"", "").delimiter()).isEqualTo('\t');
        assertThat(mistakes).isEmpty();
    }

    @Test
    void noneMeansNoQuoteAndNoNullRatherThanThatWord() {
        CsvFormat format = declared(",", "none", "none");

        assertThat(format.quote()).isEmpty();
        assertThat(format.nullText()).isEmpty();
    }

    @Test
    void whatOtherSettingsAreByDefaultRefusesNothing() {
        CsvFormat format = declared("\"", ",", "\\N");

        assertThat(format.delimiter()).isEqualTo('"');
        assertThat(format.quote()).contains(',');
        assertThat(format.nullText()).contains("\\N");
        assertThat(mistakes).isEmpty();
    }

    @Test
    void everyMistakeIsToldWithItsSetting() {
        CsvFormat unused = declared("ab", "a", "a;\"\n");

        assertThat(mistakes).containsOnlyKeys("delimiter", "quote", "null");
        assertThat(mistakes.get("delimiter")).contains("'ab' is not one character", "tab");
        assertThat(mistakes.get("quote")).contains("csv quote is 'a'");
        assertThat(declared(null, null, "").quote()).isEmpty();
    }
}
