package io.sluice.deploy.artefacts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Runs what documents tell users to type, as they would: with a shell. Owned by the test's thread. */
final class Shell {
    private final Path directory;
    private int runs;

    /** @param directory where the commands run, and what they print is kept */
    Shell(Path directory) {
        this.directory = directory;
    }

    /** Whether a command ends well. */
    static boolean succeeds(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("bash", "-c", command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return process.exitValue() == 0;
    }

    /** Runs a command to its end, which must be a good one; returns what it printed. */
    String run(String command) throws IOException, InterruptedException {
        Run run = new Run(command);
        try {
            assertThat(run.process.waitFor(2, TimeUnit.MINUTES))
                    .as("%s ends; it said %s", command, run.all())
                    .isTrue();
            assertThat(run.process.exitValue()).as("%s: %s", command, run.all()).isZero();
        } finally {
            run.end();
        }
        return Files.readString(run.out, StandardCharsets.UTF_8);
    }

    /** Runs one program that has no end of its own until it has printed enough, then ends it; returns what it printed. */
    String runUntil(String program, Predicate<String> enough) throws IOException, InterruptedException {
        Run run = new Run("exec " + program);
        try {
            Lake.await(
                    () -> !run.process.isAlive() || enough.test(run.all()),
                    () -> program + " has printed enough; it said " + run.all());
            assertThat(run.process.isAlive())
                    .as("%s goes on; it said %s", program, run.all())
                    .isTrue();
            run.process.destroy();
            assertThat(run.process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        } finally {
            run.end();
        }
        return Files.readString(run.out, StandardCharsets.UTF_8);
    }

    /** A command that runs. */
    private final class Run {
        private final Path out = directory.resolve("command-" + ++runs + ".out");
        private final Path err = directory.resolve("command-" + runs + ".err");
        private final Process process;

        Run(String command) throws IOException {
            process = new ProcessBuilder("bash", "-o", "pipefail", "-c", command)
                    .directory(directory.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            process.getOutputStream().close();
        }

        private String all() {
            try {
                return Files.readString(out, StandardCharsets.UTF_8) + Files.readString(err, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        private void end() {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
