package io.sluice.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {

    @Test
    void optionsAreTakenOutOfTheWordsWhereverTheyStand() {
        List<String> words = new ArrayList<>(
                List.of("run", "--minutes", "3", "results", "--quick", "pipeline", "--rate", "250000", "--profile"));

        Options options = Options.takeFrom(words);

        assertThat(options).isEqualTo(new Options(true, Duration.ofMinutes(3), 250_000, true));
        assertThat(words).containsExactly("run", "results", "pipeline");
    }

    @Test
    void whatIsNotGivenIsLeftToTheBenchmark() {
        assertThat(Options.takeFrom(new ArrayList<>(List.of("run"))))
                .isEqualTo(new Options(false, Duration.ZERO, 0, false));
    }

    @Test
    void aNumberThatIsNoneIsNamedWithItsOption() {
        assertThatThrownBy(() -> Options.takeFrom(new ArrayList<>(List.of("run", "--minutes", "ten"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--minutes is 'ten'; it must be a whole number above 0");
        assertThatThrownBy(() -> Options.takeFrom(new ArrayList<>(List.of("run", "--rate"))))
                .hasMessage("--rate is ''; it must be a whole number above 0");
    }
}
