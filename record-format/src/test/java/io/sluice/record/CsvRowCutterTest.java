package io.sluice.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.record.CsvRowCutter.Found;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class CsvRowCutterTest {

    private final CsvRowCutter cutter = new CsvRowCutter(CsvFormat.standard());

    @Test
    void aRowEndsBehindTheLineEndThatIsNotInQuotes() {
        assertThat(find("a,\"b\nc\"\r\nd", false)).isEqualTo(Found.ROW);
        assertThat(cutter.next()).isEqualTo(9);
        assertThat(cutter.fault()).isEmpty();
    }

    @Test
    void whatLacksItsLineEndIsWaitedForUnlessNothingFollows() {
        assertThat(find("a,b", false)).isEqualTo(Found.NEEDS_LINE_END);
        assertThat(find("a,\"b\",", false)).isEqualTo(Found.NEEDS_LINE_END);
        assertThat(find("a,\"b\"", false)).isEqualTo(Found.NEEDS_BYTE);
        assertThat(find("a,\"b\"\r", false)).isEqualTo(Found.NEEDS_BYTE);
        assertThat(find("a,b\"", false)).isEqualTo(Found.NEEDS_LINE_END);
        assertThat(find("a,b", true)).isEqualTo(Found.ROW);
        assertThat(cutter.next()).isEqualTo(3);
    }

    @Test
    void anOpenQuoteIsWaitedForUnlessNothingFollows() {
        assertThat(find("a,\"b\nc\n", false)).isEqualTo(Found.NEEDS_QUOTE);
        assertThat(find("a,\"b\nc\n", true)).isEqualTo(Found.FAULT);
        assertThat(cutter.isUnclosed()).isTrue();
        assertThat(cutter.next()).isEqualTo(5);
    }

    @Test
    void brokenQuotingCostsItsOwnLine() {
        assertThat(find("a,b\"c\nd", false)).isEqualTo(Found.FAULT);
        assertThat(cutter.next()).isEqualTo(6);
        assertThat(cutter.fault()).hasValueSatisfying(fault -> assertThat(fault).contains("a quote inside"));
        assertThat(cutter.isUnclosed()).isFalse();
    }

    @Test
    void aRowNeedsAByte() {
        assertThatThrownBy(() -> cutter.find(new byte[3], 2, 2, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one byte or more");
    }

    /** What is found early is what is found with all of the content in hand. */
    @Test
    void whatIsFoundDoesNotChangeWithMoreContent() {
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = new byte[1 + random.nextInt(20)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) "\"\",\n\r\na".charAt(random.nextInt(7));
            }
            Found whole = cutter.find(bytes, 0, bytes.length, true);
            int next = cutter.next();

            Found early = cutter.find(bytes, 0, 1 + random.nextInt(bytes.length), false);

            if (early == Found.ROW || early == Found.FAULT) {
                assertThat(early).as("seed %d", seed).isEqualTo(whole);
                assertThat(cutter.next()).as("seed %d", seed).isEqualTo(next);
            }
        }
    }

    private Found find(String text, boolean last) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return cutter.find(bytes, 0, bytes.length, last);
    }

    /** Nothing that is found can be found before what is needed has come. */
    @Test
    void whatIsNeededIsNeeded() {
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = new byte[1 + random.nextInt(20)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) "\"\",\n\r\na".charAt(random.nextInt(7));
            }
            int seen = 1 + random.nextInt(bytes.length);
            Found found = cutter.find(bytes, 0, seen, false);
            if (found != Found.NEEDS_LINE_END && found != Found.NEEDS_QUOTE) {
                continue;
            }
            int end = seen;
            while (end < bytes.length && bytes[end] != (found == Found.NEEDS_QUOTE ? '"' : '\n')) {
                end++;
            }

            Found later = end == seen ? found : cutter.find(bytes, 0, end, false);

            assertThat(later)
                    .as("seed %d, %s at %d, at %d", seed, found, seen, end)
                    .isNotIn(Found.ROW, Found.FAULT);
        }
    }
}
