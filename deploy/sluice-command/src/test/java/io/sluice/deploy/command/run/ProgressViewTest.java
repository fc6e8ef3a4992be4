package io.sluice.deploy.command.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.command.run.ProgressView.Goal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressViewTest {
    private static final Figures HALF =
            new Figures(4_000_000, 2_000_000, Map.of("trades", 12L), 1_500, 3, Map.of("trades", 25_000L));

    private final StringWriter out = new StringWriter();

    @Test
    void eachStageHasABarThatIsAsFullAsItIsFar() {
        assertThat(ProgressView.lines(HALF, new Goal(8_000_000, 3_000, 100_000)))
                .containsExactly(
                        "files    [######..................] 2.0 MB of 4.0 MB there are read",
                        "topics   [######..................] records: trades 12",
                        "windows  [############............] 1,500 closed, 3 late rows",
                        "Parquet  [######..................] rows: trades 25,000",
                        "lag      2.0 MB not read");
    }

    @Test
    void withoutAGoalABarIsNotMadeUp() {
        assertThat(ProgressView.lines(HALF, Goal.NONE))
                .contains(
                        "files    [############............] 2.0 MB of 4.0 MB there are read",
                        "windows  [                        ] 1,500 closed, 3 late rows",
                        "Parquet  [                        ] rows: trades 25,000");
    }

    @Test
    void aTerminalGetsTheBarsDrawnAnewAndWhatIsSaidStaysAboveThem() {
        ProgressView view = new ProgressView(new PrintWriter(out), true, 0);

        view.show(HALF, Goal.NONE);
        view.say("something");
        view.show(HALF, Goal.NONE);

        assertThat(out.toString().split("\u001b\\[5A\u001b\\[J", -1)).hasSize(2);
        assertThat(out.toString().lines().filter(line -> line.endsWith("something")))
                .hasSize(1);
    }

    @Test
    void elsewhereALineComesNowAndThenAndNothingThatOnlyATerminalUnderstands() {
        ProgressView view = new ProgressView(new PrintWriter(out), false, 2);

        for (int look = 0; look < 6; look++) {
            view.show(HALF, Goal.NONE);
        }

        assertThat(out.toString().lines())
                .hasSize(2)
                .containsOnly(
                        "2.0 MB of 4.0 MB read; records: trades 12; windows closed: 1,500; rows in Parquet: trades 25,000");
    }
}
