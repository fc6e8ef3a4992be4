package io.sluice.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The root command: help, exit codes and how errors are told. */
class SluiceCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine sluice = SluiceCommand.commandLine(new PrintWriter(out), new PrintWriter(err));

    @Test
    void helpNamesEveryCommandExamplesAndExitCodes() {
        int exitCode = sluice.execute("--help");

        assertThat(exitCode).isEqualTo(ExitCodes.OK);
        assertThat(out.toString())
                .contains(sluice.getSubcommands().keySet())
                .contains("Examples:", "sluice doctor", "Exit codes:", "130");
    }

    static Stream<String> everyCommand() {
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        return commands("", SluiceCommand.commandLine(nowhere, nowhere)).filter(path -> !path.equals("help"));
    }

    private static Stream<String> commands(String prefix, CommandLine command) {
        return command.getSubcommands().entrySet().stream().flatMap(entry -> {
            String path = (prefix + " " + entry.getKey()).trim();
            return Stream.concat(Stream.of(path), commands(path, entry.getValue()));
        });
    }

    @ParameterizedTest
    @MethodSource("everyCommand")
    void everyCommandHasHelpWithADescriptionAndWhatRunsHasExamplesAndExitCodes(String path) {
        assertThat(sluice.execute((path + " --help").split(" ", -1))).isEqualTo(ExitCodes.OK);
        assertThat(out.toString()).contains("Usage: sluice " + path);
        CommandLine command = sluice;
        for (String name : path.split(" ", -1)) {
            command = command.getSubcommands().get(name);
        }
        assertThat(command.getCommandSpec().usageMessage().description()).isNotEmpty();
        if (command.getSubcommands().isEmpty()) {
            assertThat(out.toString()).contains("Exit codes:", "Examples:");
            assertThat(command.getCommandSpec().usageMessage().footer())
                    .as("examples")
                    .anyMatch(line -> line.contains("sluice " + path) || line.contains("sluice completion"));
        }
    }

    @Test
    void theVersionIsTheBuildsOwn() {
        assertThat(sluice.execute("--version")).isEqualTo(ExitCodes.OK);
        assertThat(out.toString()).containsPattern("sluice \\d+\\.\\d+").containsPattern("Kafka 4\\.");
    }

    @Test
    void noCommandAnUnknownCommandAndAnUnknownOptionAreUsageErrors() {
        assertThat(sluice.execute()).isEqualTo(ExitCodes.USAGE);
        assertThat(sluice.execute("no-such-command")).isEqualTo(ExitCodes.USAGE);
        assertThat(sluice.execute("doctor", "--no-such-option")).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("Name a command.", "no-such-command", "--no-such-option");
    }

    @Test
    void completionIsAScriptThatKnowsTheCommands() {
        assertThat(sluice.execute("completion")).isEqualTo(ExitCodes.OK);
        assertThat(out.toString()).contains("complete -F", "doctor", "cluster", "--plugin-path");
    }

    /** Fails as the test says. */
    @Command(name = "failing")
    private static final class Failing implements Callable<Integer> {
        private final Exception failure;

        private Failing(Exception failure) {
            this.failure = failure;
        }

        @Override
        public Integer call() throws Exception {
            throw failure;
        }
    }

    private void addFailing(Exception failure) {
        sluice.addSubcommand(new Failing(failure)).setErr(new PrintWriter(err));
    }

    @Test
    void anUnexpectedErrorIsOneLineAndItsTraceIsShownOnRequest() {
        addFailing(new IllegalStateException("boom"));

        assertThat(sluice.execute("failing")).isEqualTo(ExitCodes.DEFECT);
        assertThat(err.toString()).hasLineCount(1).contains("unexpected error", "boom", "--verbose");
        assertThat(sluice.execute("--verbose", "failing")).isEqualTo(ExitCodes.DEFECT);
        assertThat(err.toString()).contains("\tat " + SluiceCommandTest.class.getName());
    }

    @Test
    void aFailureOfFilesIsOneLineWithItsKind() {
        addFailing(new NoSuchFileException("/some/file"));

        assertThat(sluice.execute("failing")).isEqualTo(ExitCodes.FAILED);
        assertThat(err.toString()).hasLineCount(1).contains("NoSuchFileException", "/some/file");
    }

    @Test
    void anArgumentRefusedDeepInsideIsNoUsageError() {
        addFailing(new IllegalArgumentException("For input string: many"));

        assertThat(sluice.execute("failing")).isEqualTo(ExitCodes.DEFECT);
        assertThat(err.toString()).contains("unexpected error", "For input string: many");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cluster up --state=", "cluster up --plugin-path=", "doctor --state=", "read-compare "})
    void anEmptyPathIsAUsageErrorAndNotTheCurrentDirectory(String line) {
        assertThat(sluice.execute(line.split(" ", -1))).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("the path is empty");
    }

    @Test
    @EnabledOnOs(OS.LINUX) // elsewhere file names do not depend on the locale
    void aLocaleThatCannotNameTheCurrentDirectoryIsSaidInOneLine(@TempDir Path directory)
            throws IOException, InterruptedException {
        String script = "cd \"$1\" && name=$(printf 'd\\303\\244') && mkdir $name && cd $name && shift"
                + " && LC_ALL=C \"$@\"; code=$?; cd .. && rmdir $name; exit $code";
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process = new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        script,
                        "sh",
                        directory.toString(),
                        java.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Sluice.class.getName(),
                        "--version")
                .redirectErrorStream(true)
                .start();

        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(said).hasLineCount(1).contains("the locale cannot name the current directory. Set LC_ALL=C.UTF-8.");
        assertThat(process.exitValue()).isEqualTo(ExitCodes.FAILED);
    }

    @Test
    void outputThatCannotBeWrittenIsAFailure() {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        OutputStream full = new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException("No space left on device");
            }
        };

        int exitCode = Sluice.run(
                new String[] {"--version"},
                new PrintStream(full, false, StandardCharsets.UTF_8),
                new PrintStream(errors, true, StandardCharsets.UTF_8));

        assertThat(exitCode).isEqualTo(ExitCodes.FAILED);
        assertThat(errors.toString(StandardCharsets.UTF_8)).hasLineCount(1).contains("output is lost");
    }
}
