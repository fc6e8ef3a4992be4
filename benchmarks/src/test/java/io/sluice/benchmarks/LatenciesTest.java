package io.sluice.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LatenciesTest {

    @Test
    void aShareIsTheLeastSpanThatSoManyDoNotExceed() {
        Latencies latencies = new Latencies();
        for (int i = 10_000; i >= 1; i--) {
            latencies.add(i * 1_000L);
        }

        assertThat(latencies.size()).isEqualTo(10_000);
        assertThat(latencies.seconds(0.5)).isEqualTo(5);
        assertThat(latencies.seconds(0.99)).isEqualTo(9.9);
        assertThat(latencies.seconds(1)).isEqualTo(10);
    }

    @Test
    void ofFewSpansTheNinetyNinthPercentileIsTheLongest() {
        Latencies latencies = new Latencies();
        latencies.add(1_000_000);
        latencies.add(3_000_000);
        latencies.add(2_000_000);

        assertThat(latencies.seconds(0.99)).isEqualTo(3);
        assertThat(latencies.seconds(0.5)).isEqualTo(2);
    }

    @Test
    void ofNoSpansThereIsNoShare() {
        assertThatThrownBy(() -> new Latencies().seconds(0.5)).isInstanceOf(IllegalStateException.class);
    }
}
