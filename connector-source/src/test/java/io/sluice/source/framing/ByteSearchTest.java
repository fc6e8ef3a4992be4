package io.sluice.source.framing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class ByteSearchTest {

    @Test
    void theFirstAndTheLastAreFoundWhereALoopFindsThem() {
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = new byte[random.nextInt(90)];
            byte value = (byte) random.nextInt(256);
            int near = 1 + random.nextInt(3);
            for (int i = 0; i < bytes.length; i++) {
                // Neighbours of the byte are what a carry between bytes would confuse it with.
                bytes[i] = (byte) (value + (random.nextInt(30) == 0 ? 0 : random.nextBoolean() ? near : -near));
            }
            int from = random.nextInt(bytes.length + 1);
            int to = from + random.nextInt(bytes.length - from + 1);
            int first = -1;
            int last = -1;
            for (int i = from; i < to; i++) {
                first = bytes[i] == value && first < 0 ? i : first;
                last = bytes[i] == value ? i : last;
            }

            assertThat(ByteSearch.indexOf(bytes, from, to, value))
                    .as("seed %d", seed)
                    .isEqualTo(first);
            assertThat(ByteSearch.lastIndexOf(bytes, from, to, value))
                    .as("seed %d", seed)
                    .isEqualTo(last);
        }
    }
}
