package io.sluice.deploy.command.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/** The doctor, on machines of every kind. */
class DoctorCommandTest {
    private final StringWriter out = new StringWriter();

    /** What can be wrong with a machine, the check that finds it, and how bad it is. */
    private record Illness(String check, String status, Consumer<FakeMachine> cause) {
        @Override
        public String toString() {
            return check + " " + status;
        }
    }

    static Stream<Illness> illnesses() {
        return Stream.of(
                new Illness("java", "fail", machine -> machine.javaFeature = 11),
                new Illness("java", "fail", machine -> machine.compiler = false),
                new Illness("maven", "fail", machine -> machine.maven = Optional.empty()),
                new Illness("processors", "warn", machine -> machine.processors = 1),
                new Illness("memory", "warn", machine -> machine.availableMemory = 2L << 30),
                new Illness("memory", "fail", machine -> machine.availableMemory = 1L << 28),
                new Illness("open-files", "warn", machine -> machine.openFiles = 2_000),
                new Illness("open-files", "fail", machine -> machine.openFiles = 256),
                new Illness("ports", "fail", machine -> machine.loopback = Optional.of(new IOException("forbidden"))),
                new Illness(
                        "host-name", "warn", machine -> machine.name = Optional.of(new IOException("unknown host"))),
                new Illness("shell", "fail", machine -> machine.shell = false),
                new Illness("temporary-directory", "fail", machine -> machine.programs = false),
                new Illness(
                        "state-directory",
                        "fail",
                        machine -> machine.writing = Optional.of(new IOException("read-only"))),
                new Illness("message-locale", "warn", machine -> machine.locale = "de_DE.UTF-8"),
                new Illness("disk", "warn", machine -> machine.disk = 2L << 30),
                new Illness("disk", "fail", machine -> machine.disk = 1L << 20),
                new Illness("file-system", "warn", machine -> machine.fileSystem = "nfs4"),
                new Illness("file-system", "warn", machine -> machine.fileSystem = "tmpfs"));
    }

    @Test
    void aHealthyMachinePassesEveryCheck() throws IOException {
        int exitCode = doctor(new FakeMachine()).execute("--json");

        assertThat(exitCode).isEqualTo(ExitCode.OK);
        JsonNode report = new ObjectMapper().readTree(out.toString());
        assertThat(report.path("ok").asBoolean()).isTrue();
        assertThat(report.path("checks")).hasSize(13).allSatisfy(check -> {
            assertThat(check.path("status").asText()).isEqualTo("ok");
            assertThat(check.path("remedy").asText()).isEmpty();
        });
    }

    @ParameterizedTest
    @MethodSource("illnesses")
    void everyIllnessIsFoundByItsOwnCheckAloneAndHasARemedy(Illness illness) throws IOException {
        FakeMachine machine = new FakeMachine();
        illness.cause.accept(machine);

        int exitCode = doctor(machine).execute("--json");

        assertThat(exitCode).isEqualTo(illness.status.equals("fail") ? ExitCode.SOFTWARE : ExitCode.OK);
        assertThat(new ObjectMapper().readTree(out.toString()).path("checks"))
                .filteredOn(check -> !check.path("status").asText().equals("ok"))
                .singleElement()
                .satisfies(check -> {
                    assertThat(check.path("check").asText()).isEqualTo(illness.check);
                    assertThat(check.path("status").asText()).isEqualTo(illness.status);
                    assertThat(check.path("remedy").asText()).endsWith(".");
                });
    }

    @Test
    void theTableShowsWhatFailedAndWhatToDo() {
        FakeMachine machine = new FakeMachine();
        machine.maven = Optional.empty();

        int exitCode = doctor(machine).execute();

        assertThat(exitCode).isEqualTo(ExitCode.SOFTWARE);
        assertThat(out.toString())
                .contains("FAIL maven", "Install Maven", "ok   java", "cannot run Sluice yet")
                .doesNotContain("\u001B");
    }

    @Test
    void thisMachineHasAnAnswerToEveryQuestion() throws IOException {
        int exitCode = doctor(new ThisMachine()).execute("--json");

        assertThat(exitCode).isBetween(ExitCode.OK, ExitCode.SOFTWARE);
        JsonNode checks = new ObjectMapper().readTree(out.toString()).path("checks");
        assertThat(checks).hasSize(13);
        assertThat(checks.get(0).path("detail").asText())
                .isEqualTo("Java " + Runtime.version().feature() + " (JDK)");
    }

    private CommandLine doctor(Machine machine) {
        return new CommandLine(new DoctorCommand(machine)).setOut(new PrintWriter(out));
    }
}
