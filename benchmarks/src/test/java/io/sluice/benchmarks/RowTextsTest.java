package io.sluice.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RowTextsTest {

    @Test
    void chunksAreOfWholeLinesAndLeaveNothingOut() {
        RowTexts text = RowTexts.csv(1000);

        int[] ends = text.ends(4096);

        assertThat(ends).isSorted().endsWith(text.bytes().length);
        int from = 0;
        for (int end : ends) {
            assertThat(end - from).isBetween(1, 4096);
            assertThat(text.bytes()[end - 1]).isEqualTo((byte) '\n');
            from = end;
        }
    }
}
