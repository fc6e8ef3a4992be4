package io.sluice.streams.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.streams.window.TimeScale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Times that are asked for again and again, and more of them than are kept. */
class TimeTextsTest {
    @Test
    void eachTimeHasTheTextOfItsScaleHoweverManyOthersWereAskedFor() {
        Random random = new Random(1);
        for (TimeScale scale : TimeScale.values()) {
            TimeTexts texts = new TimeTexts(scale);
            for (int i = 0; i < 20_000; i++) {
                long ticks = random.nextInt(2_000) * 60_000L - 1_000;
                assertThat(texts.of(ticks).getValue()).isEqualTo(scale.text(ticks));
            }
        }
    }
}
