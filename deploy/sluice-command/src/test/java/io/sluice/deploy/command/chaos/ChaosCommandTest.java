package io.sluice.deploy.command.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

class ChaosCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine command =
            new CommandLine(ChaosCommand.class).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

    @Test
    void theScheduleCanBeReadWithoutAnythingBeingDone() {
        assertThat(command.execute("--minutes", "60", "--seed", "7", "--print")).isEqualTo(ExitCode.OK);

        assertThat(out.toString())
                .contains("kill -9            worker-1, for ")
                .contains("tasks.max          chaos-trades-files = ")
                .containsPattern("\\d+ actions, 1\\d\\d kills");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--minutes=0",
                "--minutes=-1",
                "--minutes=9999",
                "--rate=0",
                "--settle=0",
                "--report=/no/such/place"
            })
    void whatCannotBeIsAUsageErrorThatNamesTheOption(String option) {
        assertThat(command.execute(option)).isEqualTo(ExitCode.USAGE);

        assertThat(err.toString()).contains(option.substring(0, option.indexOf('=')) + " is ");
    }
}
