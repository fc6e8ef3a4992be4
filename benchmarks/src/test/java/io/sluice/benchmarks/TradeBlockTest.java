package io.sluice.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TradeBlockTest {

    private static final long BASE = 1_795_000_000_000_000L;

    private static List<String> lines(ByteBuffer[] pieces) {
        StringBuilder text = new StringBuilder();
        for (ByteBuffer piece : pieces) {
            text.append(StandardCharsets.US_ASCII.decode(piece));
        }
        assertThat(text.toString()).endsWith("\n");
        return text.toString().lines().toList();
    }

    @Test
    void aTradeOfAThousandKeysHas37Bytes() {
        TradeBlock block = new TradeBlock(3, 10, 1_000, 500);

        String line = lines(block.next(1, BASE, BASE + 7)).get(0);

        assertThat(line)
                .matches("1795000000000007,S003,[1-9][0-9]{2}\\.[0-9]{2},0\\.[0-9]{5}")
                .hasSize(36);
        assertThat(block.lineBytes()).isEqualTo(37);
    }

    @Test
    void keysTakeTurnsAndTimesAreSpreadEvenlyAcrossTheEndOfTheBlock() {
        TradeBlock block = new TradeBlock(1, 2, 6, 7);
        List<String> all = new ArrayList<>();

        assertThat(block.lines()).isEqualTo(9);
        all.addAll(lines(block.next(5, BASE, BASE + 50)));
        all.addAll(lines(block.next(8, BASE + 50, BASE + 3_000_050)));

        assertThat(all.stream().map(line -> line.split(",", -1)[1]))
                .containsExactly(
                        "S001", "S003", "S005", "S001", "S003", "S005", "S001", "S003", "S005", "S001", "S003", "S005",
                        "S001");
        assertThat(all.stream().map(line -> Long.parseLong(line.split(",", -1)[0]) - BASE))
                .containsExactly(
                        10L,
                        20L,
                        30L,
                        40L,
                        50L,
                        375_050L,
                        750_050L,
                        1_125_050L,
                        1_500_050L,
                        1_875_050L,
                        2_250_050L,
                        2_625_050L,
                        3_000_050L);
    }

    @Test
    void manyKeysHaveLongerNamesWhoseNumbersAreFoundAgain() {
        String line = lines(new TradeBlock(99_999, 100_000, 100_000, 1).next(1, BASE, BASE))
                .get(0);

        assertThat(TradeBlock.key(line.split(",", -1)[1])).isEqualTo(99_999);
    }

    @Test
    void moreLinesThanThereAreCannotBeAskedForAtOnce() {
        TradeBlock block = new TradeBlock(0, 1, 1, 4);

        assertThatThrownBy(() -> block.next(5, BASE, BASE)).hasMessage("count is 5; it must be from 1 to 4");
    }
}
